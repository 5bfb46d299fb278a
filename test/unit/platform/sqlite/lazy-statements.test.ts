import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLazyStatements } from '../../../../platform/sqlite/lazy-statements.ts';

let db: DatabaseSync;
let lazy: DatabaseSync;

beforeEach(() => {
  db = new DatabaseSync(':memory:');
  lazy = withLazyStatements(db);
});

afterEach(() => {
  if (db.isOpen) db.close();
});

describe('lazy statements', () => {
  it('are prepared at their first use, and behave like others', () => {
    const insert = lazy.prepare('INSERT INTO one (id, name) VALUES (?, $name)');
    const list = lazy.prepare('SELECT id, name FROM one ORDER BY id');
    list.setReturnArrays(true);
    lazy.exec('CREATE TABLE one (id INTEGER PRIMARY KEY, name TEXT)');
    insert.run({ $name: 'b' }, 2);
    expect(insert.run({ $name: 'a' }, 1)).toMatchObject({ changes: 1 });
    expect(list.all()).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect([...list.iterate()]).toHaveLength(2);
    list.setReturnArrays(false);
    expect(list.get()).toEqual({ id: 1, name: 'a' });
    expect(lazy.isOpen).toBe(true);
  });

  it('report errors at their first use', () => {
    const wrong = lazy.prepare('SELECT nothing');
    expect(() => wrong.get()).toThrow('nothing');
  });

  it('are finalized with their database', () => {
    const one = lazy.prepare('SELECT 1 AS n');
    db.close();
    expect(() => one.get()).toThrow('not open');
  });
});
