import { existsSync, mkdirSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { appFailure } from '../../contract/errors.ts';

/** Writes a service definition and creates its folders. Throws `AppFailure`. */
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

/** Removes a definition and its empty parent folders, up to `stop`. */
export function removeDefinition(path: string, stop: string): boolean {
  if (!existsSync(path)) return false;
  rmSync(path);
  for (let folder = dirname(path); folder.length > stop.length; folder = dirname(folder))
    if (!removeEmpty(folder)) break;
  return true;
}

/** Removes an empty folder. Returns whether it did. */
export function removeEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    // Other programs keep files there.
    return false;
  }
}

/** Escapes text for the content or an attribute of an XML element. */
export function xmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
