import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A shared document as this program knows it. */
export interface StoredShared {
  /** Its fields and names (JSON), changes included that nobody else knows yet. */
  document: string;
  /** What the settings said when they were last compared with it (JSON). */
  known: string;
  /** Names the state of the document that is known to lie in the registry; null: none is. */
  sent: string | null;
  /** Of the row, as last read or written; null: there was none. */
  version: number | null;
  /** Size of the row's text; 0 where there was none. */
  bytes: number;
  /** Unix seconds at which the row was read or written last; null: never. */
  syncedAt: number | null;
}

/** What teams share, by source and by the name of the row. Call its writing methods within `write`. */
export class SharedDocuments {
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #sources: StatementSync;

  constructor(db: DatabaseSync) {
    this.#get = db.prepare('SELECT * FROM shared_document WHERE source = ? AND name = ?');
    this.#put = db.prepare(`
      INSERT OR REPLACE INTO shared_document (source, name, document, known, sent, version, bytes, synced_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#remove = db.prepare('DELETE FROM shared_document WHERE source = ?');
    this.#sources = db.prepare('SELECT DISTINCT source FROM shared_document');
  }

  get(source: string, name: string): StoredShared | null {
    const row = this.#get.get(source, name);
    if (row === undefined) return null;
    const { sent, version, synced_at: syncedAt } = row;
    return {
      document: String(row['document']),
      known: String(row['known']),
      sent: typeof sent === 'string' ? sent : null,
      version: typeof version === 'number' ? version : null,
      bytes: Number(row['bytes']),
      syncedAt: typeof syncedAt === 'number' ? syncedAt : null,
    };
  }

  put(source: string, name: string, stored: StoredShared): void {
    const { document, known, sent, version, bytes, syncedAt } = stored;
    this.#put.run(source, name, document, known, sent, version, bytes, syncedAt);
  }

  /** The sources that have documents. */
  sources(): string[] {
    return this.#sources.all().map((row) => String(row['source']));
  }

  /** Forgets all documents of a source: it is shared no longer. */
  remove(source: string): void {
    this.#remove.run(source);
  }
}
