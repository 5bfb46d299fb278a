import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import { newerData } from '../fs/newer-data.ts';
import { writeSharedMemoryInPlace } from './shared-memory.ts';

/** A numbered change of the schema. `id` is unique over all modules that share a file, e.g. `fleet/0001`. */
export interface Migration {
  readonly id: string;
  readonly sql: string;
}

/** How a database file is opened. */
export interface DatabaseOptions {
  /**
   * `full` survives power loss (the outbox); `normal` may lose the last transactions of a power loss but is
   * never corrupt (what can be fetched again).
   */
  durability: 'full' | 'normal';
  migrations: readonly Migration[];
  /**
   * A disk without room for `-shm` does not stop the opening: the file is then locked for this connection alone, until
   * `unlock`. Absent: it does.
   */
  lockWhileFull?: boolean;
}

/** Milliseconds that a statement waits for another process that writes the same file. */
export const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens a SQLite file in WAL mode and brings its schema up to date, each migration in a transaction.
 * Throws `AppFailure` (`newer-data`, `store-damaged`, `store-busy`, `disk-full`, `unavailable`).
 */
export function openDatabase(path: string, options: DatabaseOptions): DatabaseSync {
  try {
    return opened(path, options, false);
  } catch (error) {
    if (options.lockWhileFull !== true || !isFull(error)) throw databaseFailure(error);
  }
  try {
    return opened(path, options, true);
  } catch (error) {
    throw databaseFailure(error);
  }
}

function opened(path: string, options: DatabaseOptions, isLocked: boolean): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    refuseNewerDatabase(path, options.migrations);
    createForOwner(path);
    if (!isLocked) writeSharedMemoryInPlace(path);
    db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    // Before the first use of the log, so that SQLite keeps the contents of `-shm` in memory.
    if (isLocked) db.exec('PRAGMA locking_mode = EXCLUSIVE');
    db.exec('PRAGMA journal_mode = WAL');
    db.exec(`PRAGMA synchronous = ${options.durability === 'full' ? 'FULL' : 'NORMAL'}`);
    migrateSound(db, path, options.migrations);
    return db;
  } catch (cause) {
    db?.close();
    throw cause;
  }
}

/** Lets others use a file that `lockWhileFull` has locked; does nothing to another. Not in a transaction. Throws SQLite's errors. */
export function unlock(db: DatabaseSync): void {
  if (db.prepare('PRAGMA locking_mode').get()?.['locking_mode'] !== 'exclusive') return;
  // A log that was begun under the lock keeps it.
  db.exec('PRAGMA journal_mode = DELETE');
  db.exec('PRAGMA locking_mode = NORMAL');
  db.prepare('SELECT count(*) FROM sqlite_schema').get();
  db.exec('PRAGMA journal_mode = WAL');
}

/**
 * `PRAGMA user_version` of all files so far. A release whose files older ones cannot even read the migrations of raises
 * it.
 */
const FILE_FORMAT = 0;

/**
 * Throws `AppFailure` (`newer-data`) where a newer release has written the file. Changes neither the file nor what
 * SQLite keeps beside it. Anything else that is wrong with it is left to `openDatabase` to report.
 */
export function refuseNewerDatabase(path: string, migrations: readonly Migration[]): void {
  if (path === ':memory:' || sizeOf(path) === 0) return;
  const db = openUntouched(path);
  try {
    const format = Number(db?.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (format > FILE_FORMAT) throw newerDatabase(path, [`format ${String(format)}`]);
    if (db !== null) refuseUnknown(db, path, migrations);
  } catch (error) {
    if (error instanceof AppFailure) throw error;
  } finally {
    db?.close();
  }
}

/**
 * Opens a file without changing it: even a read-only connection would create or rewrite the files beside it. A
 * write-ahead log that is not empty is read too, since the migration may still be in it.
 */
function openUntouched(path: string): DatabaseSync | null {
  const hasLog = sizeOf(`${path}-wal`) > 0;
  const url = pathToFileURL(path);
  if (!hasLog) url.search = 'immutable=1';
  else url.search = existsSync(`${path}-shm`) ? 'mode=ro&readonly_shm=1' : 'mode=ro';
  try {
    return new DatabaseSync(url, { readOnly: true });
  } catch {
    return null;
  }
}

/** 0: unknown, e.g. for a loop of links or an unreadable folder. */
function sizeOf(path: string): number {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    return 0;
  }
}

function refuseUnknown(db: DatabaseSync, path: string, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ id }) => id));
  const applied = appliedTo(db);
  const unknown = applied.filter((id) => !known.has(id));
  // A newer release has done all that this one knows before its own. Where some of that is missing, an id was damaged.
  const isBehind = migrations.some(({ id }) => !applied.includes(id));
  if (unknown.length > 0 && !isBehind) throw newerDatabase(path, unknown);
}

function newerDatabase(path: string, found: readonly string[]): AppFailure {
  const name = basename(path);
  return newerData(`${name} was written by a newer version (${found.join(', ')}).`);
}

function appliedTo(db: DatabaseSync): string[] {
  return db
    .prepare('SELECT id FROM migration')
    .all()
    .map((row) => String(row['id']));
}

/**
 * Creates a file that is not there, readable by its owner alone: SQLite itself would make it readable by all, and gives
 * the mode of the database to `-wal` and `-shm`. An empty file is an empty database; one that cannot be created is left
 * to SQLite to report.
 */
export function createForOwner(path: string): void {
  if (path === ':memory:') return;
  try {
    closeSync(openSync(path, 'ax', 0o600));
  } catch {
    // It already exists, or SQLite reports the problem.
  }
}

/** Runs `work` in one write transaction; rolls back and rethrows when it throws. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    db.exec('COMMIT');
    return value;
  } catch (error) {
    // A full disk may have rolled back already.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** SQLite's own result codes (sqlite.org/rescode.html), low byte. */
const SQLITE = {
  ERROR: 1,
  BUSY: 5,
  LOCKED: 6,
  READONLY: 8,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  NOTADB: 26,
} as const;

/** The file `-shm` cannot be made as large as it has to be. */
const SQLITE_IOERR_SHMSIZE = SQLITE.IOERR | (19 << 8);
/** A write failed, now or when it reached the disk. SQLite says FULL only for ENOSPC, and this where a quota is used up. */
const SQLITE_IOERR_WRITE = SQLITE.IOERR | (3 << 8);
const SQLITE_IOERR_FSYNC = SQLITE.IOERR | (4 << 8);

/** A SQLite error, explained to a person. */
export function databaseFailure(cause: unknown): AppFailure {
  if (cause instanceof AppFailure) return cause;
  const code = sqliteCode(cause);
  if (code === SQLITE.CORRUPT || code === SQLITE.NOTADB || isUnreadableNumber(cause))
    return storeDamaged(cause);
  if (isWriteRefused(cause))
    return appFailure(
      'disk-full',
      'The local database cannot grow: a quota on the disk is used up, or the disk fails.',
      'Free some space, or check the disk; what was stored before is safe.',
      cause,
    );
  if (isFull(cause))
    return appFailure(
      'disk-full',
      'The disk is full: the local database cannot grow.',
      'Free some space; what was stored before is safe.',
      cause,
    );
  if (isBusy(cause))
    return appFailure(
      'store-busy',
      'Another process holds the local database.',
      'Try again in a moment; if it persists, look for a second py-perf process.',
      cause,
    );
  if (code === SQLITE.CANTOPEN)
    return appFailure(
      'unavailable',
      'The local database cannot be opened.',
      'Check that the data directory exists and is writable.',
      cause,
    );
  if (code === SQLITE.READONLY)
    return appFailure(
      'unavailable',
      'The local database cannot be written.',
      'Make the data directory and the files in it writable for this user; another user may own them.',
      cause,
    );
  if (code === SQLITE.IOERR)
    return appFailure(
      'unavailable',
      'The disk failed while the local database was read or written.',
      'Check the disk, or the network drive that the data directory lies on.',
      cause,
    );
  const message = cause instanceof Error ? cause.message : String(cause);
  return appFailure(
    'internal',
    `The local database failed: ${message}`,
    'Please report this.',
    cause,
  );
}

function storeDamaged(cause: unknown): AppFailure {
  return appFailure(
    'store-damaged',
    'The local database is damaged.',
    'Start again: the damaged file is set aside and a new one is filled from DynamoDB.',
    cause,
  );
}

/** Whether SQLite could not make sense of a statement: a table, index or column is not there, or there twice. */
export function isSchemaError(error: unknown): boolean {
  return sqliteCode(error) === SQLITE.ERROR;
}

/** Whether the disk is full, or refuses what is written: for the file, its log, or its shared memory. */
export function isFull(error: unknown): boolean {
  return (
    sqliteCode(error) === SQLITE.FULL ||
    extendedCode(error) === SQLITE_IOERR_SHMSIZE ||
    isWriteRefused(error)
  );
}

function isWriteRefused(error: unknown): boolean {
  const code = extendedCode(error);
  return code === SQLITE_IOERR_WRITE || code === SQLITE_IOERR_FSYNC;
}

/** Whether another process has locked the file. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE.BUSY || code === SQLITE.LOCKED;
}

/** A stored number beyond JavaScript's range, never written by this app. */
export function isUnreadableNumber(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_OUT_OF_RANGE';
}

/** Whether an error comes from SQLite itself. */
export function isSqliteError(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_SQLITE_ERROR';
}

function sqliteCode(error: unknown): number | null {
  const code = extendedCode(error);
  return code === null ? null : code & 0xff;
}

function extendedCode(error: unknown): number | null {
  if (!isSqliteError(error)) return null;
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode : null;
}

/** Tables that exist or are missing contrary to the migrations: the file is damaged. */
function migrateSound(db: DatabaseSync, path: string, migrations: readonly Migration[]): void {
  try {
    migrate(db, path, migrations);
  } catch (error) {
    throw isSchemaError(error) ? storeDamaged(error) : error;
  }
}

function migrate(db: DatabaseSync, path: string, migrations: readonly Migration[]): void {
  db.exec(
    'CREATE TABLE IF NOT EXISTS migration (id TEXT PRIMARY KEY, applied_at INTEGER NOT NULL)',
  );
  // A newer release may have been faster between the look before the opening and this one.
  refuseUnknown(db, path, migrations);
  const applied = new Set(appliedTo(db));
  for (const { id, sql } of migrations) {
    if (applied.has(id)) continue;
    transaction(db, () => {
      // Another process may have been faster between the reading above and this transaction.
      if (db.prepare('SELECT 1 FROM migration WHERE id = ?').get(id) !== undefined) return;
      db.exec(sql);
      db.prepare('INSERT INTO migration (id, applied_at) VALUES (?, unixepoch())').run(id);
    });
  }
}
