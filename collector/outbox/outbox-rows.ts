import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { itemTtl } from '../../contract/records.ts';
import type { Sample } from '../../contract/sample.ts';
import { transaction } from '../../platform/sqlite/database.ts';

/** A row as SQLite has it, its text not yet parsed. */
export type Row = Record<string, SQLOutputValue>;

/** The key of a row as one text. */
export function keyOf({ hostname, minute }: Pick<Sample, 'hostname' | 'minute'> | Row): string {
  return JSON.stringify([hostname, typeof minute === 'bigint' ? Number(minute) : minute]);
}

/** Stores those of the samples whose host and minute have no row. Throws SQLite's errors. */
export function insertMissing(db: DatabaseSync, samples: readonly Sample[]): void {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO outbox (hostname, minute, expires_at, sample) VALUES (?, ?, ?, ?)',
  );
  transaction(db, () => {
    for (const sample of samples)
      insert.run(sample.hostname, sample.minute, itemTtl(sample), JSON.stringify(sample));
  });
}

/** Stores a sample, in place of one for the same host and minute. Throws SQLite's errors. */
export function replaceSample(db: DatabaseSync, sample: Sample): void {
  db.prepare(
    'INSERT OR REPLACE INTO outbox (hostname, minute, expires_at, sample) VALUES (?, ?, ?, ?)',
  ).run(sample.hostname, sample.minute, itemTtl(sample), JSON.stringify(sample));
}

/** The rows that expire after `time` (Unix seconds), newest first. Throws SQLite's errors. */
export function newestRows(db: DatabaseSync, time: number): Iterable<Row> {
  const select = db.prepare(
    'SELECT hostname, minute, sample FROM outbox WHERE expires_at > ? ORDER BY minute DESC',
  );
  // A flipped bit may yield a number that JavaScript cannot represent. That must not stop the reading.
  select.setReadBigInts(true);
  return select.iterate(time);
}

/** The text of a stored sample; undefined without a row. Throws SQLite's errors. */
export function storedText(db: DatabaseSync, { hostname, minute }: Sample): unknown {
  return db
    .prepare('SELECT sample FROM outbox WHERE hostname = ? AND minute = ?')
    .get(hostname, minute)?.['sample'];
}

/** Deletes rows by their keys (`keyOf`) if they still have these texts. Throws SQLite's errors. */
export function deleteRows(db: DatabaseSync, texts: ReadonlyMap<string, string>): void {
  const remove = db.prepare('DELETE FROM outbox WHERE hostname = ? AND minute = ? AND sample = ?');
  for (const [key, text] of texts) {
    const [hostname, minute] = JSON.parse(key) as [string, number];
    remove.run(hostname, minute, text);
  }
}

/** Moves a row to the rejected ones, with the reason. Throws SQLite's errors. */
export function moveToRejected(db: DatabaseSync, row: Row, reason: string): void {
  const key = [row['hostname'] ?? null, row['minute'] ?? null];
  transaction(db, () => {
    db.prepare(
      'INSERT OR REPLACE INTO rejected SELECT hostname, minute, expires_at, sample, ? FROM outbox WHERE hostname IS ? AND minute IS ?',
    ).run(reason, ...key);
    db.prepare('DELETE FROM outbox WHERE hostname IS ? AND minute IS ?').run(...key);
  });
}

/** Deletes waiting and rejected rows that expire by `time` (Unix seconds). Throws SQLite's errors. */
export function deleteExpired(db: DatabaseSync, time: number): void {
  db.prepare('DELETE FROM outbox WHERE expires_at <= ?').run(time);
  db.prepare('DELETE FROM rejected WHERE expires_at <= ?').run(time);
}

/** The number of rows that expire after `time` (Unix seconds). Throws SQLite's errors. */
export function countRows(db: DatabaseSync, table: 'outbox' | 'rejected', time: number): number {
  const query = `SELECT count(*) AS n FROM ${table} WHERE expires_at > ?`;
  return Number(db.prepare(query).get(time)?.['n'] ?? 0);
}
