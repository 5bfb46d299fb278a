import { spawnSync } from 'node:child_process';
import { closeSync, openSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** What `statfs` says of btrfs (BTRFS_SUPER_MAGIC of linux/magic.h). */
const BTRFS = 0x9123683e;
/** Milliseconds for a program that has nothing to wait for. */
const CHATTR_TIMEOUT_MS = 5000;

/**
 * Has btrfs write the `-shm` of a database in place. SQLite maps that file into memory; where btrfs must copy a page of it
 * to a disk that is full, the process dies of SIGBUS. Only a file that SQLite has not used yet can be changed, so this
 * comes before the database is opened. Does nothing on other file systems, or where another process has the file open.
 */
export function writeSharedMemoryInPlace(database: string): void {
  if (process.platform !== 'linux' || database === ':memory:') return;
  try {
    if (statfsSync(dirname(database)).type !== BTRFS) return;
    const path = `${database}-shm`;
    closeSync(openSync(path, 'ax', 0o600));
    spawnSync('chattr', ['+C', path], { stdio: 'ignore', timeout: CHATTR_TIMEOUT_MS });
  } catch {
    // The file is in use already, or SQLite reports the problem.
  }
}
