import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AfterPackContext } from 'electron-builder';
import { build, parse, type PlistValue } from 'plist';

/** The root dictionary of a property list. */
export type Plist = Record<string, PlistValue>;

/** electron-builder calls this after laying an app out, before setting its fuses and signing it. */
export function afterPack({ electronPlatformName, appOutDir, packager }: AfterPackContext): void {
  if (electronPlatformName !== 'darwin') return;
  const name = `${packager.appInfo.productFilename}.app`;
  const path = join(appOutDir, name, 'Contents/Info.plist');
  writeFileSync(path, build(leastInfo(readPlist(path))));
}

/**
 * Removes from the Info.plist what the defaults of Electron and electron-builder keep: the texts that ask for camera,
 * microphone and the like, which the app denies, and plain HTTP to anywhere. Plain HTTP on this machine stays: macOS'
 * updater receives its download through a local port.
 */
export function leastInfo(info: Plist): Plist {
  const kept = Object.entries(info).filter(([key]) => !key.endsWith('UsageDescription'));
  const transport = info['NSAppTransportSecurity'];
  return {
    ...Object.fromEntries(kept),
    ...(isObject(transport)
      ? { NSAppTransportSecurity: { ...transport, NSAllowsArbitraryLoads: false } }
      : {}),
  };
}

/** A property list whose root is a dictionary. Throws if it is not. */
export function readPlist(path: string): Plist {
  const root = parse(readFileSync(path, 'utf8'));
  if (!isObject(root)) throw new Error(`${path} is no dictionary`);
  return root;
}

function isObject(value: PlistValue | undefined): value is Plist {
  return typeof value === 'object' && value !== null && value.constructor === Object;
}
