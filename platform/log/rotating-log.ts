import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { writeNoFollow } from '../fs/no-follow.ts';

/** Location and size limits of a log. */
export interface RotationOptions {
  /** Path of the current file; older ones get `.1`, `.2`… appended, `.1` being the newest. */
  path: string;
  /** Bytes from which the file is rotated before the next line. */
  maxBytes?: number;
  /** How many older files are kept. */
  keep?: number;
  /** Called once when writing fails, and again only after a success in between. */
  onProblem?: (error: Error) => void;
}

const MAX_BYTES = 1024 * 1024;
const KEEP = 5;

/**
 * A writer of log lines into a file that is rotated by size, to be passed to the logger. It never throws: a full disk
 * must not end the collecting.
 */
export function rotatingLog(options: RotationOptions): (line: string) => void {
  const { path, maxBytes = MAX_BYTES, keep = KEEP, onProblem } = options;
  let size: number | null = null;
  let failing = false;
  const report = (problem: unknown): void => {
    if (!failing && problem instanceof Error) onProblem?.(problem);
    failing = problem !== null;
  };
  return (line) => {
    const bytes = Buffer.byteLength(line);
    try {
      size ??= open(path);
      const problem = size > 0 && size + bytes > maxBytes ? tryToRotate(path, keep) : null;
      if (size + bytes > maxBytes && problem === null) size = 0;
      // What another program holds open cannot be moved on Windows: that loses no line until as much is written as is
      // kept otherwise.
      if (problem !== null && size > maxBytes * (keep + 1)) throw problem;
      size = append(path, line, size) + bytes;
      report(problem);
    } catch (error) {
      size = null;
      report(error);
    }
  };
}

/** Recreates a deleted folder; returns the bytes before the line. */
function append(path: string, line: string, size: number): number {
  try {
    writeNoFollow(path, line, 'append');
    return size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const before = open(path);
    writeNoFollow(path, line, 'append');
    return before;
  }
}

/** Bytes of the file. A line that a full disk or a kill has cut is ended, so that the next one is whole. */
function open(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (!existsSync(path)) return 0;
  const { size } = statSync(path);
  if (size === 0 || lastByte(path, size) === NEWLINE) return size;
  writeNoFollow(path, '\n', 'append');
  return size + 1;
}

const NEWLINE = 0x0a;

function lastByte(path: string, size: number): number | undefined {
  const file = openSync(path, 'r');
  try {
    const byte = Buffer.alloc(1);
    readSync(file, byte, 0, 1, size - 1);
    return byte[0];
  } finally {
    closeSync(file);
  }
}

/** Returns the failure, or null. */
function tryToRotate(path: string, keep: number): Error | null {
  try {
    rotate(path, keep);
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function rotate(path: string, keep: number): void {
  if (keep === 0) {
    rmSync(path, { force: true });
    return;
  }
  const nameOf = (age: number): string => (age === 0 ? path : `${path}.${String(age)}`);
  // A rotation that was cut short has left a gap: nothing older has to go for this one.
  let last = 1;
  while (last < keep && existsSync(nameOf(last))) last += 1;
  for (let age = last; age >= 1; age -= 1) renameSync(nameOf(age - 1), nameOf(age));
}
