import type { DatabaseSync } from 'node:sqlite';
import { appFailure, type AppFailure } from '../../contract/errors.ts';
import {
  databaseFailure,
  isSchemaError,
  openDatabase,
  type Migration,
} from '../../platform/sqlite/database.ts';
import { schemaProblem } from '../../platform/sqlite/schema-check.ts';

/** Schema of `outbox.db`, oldest first. A migration never changes. */
export const OUTBOX_MIGRATIONS: readonly Migration[] = [
  {
    id: 'collector/0001',
    sql: `
      CREATE TABLE outbox (
        hostname TEXT NOT NULL,
        minute INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        sample TEXT NOT NULL,
        PRIMARY KEY (hostname, minute)
      ) WITHOUT ROWID;
      CREATE INDEX outbox_minute ON outbox (minute);
    `,
  },
  {
    id: 'collector/0002',
    sql: `
      CREATE TABLE rejected (
        hostname TEXT NOT NULL,
        minute INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        sample TEXT NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (hostname, minute)
      ) WITHOUT ROWID;
    `,
  },
  {
    id: 'collector/0003',
    sql: 'CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;',
  },
];

/** Fails if the index for reading samples is missing. */
const BY_MINUTE = 'SELECT 1 FROM outbox INDEXED BY outbox_minute WHERE minute > 0 LIMIT 0';

/** Opens or creates `outbox.db`. Throws `AppFailure`. */
export function openOutboxFile(path: string): DatabaseSync {
  try {
    return openDatabase(path, { durability: 'full', migrations: OUTBOX_MIGRATIONS });
  } catch (error) {
    throw outboxFailure(error);
  }
}

/** Throws if the file is damaged: `AppFailure` (`outbox-damaged`), or SQLite's own error. */
export function checkStructure(db: DatabaseSync): void {
  // The full check: only it finds rows that their index entries do not lead to.
  const [first] = db.prepare('PRAGMA integrity_check(1)').all();
  if (first?.['integrity_check'] !== 'ok') throw damaged(first?.['integrity_check']);
  const problem = schemaProblem(db, OUTBOX_MIGRATIONS);
  if (problem !== null) throw damaged(problem);
  try {
    db.prepare(BY_MINUTE).get();
  } catch (error) {
    throw isSchemaError(error) ? damaged(error) : error;
  }
}

/**
 * Turns SQLite's errors into `AppFailure`s. The hint differs from the store's, because the outbox holds the only copy.
 */
export function outboxFailure(error: unknown): AppFailure {
  const failure = databaseFailure(error);
  return failure.error.code === 'store-damaged' ? damaged(failure.cause ?? error) : failure;
}

/** For a damaged file, which holds the only copy of its samples. */
export function damaged(cause: unknown): AppFailure {
  return appFailure(
    'outbox-damaged',
    'The file of samples waiting for upload is damaged.',
    'Restart the collector: it sets the file aside and uploads the samples that it can recover.',
    cause,
  );
}
