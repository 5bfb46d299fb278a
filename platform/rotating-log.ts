import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface RotationOptions {
  /** Path of the current file; older ones get `.1`, `.2`… appended, `.1` being the newest. */
  path: string;
  /** Bytes from which the file is rotated before the next line. */
  maxBytes?: number;
  /** How many older files are kept. */
  keep?: number;
  /** Told once when writing fails, and again only after it has succeeded in between. */
  onProblem?: (error: Error) => void;
}

const MAX_BYTES = 1024 * 1024;
const KEEP = 5;

/**
 * A writer of log lines into a file that is rotated by size, to be passed to the logger. It never throws: a full disk must not end
 * the collecting.
 */
export function rotatingLog(options: RotationOptions): (line: string) => void {
  const { path, maxBytes = MAX_BYTES, keep = KEEP, onProblem } = options;
  let size: number | null = null;
  let failing = false;
  return (line) => {
    try {
      size ??= open(path);
      if (size > 0 && size + Buffer.byteLength(line) > maxBytes) {
        rotate(path, keep);
        size = 0;
      }
      appendFileSync(path, line, { mode: 0o600 });
      size += Buffer.byteLength(line);
      failing = false;
    } catch (error) {
      size = null;
      if (!failing && error instanceof Error) onProblem?.(error);
      failing = true;
    }
  };
}

function open(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return existsSync(path) ? statSync(path).size : 0;
}

function rotate(path: string, keep: number): void {
  rmSync(`${path}.${String(keep)}`, { force: true });
  for (let age = keep - 1; age >= 1; age -= 1)
    move(`${path}.${String(age)}`, `${path}.${String(age + 1)}`);
  if (keep > 0) move(path, `${path}.1`);
  else rmSync(path, { force: true });
}

function move(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}
