# electron-builder includes this in the installer and in the uninstaller. Both end everything that runs from the program's
# folder, a collector that was installed as a service with it: the scheduled task of collector/os-service/task-scheduler.ts.

!define COLLECTOR_TASK "Py-Perf Collector"

# Does something with that task, if there is one and it starts the program in this folder: another copy's is left alone.
!macro collectorTask ARGUMENTS
  Push $0
  nsExec::Exec '"$SYSDIR\cmd.exe" /C ""$SYSDIR\schtasks.exe" /Query /TN "${COLLECTOR_TASK}" /XML | "$SYSDIR\findstr.exe" /I /L /C:"$INSTDIR\${APP_EXECUTABLE_FILENAME}" && "$SYSDIR\schtasks.exe" ${ARGUMENTS} /TN "${COLLECTOR_TASK}""'
  Pop $0
  Pop $0
!macroend

# A new version goes on collecting where the old one was ended, and not at the next login only.
!macro customInstall
  !insertmacro collectorTask "/Run"
!macroend

# Without the program the task would fail at every login. An update runs the uninstaller of the old version too.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    !insertmacro collectorTask "/Delete /F"
  ${endIf}
!macroend
