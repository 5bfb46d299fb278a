import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { appFailure } from '../../contract/errors.ts';

const APP_FOLDER = 'py-perf-desktop';

/**
 * Where settings, database, outbox and logs lie: `PY_PERF_DATA_DIR`, else the folder that Electron calls
 * `userData`, so that app and CLI share one.
 */
export function dataDir(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const chosen = env['PY_PERF_DATA_DIR'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  return join(appDataDir(env, platform), APP_FOLDER);
}

/** Creates the data directory, readable by its owner alone. Throws `AppFailure` where that cannot be done. */
export function ensureDataDir(directory: string): string {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw appFailure(
      'unavailable',
      `The data directory ${directory} cannot be created.`,
      'Make its parent writable, or name another with PY_PERF_DATA_DIR.',
      cause,
    );
  }
  return directory;
}

/**
 * What is wrong with who may use a data directory that was there before, or null: whoever else may write in it chooses
 * what the app reads there. Who may only look into it sees no more than names. It is logged, not refused: the volume of
 * a container often looks so. Windows has no such modes, but gives each user's folders to that user alone.
 */
export function dataDirWeakness(directory: string, user = process.getuid?.()): string | null {
  if (user === undefined) return null;
  const { uid, mode } = statSync(directory);
  if ((mode & 0o022) !== 0) return 'other users may write in the data directory';
  if (uid !== user) return 'the data directory belongs to another user';
  return isReplaceable(realpathSync(directory), user)
    ? 'other users may write in a folder above the data directory, and put another in its place'
    : null;
}

/** Whether others can rename entries of a parent folder: it is writable by all and not sticky (as `/tmp` is). */
function isReplaceable(directory: string, user: number): boolean {
  const parent = dirname(directory);
  if (parent === directory) return false;
  const { uid, mode } = statSync(parent);
  const isOpen = (mode & 0o002) !== 0 && (mode & 0o1000) === 0;
  const isOfAnother = uid !== user && uid !== 0 && (mode & 0o200) !== 0;
  return isOpen || isOfAnother || isReplaceable(parent, user);
}

/** Name of the file that marks a data directory whose machines are made up (`npm run demo`). */
export const MADE_UP_MARK = 'made-up';

/** Whether the machines in a data directory are made up. */
export function isMadeUp(directory: string): boolean {
  return existsSync(join(directory, MADE_UP_MARK));
}

function appDataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
}
