import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
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

/** Bytes of the files in the directory, by name. */
function contents(): Map<string, string> {
  const names = readdirSync(directory).sort();
  return new Map(names.map((name) => [name, readFileSync(join(directory, name), 'latin1')]));
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
  it('a database is migrated once, and again when a later version opens it', () => {
    open().close();
    const db = open([FIRST, SECOND]);
    expect(db.prepare('SELECT id FROM migration ORDER BY id').all()).toHaveLength(2);
    db.close();
  });

  it.each([
    [
      'closed in order',
      (db: DatabaseSync) => {
        db.close();
      },
      ['test.db'],
    ],
    [
      'left behind by a killed process',
      (db: DatabaseSync) => {
        const files = contents();
        db.close();
        for (const [name, bytes] of files) writeFileSync(join(directory, name), bytes, 'latin1');
      },
      ['test.db', 'test.db-shm', 'test.db-wal'],
    ],
  ])('of a newer release, %s, is refused and not touched', (_, leave, names) => {
    leave(open([FIRST, SECOND]));
    const before = contents();
    expect([...before.keys()]).toEqual(names);
    expect(codeOf(() => open([FIRST]))).toBe('newer-data');
    expect(contents()).toEqual(before);
  });

  it('a database whose log has the newer migration is refused without its main file', () => {
    const db = open([FIRST, SECOND]);
    const files = contents();
    db.close();
    files.delete('test.db-shm');
    for (const [name, bytes] of files) writeFileSync(join(directory, name), bytes, 'latin1');
    expect(codeOf(() => open([FIRST]))).toBe('newer-data');
    const after = contents();
    after.delete('test.db-shm');
    expect(after).toEqual(files);
  });

  it('a database of a later format is refused even if nothing of it can be read', () => {
    const db = open();
    db.exec('PRAGMA user_version = 1');
    db.close();
    const before = contents();
    expect(codeOf(() => open())).toBe('newer-data');
    expect(contents()).toEqual(before);
  });

  it('a file that is not a database is reported as damaged', () => {
    writeFileSync(path, 'x'.repeat(5000));
    expect(codeOf(() => open())).toBe('store-damaged');
  });

  it('a database in a folder that does not exist says so', () => {
    path = join(directory, 'missing', 'test.db');
    expect(codeOf(() => open())).toBe('unavailable');
  });

  it('a read-only database is reported, and so is a failing disk', () => {
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
    'a database and its write-ahead files are readable by their owner only, even in an open folder',
    () => {
      chmodSync(directory, 0o777);
      const db = open();
      db.exec('INSERT INTO a VALUES (1)');
      for (const suffix of ['', '-wal', '-shm'])
        expect([suffix, statSync(path + suffix).mode & 0o777]).toEqual([suffix, 0o600]);
      db.close();
    },
  );

  it('survives a power cut if required', () => {
    const db = openDatabase(path, { durability: 'full', migrations: [] });
    expect(db.prepare('PRAGMA synchronous').get()?.['synchronous']).toBe(2);
    expect(db.prepare('PRAGMA journal_mode').get()?.['journal_mode']).toBe('wal');
    db.close();
  });
});

it('a link to itself in place of the file is reported as impossible to open', () => {
  symlinkSync(path, path);
  expect(open).toThrow(/cannot be opened/u);
});
