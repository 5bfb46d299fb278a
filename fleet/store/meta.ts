import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Texts by name: what parts of the program keep over restarts and needs no table. */
export class Meta {
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;

  constructor(db: DatabaseSync) {
    this.#get = db.prepare('SELECT value FROM meta WHERE key = ?');
    this.#put = db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
    this.#remove = db.prepare('DELETE FROM meta WHERE key = ?');
  }

  /** The text under `name`, or null where there is none. */
  get(name: string): string | null {
    const row = this.#get.get(name);
    return row === undefined ? null : String(row['value']);
  }

  /** Within `write`. */
  put(name: string, text: string): void {
    this.#put.run(name, text);
  }

  /** Within `write`. */
  remove(name: string): void {
    this.#remove.run(name);
  }
}
