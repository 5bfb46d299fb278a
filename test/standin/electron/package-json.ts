import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The fields of a package.json that Electron reads. */
export interface Package {
  name: string;
  productName?: string;
  version: string;
}

/** The package.json of an app. */
export function readPackage(folder: string): Package {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
}

/** The folder of the package.json that a file of the app belongs to. */
export function findPackage(folder: string): string {
  try {
    readPackage(folder);
    return folder;
  } catch (error) {
    if (dirname(folder) === folder) throw error;
    return findPackage(dirname(folder));
  }
}
