import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How the app that used a data directory has ended, from what it left there. */
export interface Ending {
  /** Files that exist only while a database is open, or after it was not closed cleanly. */
  leftOpen: string[];
  /** SQLite's check of each database; `ok` if all is well. */
  integrity: Record<string, string>;
  /** The last message in the service's log; empty if it had no time to write one. */
  lastWord: string;
}

/** Inspects a data directory after its app has ended. Opens the databases only after looking for leftover files. */
export function endingOf(dataDir: string): Ending {
  const names = readdirSync(dataDir);
  const leftOpen = names.filter((name) => /-(wal|shm)$/u.test(name));
  const integrity: Ending['integrity'] = {};
  for (const name of names.filter((entry) => entry.endsWith('.db')))
    integrity[name] = read(join(dataDir, name), (db) =>
      String(db.prepare('PRAGMA integrity_check').get()?.['integrity_check']),
    );
  return { leftOpen, integrity, lastWord: lastWord(join(dataDir, 'logs/service.log')) };
}

/** Minutes of the samples waiting for upload, in order. */
export function waitingMinutes(dataDir: string): number[] {
  return read(join(dataDir, 'outbox.db'), (db) =>
    db
      .prepare('SELECT minute FROM outbox ORDER BY minute')
      .all()
      .map((row) => Number(row['minute'])),
  );
}

function lastWord(log: string): string {
  if (!existsSync(log)) return '';
  const line = readFileSync(log, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  return (JSON.parse(line) as { message: string }).message;
}

function read<T>(path: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return work(db);
  } finally {
    db.close();
  }
}
