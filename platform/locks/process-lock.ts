import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { appFailure } from '../../contract/errors.ts';
import { writeNoFollow } from '../fs/no-follow.ts';
import { PlacedFile } from '../fs/placed-file.ts';
import { readText } from '../fs/read-text.ts';
import { createForOwner, databaseFailure, isBusy } from '../sqlite/database.ts';

/** Unix seconds up to the year 9999, the last that formats as a date. */
export const sinceSchema = z.number().min(0).max(253_402_300_799);

const holderSchema = z.object({ pid: z.int(), since: sinceSchema, program: z.string() });

/** The holder of a lock: process id, start (Unix seconds), and program. */
export type LockHolder = z.infer<typeof holderSchema>;

/** The lock, or its holder; null: the holder left no note. */
export type LockResult = { lock: ProcessLock } | { holder: LockHolder | null };

/**
 * A lock between processes that the system lets go of when its holder dies, however it dies: an exclusive SQLite
 * transaction on a file of its own. Beside it lies a note of who holds it.
 */
export class ProcessLock {
  readonly #db: DatabaseSync;
  /** The file that is locked. */
  readonly #file: PlacedFile;

  private constructor(db: DatabaseSync, path: string) {
    this.#db = db;
    this.#file = new PlacedFile(path);
  }

  /** Takes the lock, or answers who has it (null where that cannot be read). Throws `AppFailure`. */
  static acquire(path: string, holder: LockHolder): LockResult {
    let db: DatabaseSync;
    try {
      db = lockedMended(path);
    } catch (error) {
      if (isBusy(error)) return { holder: readHolder(path) };
      throw databaseFailure(error);
    }
    try {
      writeNoFollow(noteOf(path), JSON.stringify(holder), 'replace');
    } catch (error) {
      db.close();
      throw appFailure(
        'unavailable',
        `${noteOf(path)} cannot be written.`,
        'See whether it is a link, or a file of another user: only this user should be able to write in the data directory.',
        error,
      );
    }
    return { lock: new ProcessLock(db, path) };
  }

  /** Whether its file is still in its place: without it, another process could take the same lock. */
  isInPlace(): boolean {
    return this.#file.isInPlace();
  }

  release(): void {
    this.#db.close();
  }
}

/** The file holds nothing: where it has something in it, it is damaged, and emptied. Whoever holds it goes on holding it. */
function lockedMended(path: string): DatabaseSync {
  try {
    return locked(path);
  } catch (error) {
    if (databaseFailure(error).error.code !== 'store-damaged') throw error;
    writeNoFollow(path, '', 'replace');
    return locked(path);
  }
}

/** Throws SQLite's errors. */
function locked(path: string): DatabaseSync {
  createForOwner(path);
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function noteOf(path: string): string {
  return `${path}.json`;
}

function readHolder(path: string): LockHolder | null {
  try {
    return holderSchema.parse(JSON.parse(readText(noteOf(path))));
  } catch {
    // The note is a courtesy; the lock itself has spoken.
    return null;
  }
}
