# electron-builder includes this in the installer and in the uninstaller. Both end everything that runs from the program's
# folder, what was installed as a service with it: the scheduled tasks of collector/os-service/services.ts.

!define COLLECTOR_TASK "Py-Perf Collector"
!define WATCHER_TASK "Py-Perf Watcher"

# Does something with a task, if there is one and it starts the program in this folder: another copy's is left alone.
!macro serviceTask TASK ARGUMENTS
  Push $0
  nsExec::Exec '"$SYSDIR\cmd.exe" /C ""$SYSDIR\schtasks.exe" /Query /TN "${TASK}" /XML | "$SYSDIR\findstr.exe" /I /L /C:"$INSTDIR\${APP_EXECUTABLE_FILENAME}" && "$SYSDIR\schtasks.exe" ${ARGUMENTS} /TN "${TASK}""'
  Pop $0
  Pop $0
!macroend

# A new version goes on where the old one was ended, and not at the next login only.
!macro customInstall
  !insertmacro serviceTask "${COLLECTOR_TASK}" "/Run"
  !insertmacro serviceTask "${WATCHER_TASK}" "/Run"
!macroend

# Without the program the tasks would fail at every login. An update runs the uninstaller of the old version too.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    !insertmacro serviceTask "${COLLECTOR_TASK}" "/Delete /F"
    !insertmacro serviceTask "${WATCHER_TASK}" "/Delete /F"
  ${endIf}
!macroend
