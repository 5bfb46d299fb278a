import { realpathSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';

/**
 * The program file of the user, as it can be started again later. An AppImage runs from a mount, and Windows' portable
 * program from a temporary folder, which are gone by then; both give their own path in the environment.
 */
export function installedExecutable(env: NodeJS.ProcessEnv, execPath: string): string {
  return appImage(env, execPath) ?? portableProgram(env, execPath) ?? execPath;
}

/**
 * The AppImage that this program runs from, else null. Child processes inherit the variable, so it counts only for a
 * program inside the mount.
 */
export function appImage(env: NodeJS.ProcessEnv, execPath: string): string | null {
  const { APPIMAGE: image, APPDIR: mount } = env;
  if (image === undefined || mount === undefined) return null;
  return liesIn(execPath, mount) || liesIn(execPath, resolved(mount)) ? image : null;
}

/**
 * The portable program of Windows that this one was unpacked from, else null. Child processes inherit this variable
 * too, so it counts only for a program in the temporary folder.
 */
export function portableProgram(env: NodeJS.ProcessEnv, execPath: string): string | null {
  const { PORTABLE_EXECUTABLE_FILE: program, TEMP: temp } = env;
  if (program === undefined || temp === undefined) return null;
  return liesIn(execPath, temp) || liesIn(resolved(execPath), resolved(temp)) ? program : null;
}

function liesIn(path: string, folder: string): boolean {
  const from = relative(folder, path);
  return from !== '' && !from.startsWith('..') && !isAbsolute(from);
}

/** Without symbolic links and, on Windows, short names: the path of a running program has none. */
function resolved(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
