import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DAY_S, HOUR_S } from '../../../../contract/time.ts';
import { trustedNow } from '../../../../platform/sqlite/trusted-now.ts';

const NOW = 1_795_500_000;
const WHERE = { table: 'note', key: 'name', name: 'clock' } as const;

let db: DatabaseSync;

beforeEach(() => {
  db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT) STRICT');
});

afterEach(() => {
  db.close();
});

function kept(): unknown {
  const row = db.prepare("SELECT value FROM note WHERE name = 'clock'").get();
  return row === undefined ? null : JSON.parse(String(row['value']));
}

it('a leap of the clock is remembered in the database until a day has passed after it', () => {
  const leapt = NOW + 40 * DAY_S;
  const trusted = [NOW, leapt, leapt + HOUR_S, leapt + DAY_S].map((now) =>
    trustedNow(db, WHERE, now),
  );
  expect(trusted).toEqual([NOW, NOW, NOW, leapt + DAY_S]);
  expect(kept()).toEqual({ seen: leapt + DAY_S, leaptAt: null });
});

it('a normal clock is recorded once an hour, not at each check', () => {
  trustedNow(db, WHERE, NOW);
  expect(trustedNow(db, WHERE, NOW + HOUR_S - 1)).toBe(NOW + HOUR_S - 1);
  expect(kept()).toEqual({ seen: NOW, leaptAt: null });
  trustedNow(db, WHERE, NOW + HOUR_S);
  expect(kept()).toEqual({ seen: NOW + HOUR_S, leaptAt: null });
});

it.each(['no JSON', '{"seen":"yesterday"}', 'null'])(
  'an unreadable guard (%s) counts as absent, and is replaced',
  (text) => {
    db.prepare('INSERT INTO note (name, value) VALUES (?, ?)').run('clock', text);
    expect(trustedNow(db, WHERE, NOW)).toBe(NOW);
    expect(kept()).toEqual({ seen: NOW, leaptAt: null });
  },
);

it('the record is rolled back with the caller’s transaction', () => {
  db.exec('BEGIN');
  trustedNow(db, WHERE, NOW);
  db.exec('ROLLBACK');
  expect(kept()).toBeNull();
});

it('the guards of two tables are independent', () => {
  db.exec('CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) STRICT');
  trustedNow(db, { table: 'meta', key: 'key', name: 'clock' }, NOW);
  expect(kept()).toBeNull();
  expect(db.prepare('SELECT key FROM meta').all()).toEqual([{ key: 'clock' }]);
});
