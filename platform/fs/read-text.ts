import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** Windows has no such flag, nor pipes among its files. */
const { O_NONBLOCK = 0 } = constants as { O_NONBLOCK?: number };

/** Bytes of the longest file that is read as a text of ours. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * The whole text of a file. Throws Node's errors; also where something else lies at its path, a folder or a pipe, which
 * would be waited for without end, and where it is far longer (`mostBytes`) than any text of ours.
 */
export function readText(path: string, mostBytes = MOST_BYTES): string {
  const file = openSync(path, constants.O_RDONLY | O_NONBLOCK);
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw new Error(`${path} is no file`);
    if (found.size > mostBytes)
      throw new Error(`${path} is longer than ${String(mostBytes)} bytes`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}
