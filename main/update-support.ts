import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Whether this copy of the app can update itself; if not, why, in words for its user. */
export type UpdateSupport = { able: true } | { able: false; reason: string };

export interface InstallFacts {
  isPackaged: boolean;
  platform: NodeJS.Platform;
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
  resources,
  env,
}: InstallFacts): UpdateSupport {
  if (!isPackaged) return no('This copy runs from its source folder. Update the folder instead.');
  if (platform === 'linux' && env['APPIMAGE'] === undefined)
    return no(
      'This copy belongs to a package of the system. Install a newer package to update it.',
    );
  if (env['PORTABLE_EXECUTABLE_FILE'] !== undefined)
    return no('The portable program cannot replace itself. Put a newer one in its place.');
  if (!existsSync(join(resources, FEED_FILE)))
    return no('This copy was built without an address to look for updates at.');
  return { able: true };
}

function no(reason: string): UpdateSupport {
  return { able: false, reason };
}
