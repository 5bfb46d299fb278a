import { existsSync, mkdirSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { appFailure } from '../../contract/errors.ts';

/** Writes a service definition, with the folders that it lies in. Throws `AppFailure`. */
export function writeDefinition(path: string, content: string | Buffer): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode: 0o644 });
  } catch (cause) {
    throw appFailure(
      'unavailable',
      `${path} cannot be written.`,
      'A system service needs root (or an administrator); a user service a writable home.',
      cause,
    );
  }
}

/** Removes a definition, and its folder and those above up to `stop` where nothing else is in them. */
export function removeDefinition(path: string, stop: string): boolean {
  if (!existsSync(path)) return false;
  rmSync(path);
  for (let folder = dirname(path); folder.length > stop.length; folder = dirname(folder))
    if (!removeEmpty(folder)) break;
  return true;
}

/** Removes a folder that nothing is in. Returns whether it did. */
export function removeEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    // Others keep their files there.
    return false;
  }
}

/** Text for the content or an attribute of an XML element. */
export function xmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
