import { DatabaseSync } from 'node:sqlite';
import { createForOwner, isBusy } from './database.ts';

/**
 * The use of a file by this process, which others can tell: a shared lock on a small file beside it (`NAME.use`), which
 * the system lets go of when the process ends, however it ends. Only who uses the file alone may set it aside.
 */
export class FileUse {
  readonly #path: string;
  #db: DatabaseSync | null;

  /** Begins to use the file at `path`. Where no lock can be had (a full disk, a read-only folder), it goes without. */
  constructor(path: string) {
    this.#path = path === ':memory:' ? path : `${path}.use`;
    this.#db = this.#lock('shared');
  }

  /** Runs `work` while no other process uses the file; otherwise returns null without running it. */
  alone<T>(work: () => T): T | null {
    this.end();
    const exclusive = this.#lock('exclusive');
    try {
      return exclusive === null ? null : work();
    } finally {
      exclusive?.close();
      this.#db = this.#lock('shared');
    }
  }

  /** Takes the lock anew: its file may have gone with its folder. */
  renew(): void {
    this.end();
    this.#db = this.#lock('shared');
  }

  end(): void {
    this.#db?.close();
    this.#db = null;
  }

  #lock(kind: 'shared' | 'exclusive'): DatabaseSync | null {
    let db: DatabaseSync | undefined;
    try {
      createForOwner(this.#path);
      db = new DatabaseSync(this.#path, { timeout: kind === 'shared' ? SHARED_TIMEOUT_MS : 0 });
      if (kind === 'exclusive') db.exec('BEGIN EXCLUSIVE');
      else {
        db.exec('BEGIN');
        // The lock comes with the first read.
        db.prepare('SELECT count(*) FROM sqlite_schema').get();
      }
      return db;
    } catch (error) {
      db?.close();
      if (kind === 'exclusive' && !isBusy(error)) return new DatabaseSync(':memory:');
      return null;
    }
  }
}

/** Milliseconds to wait for one who sets the file aside just now. */
const SHARED_TIMEOUT_MS = 5000;
