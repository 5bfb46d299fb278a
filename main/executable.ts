/**
 * The program that the user has, as it can be started again later. An AppImage runs from a mount, and a portable program of
 * Windows from a temporary folder, that are gone by then.
 */
export function installedExecutable(env: NodeJS.ProcessEnv, execPath: string): string {
  return env['APPIMAGE'] ?? env['PORTABLE_EXECUTABLE_FILE'] ?? execPath;
}
