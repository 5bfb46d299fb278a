import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { freeBytes } from '../../platform/fs/free-bytes.ts';

/** A file is written anew where more than this share of it, and more than so many bytes, is empty. */
const WORTH_SHARE = 0.5;
const WORTH_BYTES = 16 * 1024 * 1024;

/** The new file is written twice, beside the old one, before that is cut short. */
const COPIES = 2;

/**
 * Gives the empty part of a file back to the disk, where it is worth it and the disk has room. What is in use is written anew, which
 * takes seconds for a gigabyte; a stop on the way leaves the file as it was. Answers the bytes given back. Throws SQLite's errors.
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
  db.exec('VACUUM');
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  return bytes - pragma('page_count') * size;
}
