import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { MOST_ANNOTATIONS, type Annotation } from '../../contract/annotations.ts';
import type { HostRef } from '../../contract/host.ts';

type Row = Record<string, SQLOutputValue>;

/** Notes of the user, by their UUID. Call its writing methods within `write`. */
export class AnnotationRows {
  readonly #put: StatementSync;
  readonly #get: StatementSync;
  readonly #between: StatementSync;
  readonly #ofHost: StatementSync;
  readonly #remove: StatementSync;

  constructor(db: DatabaseSync) {
    this.#put = db.prepare(
      `INSERT OR REPLACE INTO annotation (id, source, hostname, at, ended_at, text, author, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#get = db.prepare('SELECT * FROM annotation WHERE id = ?');
    // Of too many the newest.
    const touching = 'at <= ? AND coalesce(ended_at, at) >= ?';
    const newest = `ORDER BY at DESC, id LIMIT ${String(MOST_ANNOTATIONS)}`;
    this.#between = db.prepare(`SELECT * FROM annotation WHERE ${touching} ${newest}`);
    this.#ofHost = db.prepare(
      `SELECT * FROM annotation
       WHERE ${touching} AND (source IS NULL OR (source = ? AND hostname = ?)) ${newest}`,
    );
    this.#remove = db.prepare('DELETE FROM annotation WHERE id = ?');
  }

  /** One of the same id gives way. */
  put({ id, host, at, endedAt, text, author, updatedAt }: Annotation): void {
    const { sourceId = null, hostname = null } = host ?? {};
    this.#put.run(id, sourceId, hostname, at, endedAt, text, author, updatedAt);
  }

  get(id: string): Annotation | null {
    const row = this.#get.get(id);
    return row === undefined ? null : annotationOf(row);
  }

  /** Those that touch the range (Unix seconds), the oldest first; with `host` its own and those of the fleet. */
  between(from: number, to: number, host: HostRef | null): Annotation[] {
    const rows =
      host === null
        ? this.#between.all(to, from)
        : this.#ofHost.all(to, from, host.sourceId, host.hostname);
    return rows.map(annotationOf).toReversed();
  }

  /** An id that is not known is no error. */
  remove(id: string): void {
    this.#remove.run(id);
  }
}

function annotationOf(row: Row): Annotation {
  const { source, hostname, author } = row;
  return {
    id: String(row['id']),
    host:
      typeof source === 'string' && typeof hostname === 'string'
        ? { sourceId: source, hostname }
        : null,
    at: Number(row['at']),
    endedAt: row['ended_at'] === null ? null : Number(row['ended_at']),
    text: String(row['text']),
    author: typeof author === 'string' ? author : null,
    updatedAt: Number(row['updated_at']),
  };
}
