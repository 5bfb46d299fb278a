import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { lstat, readFile, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A machine's files below a folder: `/`, or where a container has its host's file system mounted. Paths are relative.
 */
export interface HostRoot {
  readonly path: string;
  /** Whether it is this process's own root. */
  readonly own: boolean;
  /** The text of a file. Rejects where it cannot be read. */
  read(path: string): Promise<string>;
  /** The text of a file, or empty where it cannot be read. */
  tryRead(path: string): Promise<string>;
  /** The text of the first of these files that can be read, or empty. */
  firstOf(...paths: string[]): Promise<string>;
  /** The names in a folder; none where it cannot be listed. */
  list(path: string): Promise<string[]>;
  exists(path: string): Promise<boolean>;
  /** Where a symbolic link leads, or empty. */
  link(path: string): Promise<string>;
  readonly quick: QuickFiles;
}

/**
 * The same without waiting, for what the kernel answers from its memory: a tenth of the processor time, of which a
 * machine with many processes needs most. Never for what a driver, another machine or another process answers.
 */
export interface QuickFiles {
  /** The text of a file, or empty where it cannot be read. */
  read(path: string): string;
  list(path: string): string[];
  exists(path: string): boolean;
}

/** Reads files below the root of a machine's file system. */
export function hostRoot(path: string): HostRoot {
  // `join` would look at each letter, for every file of every process.
  const base = path === '/' ? '' : join(path);
  const at = (relative: string): string => `${base}/${relative}`;
  const read = (relative: string): Promise<string> => readFile(at(relative), 'utf8');
  const tryRead = (relative: string): Promise<string> => read(relative).catch(() => '');
  return {
    path,
    own: path === '/',
    read,
    tryRead,
    async firstOf(...paths) {
      for (const relative of paths) {
        const text = await tryRead(relative);
        if (text !== '') return text;
      }
      return '';
    },
    list: (relative) => readdir(at(relative)).catch(() => []),
    exists: (relative) =>
      lstat(at(relative)).then(
        () => true,
        () => false,
      ),
    link: (relative) => readlink(at(relative)).catch(() => ''),
    quick: {
      read: (relative) => attempt(() => readFileSync(at(relative), 'utf8'), ''),
      list: (relative) => attempt(() => readdirSync(at(relative)), []),
      exists: (relative) =>
        attempt(() => lstatSync(at(relative), { throwIfNoEntry: false }) !== undefined, false),
    },
  };
}

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** The number that a file of sysfs holds, or undefined: an empty file and a text are none. */
export function plainNumber(text: string): number | undefined {
  return /^\s*-?\d+(?:\.\d+)?\s*$/u.test(text) ? Number(text) : undefined;
}
