import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { openStore } from '../../../../fleet/store/open-store.ts';
import { DamagedCounter } from '../../../support/damaged-counter.ts';
import { TestClock } from '../../../support/test-engine.ts';

const NOW = 1_795_500_000;
let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'soundness-'));
  path = join(directory, 'fleet.db');
  const store = openBlankStore(path);
  store.write(() => {
    for (const hostname of ['a', 'b'])
      store.hosts.setFacts(store.hosts.ensure({ sourceId: 's', hostname }), { cpuCount: 8 });
    store.sources.put('s', {
      lastSyncedAt: NOW,
      lastAttemptAt: NOW,
      tables: { system: 'active', legacy: 'active', registry: 'active', functions: 'missing' },
      discoveredAt: NOW,
    });
    store.alertRules.put(1, '{}');
    store.notices.add({ id: 'n', at: NOW, notice: '{}', about: null });
  });
  store.close();
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function spoil(sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

function reopened<T>(look: (store: FleetStore) => T): { seen: T; rows: number; files: number } {
  const logger = new DamagedCounter();
  const { store } = openStore(path, new TestClock(NOW), logger);
  try {
    return { seen: look(store), rows: logger.rows, files: logger.files };
  } finally {
    store.close();
  }
}

describe('rows that hold what was never written to them', () => {
  it.each([
    ['facts that are no JSON', `UPDATE host SET facts = '{"cpu' WHERE id = 1`, 'host.facts'],
    ['facts that are a blob', 'UPDATE host SET facts = zeroblob(9) WHERE id = 1', 'host.facts'],
    [
      'a time beyond all dates',
      'UPDATE host SET first_seen = 9e15 WHERE id = 1',
      'host.first_seen',
    ],
    ['an endless number', 'UPDATE host SET sample_cpu = 9e999 WHERE id = 1', 'host.sample_cpu'],
    [
      'a whole number beyond JavaScript’s',
      'UPDATE host SET polled_through = 9007199254740993 WHERE id = 1',
      'host.polled_through',
    ],
    ['tables that are no JSON', `UPDATE source SET tables = 'x'`, 'source.tables'],
    ['rules that are no JSON', `UPDATE alert_rule SET rules = '['`, 'alert_rule.rules'],
    ['a notice that is no JSON', `UPDATE alert_notice SET notice = ''`, 'alert_notice.notice'],
    ['a text instead of a time', `UPDATE alert_notice SET at = 'now'`, 'alert_notice.at'],
  ])('%s: repaired and counted, and every host is still there', (_, sql, place) => {
    spoil(sql);
    const { seen, rows, files } = reopened((store) => ({
      hosts: store.hosts.all().map(({ hostname }) => hostname),
      mended: store.mended.all(),
    }));
    expect([rows, files]).toEqual([1, 0]);
    expect(seen.hosts).toEqual(['a', 'b']);
    expect(seen.mended).toEqual({ [place]: 1 });
    // Once is enough; the count stays for `doctor`.
    expect(reopened((store) => store.mended.all())).toEqual({
      seen: { [place]: 1 },
      rows: 0,
      files: 0,
    });
  });

  it('malformed JSON keeps its valid parts', () => {
    spoil(`UPDATE host SET facts = '{"cpuCount":"8","os":"Debian","more":[]}' WHERE id = 1`);
    spoil(`UPDATE source SET tables = '{"system":"gone","legacy":"missing"}'`);
    const { seen } = reopened((store) => [
      store.hosts.byId(1)?.facts,
      store.sources.get('s').tables,
    ]);
    expect(seen).toEqual([
      { os: 'Debian' },
      { system: 'unknown', legacy: 'unknown', registry: 'unknown', functions: 'unknown' },
    ]);
  });

  it.each([
    'ALTER TABLE host RENAME COLUMN facts TO fbcts',
    'DROP TABLE alert_notice',
    'ALTER TABLE packed_day_extra RENAME TO qacked_day_extra',
    "CREATE TRIGGER refused BEFORE INSERT ON host BEGIN SELECT RAISE(ABORT, 'no'); END",
    'CREATE TRIGGER lost AFTER UPDATE ON source BEGIN DELETE FROM host; END',
    'ALTER TABLE host RENAME TO moved; CREATE VIEW host AS SELECT * FROM moved',
    'DROP TABLE bad_item; CREATE TABLE bad_item (source, role, key, problem, seen_at)',
  ])('a damaged schema sets the file aside: %s', (sql) => {
    spoil(sql);
    expect(reopened((store) => store.hosts.all())).toEqual({ seen: [], rows: 0, files: 1 });
  });
});
