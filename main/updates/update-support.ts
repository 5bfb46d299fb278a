import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { appImage, portableProgram } from '../system/executable.ts';

/**
 * Why a copy cannot update itself: it runs from its source folder, belongs to a package of the system, is a portable
 * program, or was built without an address to look at.
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

/** Where electron-builder leaves the address of the updates, if it was given one. */
const FEED_FILE = 'app-update.yml';

/** Looks up how this copy was installed. What came as deb or rpm is left to the system's package manager. */
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
