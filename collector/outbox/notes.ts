import type { DatabaseSync } from 'node:sqlite';
import type { AppError } from '../../contract/errors.ts';
import type { Sample } from '../../contract/sample.ts';
import { transaction } from '../../platform/sqlite/database.ts';
import { NOTE_SCHEMAS, parseJson } from './stored-sample.ts';

/** What a collector records for other processes and for its own next start. */
export interface CollectorNotes {
  hostname?: string;
  lastSample?: Sample;
  /** Unix seconds. */
  lastUploadAt?: number;
  lastError?: AppError | null;
}

/** Stores the given notes and keeps the others. Throws SQLite's errors. */
export function writeNotes(db: DatabaseSync, notes: CollectorNotes): void {
  transaction(db, () => {
    const put = db.prepare('INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)');
    for (const [name, value] of Object.entries(notes)) put.run(name, JSON.stringify(value));
  });
}

/** The valid stored notes. Throws SQLite's errors. */
export function readNotes(db: DatabaseSync): CollectorNotes {
  const found: Record<string, unknown> = {};
  for (const { name, value } of db.prepare('SELECT name, value FROM note').all()) {
    const schema = Object.entries(NOTE_SCHEMAS).find(([known]) => known === name)?.[1];
    const parsed = schema?.safeParse(parseJson(value));
    if (parsed?.success === true) found[String(name)] = parsed.data;
  }
  return found;
}
