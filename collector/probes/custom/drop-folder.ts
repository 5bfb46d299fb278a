import { constants } from 'node:fs';
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { LONGEST_CUSTOM_NAME, MOST_CUSTOM, isCustomValue } from '../../../contract/custom.ts';
import type { CustomValue } from '../../../contract/sample.ts';
import type { LeaveOut } from '../probes.ts';
import { parseTextfile, type Textfile } from './textfile.ts';

const SUFFIX = '.prom';
/** The most files that are read, and the most bytes of each. */
const MOST_FILES = 50;
const LARGEST_FILE = 256 * 1024;
/** Seconds after which a file is stale: a daily job may be two hours late. */
const STALE_S = 26 * 60 * 60;
/** The permission bits that let everybody write. */
const OTHERS_WRITE = 0o002;
/** What reports about left out numbers refer to. */
export const CUSTOM_METRICS = 'custom metrics';

/** How a drop folder is read. */
export interface DropFolderOptions {
  leaveOut: LeaveOut;
  /** Unix seconds. */
  now: () => number;
  platform: NodeJS.Platform;
}

interface ReadFile {
  /** Changes whenever the file does. */
  stamp: string;
  content: Textfile;
}

/**
 * Reads numbers that other programs put into a folder (`NAME.prom`), at most 8: files by name, then lines in order.
 * Unusable ones are left out with the reason. Users who may write to the folder may add numbers, but not everybody.
 */
export class DropFolder {
  readonly #path: string;
  readonly #options: DropFolderOptions;
  /** By name, so that unchanged files are not read again. */
  #files = new Map<string, ReadFile>();

  constructor(path: string, options: DropFolderOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** Empty if the folder does not exist. Rejects if it cannot be listed. */
  async read(): Promise<CustomValue[]> {
    const names = await this.#names();
    const found = new Map<string, CustomValue>();
    const files = new Map<string, ReadFile>();
    for (const name of names) {
      const file = await this.#file(name);
      if (file === null) continue;
      files.set(name, file);
      this.#take(name, file.content, found);
    }
    this.#files = files;
    return [...found.values()];
  }

  async #names(): Promise<string[]> {
    let entries: string[];
    try {
      entries = await readdir(this.#path);
      if (this.#everybodyWrites(await stat(this.#path))) {
        this.#leaveOut('everybody may write to the folder; take that right away (chmod o-w)');
        return [];
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    const names = entries.filter((name) => name.endsWith(SUFFIX)).toSorted();
    if (names.length > MOST_FILES)
      this.#leaveOut(
        `there are ${String(names.length)} files; the first ${String(MOST_FILES)} are read`,
      );
    return names.slice(0, MOST_FILES);
  }

  async #file(name: string): Promise<ReadFile | null> {
    const refused = (why: string): null => {
      this.#leaveOut(`${name}: ${why}`);
      return null;
    };
    let handle: FileHandle;
    try {
      // A link could lead to what only this process may read; a pipe could block for ever.
      handle = await open(
        join(this.#path, name),
        constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
      );
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      return refused(
        code === 'ELOOP'
          ? 'it is a symbolic link; put the file itself here'
          : `it cannot be read (${code})`,
      );
    }
    try {
      const found = await handle.stat();
      const { mtimeMs, size, ino } = found;
      if (!found.isFile()) return refused('it is no file');
      if (this.#everybodyWrites(found)) return refused('everybody may write to it (chmod o-w)');
      if (size > LARGEST_FILE)
        return refused(`it is larger than ${String(LARGEST_FILE / 1024)} KiB`);
      const age = this.#options.now() - mtimeMs / 1000;
      if (age > STALE_S)
        return refused(`it has not been written for ${String(Math.floor(age / 3600))} hours`);
      const stamp = [mtimeMs, size, ino].join();
      const known = this.#files.get(name);
      return known?.stamp === stamp ? known : { stamp, content: await contentOf(handle, size) };
    } finally {
      await handle.close();
    }
  }

  /** These bits mean nothing on Windows. */
  #everybodyWrites({ mode }: { mode: number }): boolean {
    return this.#options.platform !== 'win32' && (mode & OTHERS_WRITE) !== 0;
  }

  #take(file: string, content: Textfile, found: Map<string, CustomValue>): void {
    if ('problem' in content) {
      this.#leaveOut(`${file}: ${content.problem}`);
      return;
    }
    for (const name of content.compound)
      this.#leaveOut(`${name} in ${file} is a histogram or summary, which is many numbers`);
    let left = 0;
    for (const { series: name, value } of content.values) {
      if (Buffer.byteLength(name) > LONGEST_CUSTOM_NAME)
        this.#leaveOut(
          `${name.slice(0, LONGEST_CUSTOM_NAME)}\u2026 in ${file}: the name is longer than ${String(LONGEST_CUSTOM_NAME)} bytes`,
        );
      else if (!isCustomValue(value))
        this.#leaveOut(`${name} in ${file}: ${String(value)} cannot be stored`);
      else if (found.has(name)) this.#leaveOut(`${name} in ${file} is also in another file`);
      else if (found.size >= MOST_CUSTOM) left += 1;
      else found.set(name, { name, value });
    }
    if (left > 0)
      this.#leaveOut(
        `${String(left)} of ${file}: a sample has room for ${String(MOST_CUSTOM)} of them`,
      );
  }

  #leaveOut(why: string): void {
    this.#options.leaveOut(CUSTOM_METRICS, why);
  }
}

async function contentOf(handle: FileHandle, size: number): Promise<Textfile> {
  // Reads one byte more: a file that has grown is being written.
  const buffer = Buffer.alloc(size + 1);
  let filled = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled);
    filled += bytesRead;
    if (bytesRead === 0) break;
    if (filled > size) return { problem: 'it grows while it is read' };
  }
  const bytes = buffer.subarray(0, filled);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { problem: 'it is UTF-16; write it as UTF-8 (PowerShell: Out-File -Encoding utf8)' };
  try {
    // Removes a byte order mark. The carriage return of Windows goes when lines are trimmed.
    return parseTextfile(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { problem: 'it is not UTF-8' };
  }
}
