import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { lstat, readFile, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The files of a machine below a folder: `/`, or where a container has its host's file system mounted. Paths are
 * relative.
 */
export interface HostRoot {
  readonly path: string;
  /** Whether it is this process's own root. */
  readonly own: boolean;
  /** The text of a file. Rejects if it cannot be read. */
  read(path: string): Promise<string>;
  /** The text of a file, or empty if it cannot be read. */
  tryRead(path: string): Promise<string>;
  /** The text of the first readable one of these files, or empty. */
  firstOf(...paths: string[]): Promise<string>;
  /** The names in a folder; empty if it cannot be listed. */
  list(path: string): Promise<string[]>;
  exists(path: string): Promise<boolean>;
  /** The target of a symbolic link, or empty. */
  link(path: string): Promise<string>;
  readonly quick: QuickFiles;
}

/**
 * The same, synchronously, for files that the kernel serves from memory. This takes a tenth of the processor time, most
 * of which reads processes. Never use it for files served by a driver, another machine or another process.
 */
export interface QuickFiles {
  /** The text of a file, or empty if it cannot be read. */
  read(path: string): string;
  list(path: string): string[];
  exists(path: string): boolean;
}

/** Reads files below the root of a machine's file system. */
export function hostRoot(path: string): HostRoot {
  // `join` would scan every letter, for every file of every process.
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

/** The number in a sysfs file; undefined if it is empty or not a number. */
export function plainNumber(text: string): number | undefined {
  return /^\s*-?\d+(?:\.\d+)?\s*$/u.test(text) ? Number(text) : undefined;
}
