import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFailure } from '../../../../contract/errors.ts';
import {
  databaseFailure,
  openDatabase,
  transaction,
} from '../../../../platform/sqlite/database.ts';

const FIRST = { id: 'test/0001', sql: 'CREATE TABLE a (x INTEGER)' };
const SECOND = { id: 'test/0002', sql: 'CREATE TABLE b (y INTEGER)' };

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'database-'));
  path = join(directory, 'test.db');
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function open(migrations = [FIRST]) {
  return openDatabase(path, { durability: 'normal', migrations });
}

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error);
  }
}

describe('a database', () => {
  it('is migrated once, and further when a later version opens it', () => {
    open().close();
    const db = open([FIRST, SECOND]);
    expect(db.prepare('SELECT id FROM migration ORDER BY id').all()).toHaveLength(2);
    db.close();
  });

  it('of a newer version is refused instead of misread', () => {
    open([FIRST, SECOND]).close();
    expect(codeOf(() => open([FIRST]))).toBe('unavailable');
  });

  it('that is no database is called damaged', () => {
    writeFileSync(path, 'x'.repeat(5000));
    expect(codeOf(() => open())).toBe('store-damaged');
  });

  it('in a folder that does not exist says so', () => {
    path = join(directory, 'missing', 'test.db');
    expect(codeOf(() => open())).toBe('unavailable');
  });

  it('that may only be read says so, and so does a disk that fails', () => {
    const db = open();
    db.exec('PRAGMA query_only = 1');
    let refused: unknown;
    try {
      db.exec('INSERT INTO a VALUES (1)');
    } catch (error) {
      refused = error;
    }
    expect(databaseFailure(refused).error).toMatchObject({
      code: 'unavailable',
      message: 'The local database cannot be written.',
    });
    db.close();
    // SQLITE_IOERR_READ (sqlite.org/rescode.html).
    const failed = Object.assign(new Error('disk I/O error'), {
      code: 'ERR_SQLITE_ERROR',
      errcode: 266,
    });
    expect(databaseFailure(failed).error).toMatchObject({ code: 'unavailable' });
  });

  it('rolls a failed transaction back', () => {
    const db = open();
    expect(() =>
      transaction(db, () => {
        db.exec('INSERT INTO a VALUES (1)');
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(db.prepare('SELECT count(*) AS n FROM a').get()?.['n']).toBe(0);
    db.close();
  });

  it.skipIf(process.platform === 'win32')(
    'is readable by its owner alone, its write-ahead files too, also in a folder that is open to all',
    () => {
      chmodSync(directory, 0o777);
      const db = open();
      db.exec('INSERT INTO a VALUES (1)');
      for (const suffix of ['', '-wal', '-shm'])
        expect([suffix, statSync(path + suffix).mode & 0o777]).toEqual([suffix, 0o600]);
      db.close();
    },
  );

  it('survives power loss where it must', () => {
    const db = openDatabase(path, { durability: 'full', migrations: [] });
    expect(db.prepare('PRAGMA synchronous').get()?.['synchronous']).toBe(2);
    expect(db.prepare('PRAGMA journal_mode').get()?.['journal_mode']).toBe('wal');
    db.close();
  });
});
