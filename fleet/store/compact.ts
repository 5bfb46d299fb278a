import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { freeBytes } from '../../platform/fs/free-bytes.ts';

/** A file is written anew where more than this share of it, and more than so many bytes, is empty. */
const WORTH_SHARE = 0.5;
const WORTH_BYTES = 16 * 1024 * 1024;

/**
 * What is in use is written twice, into a temporary file and into the log, before the old file is cut short. Less than half
 * of the file is in use, so all three together stay below twice its size.
 */
const COPIES = 2;

/**
 * Gives the empty part of a file back to the disk, where it is worth it and the disk has room. Writes what is in use anew,
 * which takes seconds for a gigabyte; a stop on the way leaves the file as it was. Returns the bytes given back. Throws
 * SQLite's errors.
 */
export function compact(db: DatabaseSync): number {
  const pragma = (name: string): number => Number(db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
  const size = pragma('page_size');
  const empty = pragma('freelist_count') * size;
  const bytes = pragma('page_count') * size;
  if (empty < WORTH_BYTES || empty < bytes * WORTH_SHARE) return 0;
  const path = db.location();
  if (path === null) return 0;
  if ((freeBytes(dirname(path)) ?? 0) < (bytes - empty) * COPIES) return 0;
  try {
    db.exec('VACUUM');
  } finally {
    // Whether it came to its end or not, the log holds what it has written so far: as much as all that is in use.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }
  return bytes - pragma('page_count') * size;
}
