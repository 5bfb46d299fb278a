import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A notice as it is stored: `notice` is JSON, `at` Unix seconds. */
export interface StoredNotice {
  id: string;
  at: number;
  notice: string;
  /** What it is about, JSON; null where a version before wrote it. */
  about: string | null;
}

/** Notices that nobody has acknowledged yet. Call its writing methods within `write`. */
export class Notices {
  readonly #put: StatementSync;
  readonly #all: StatementSync;
  readonly #remove: StatementSync;
  readonly #removeBefore: StatementSync;

  constructor(db: DatabaseSync) {
    this.#put = db.prepare(
      'INSERT OR IGNORE INTO alert_notice (id, at, notice, about) VALUES (?, ?, ?, ?)',
    );
    this.#all = db.prepare('SELECT id, at, notice, about FROM alert_notice ORDER BY at, rowid');
    this.#remove = db.prepare('DELETE FROM alert_notice WHERE id = ?');
    this.#removeBefore = db.prepare('DELETE FROM alert_notice WHERE at < ?');
  }

  /** Whether it is new: one that waits already, by its id, stays as it is. */
  add({ id, at, notice, about }: StoredNotice): boolean {
    return Number(this.#put.run(id, at, notice, about).changes) > 0;
  }

  /** Oldest first. */
  all(): StoredNotice[] {
    return this.#all.all().map((row) => ({
      id: String(row['id']),
      at: Number(row['at']),
      notice: String(row['notice']),
      about: typeof row['about'] === 'string' ? row['about'] : null,
    }));
  }

  /** An id that is not known is no error. */
  remove(id: string): void {
    this.#remove.run(id);
  }

  /** Removes what is older than `at` (Unix seconds). */
  removeBefore(at: number): void {
    this.#removeBefore.run(at);
  }
}
