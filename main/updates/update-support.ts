import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { appImage, portableProgram } from '../system/executable.ts';

/**
 * Why a copy cannot update itself: it runs from its source folder, belongs to a system package, is a portable program,
 * or was built without an update address.
 */
export type NoUpdates = 'source' | 'package' | 'portable' | 'feed';

/** Whether this copy of the app can update itself. */
export type UpdateSupport = { able: true } | { able: false; reason: NoUpdates };

/** How and where this copy is installed. */
export interface InstallFacts {
  isPackaged: boolean;
  platform: NodeJS.Platform;
  execPath: string;
  /** Folder of the packaged app's resources. */
  resources: string;
  env: NodeJS.ProcessEnv;
}

/** Where electron-builder writes the update address, if there is one. */
const FEED_FILE = 'app-update.yml';

/** Finds out how this copy was installed. Copies from a deb or rpm are updated by the system's package manager. */
export function updateSupport({
  isPackaged,
  platform,
  execPath,
  resources,
  env,
}: InstallFacts): UpdateSupport {
  if (!isPackaged) return no('source');
  if (platform === 'linux' && appImage(env, execPath) === null) return no('package');
  if (portableProgram(env, execPath) !== null) return no('portable');
  if (!existsSync(join(resources, FEED_FILE))) return no('feed');
  return { able: true };
}

function no(reason: NoUpdates): UpdateSupport {
  return { able: false, reason };
}
