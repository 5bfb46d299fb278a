import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** EDQUOT, which Node has no name for: its number on Linux, and on macOS and the BSDs. */
const QUOTA_ERRNO = process.platform === 'linux' ? -122 : -69;
const CHUNK_BYTES = 256 * 1024;

/** Whether a write failed because the disk is full, or the quota on it used up. */
export function isNoRoom(error: unknown): boolean {
  const { code, errno } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || errno === QUOTA_ERRNO;
}

/**
 * Bytes that a file in `directory` can grow by, `most` at most. Tried by writing one that has no name any more, since a
 * quota shows in no figure of a file system. `most` where another failure prevents the trial.
 */
export function writableBytes(directory: string, most: number): number {
  const path = join(directory, `.room-${randomUUID()}`);
  let file: number | undefined;
  let written = 0;
  try {
    file = openSync(path, 'wx', 0o600);
    unlinkSync(path);
    const chunk = Buffer.alloc(CHUNK_BYTES);
    while (written < most)
      written += writeSync(file, chunk, 0, Math.min(CHUNK_BYTES, most - written));
    // A network drive may find only now that there is no room.
    fsyncSync(file);
    return written;
  } catch (error) {
    return isNoRoom(error) ? Math.min(written, most) : most;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
