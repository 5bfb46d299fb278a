import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeV2Item } from '../../../../contract/records.ts';
import { DEFAULT_TABLE_NAMES } from '../../../../contract/tables.ts';
import { DAY_S, HOUR_S, QUARTER_HOUR_S, MINUTE_S, dayOf } from '../../../../contract/time.ts';
import { HOST_KEYED, rowKey } from '../../../../fleet/store/tables.ts';
import { FleetStore } from '../../../../fleet/store/store.ts';
import { madeUpSample, registryItem } from '../../../support/fleet-generator.ts';
import { testSource } from '../../../support/fleet-tables.ts';
import { MemoryTables } from '../../../support/memory-tables.ts';
import { TestClock, openTestEngine, type TestEngine } from '../../../support/test-engine.ts';

const START = dayOf(1_795_500_000) + 12 * HOUR_S;
const NAMES = ['gone', 'listed', 'newest'];

let tables: MemoryTables;
let clock: TestClock;
let test: TestEngine;

beforeEach(async () => {
  tables = new MemoryTables();
  clock = new TestClock(START);
  for (const hostname of NAMES)
    for (let minute = START - 5 * MINUTE_S; minute < START; minute += MINUTE_S) {
      const sample = madeUpSample(hostname, minute);
      tables.put(
        encodeV2Item({
          ...sample,
          topProcesses: [{ name: 'node', pid: 1, cpuPercent: 1, memoryPercent: 1 }],
        }),
      );
      tables.registry.set(hostname, registryItem(sample, START - HOUR_S));
    }
  test = openTestEngine([testSource('http://127.0.0.1:1', DEFAULT_TABLE_NAMES)], clock, {
    connect: () => Promise.resolve(tables.clients),
  });
  await sync();
});

afterEach(() => test.dispose());

async function sync(): Promise<void> {
  await test.engine.sync('user');
  await test.engine.whenIdle();
}

/** As long after as `days`, on a clock that has run on since, and is therefore trusted. */
async function pass(days: number): Promise<void> {
  clock.advance(days * DAY_S);
  await sync();
  clock.advance(DAY_S + MINUTE_S);
  await sync();
}

function known(): string[] {
  return test.engine
    .overview()
    .hosts.map(({ hostname }) => hostname)
    .sort();
}

describe('a host that is in no table any more', () => {
  it('a host that is gone is forgotten once it is silent for longer than the setting, and no other', async () => {
    tables.registry.delete('gone');
    await pass(85);
    expect(known()).toEqual(NAMES);
    await pass(5);
    expect(known()).toEqual(['listed', 'newest']);
  });

  it('a host that is gone is not forgotten after a clock leap, nor while the registry cannot be read', async () => {
    tables.registry.delete('gone');
    clock.advance(200 * DAY_S);
    await sync();
    expect(known()).toEqual(NAMES);
    tables.fails = () => true;
    clock.advance(2 * DAY_S);
    await sync();
    expect(known()).toEqual(NAMES);
  });

  it('a host that is gone is forgotten at once on request', async () => {
    tables.registry.delete('gone');
    await pass(8);
    expect(known()).toEqual(NAMES);
    expect(await test.engine.hosts.forget(30)).toEqual([]);
    expect(await test.engine.hosts.forget(7)).toEqual([{ sourceId: 'default', hostname: 'gone' }]);
    expect(known()).toEqual(['listed', 'newest']);
  });
});

it('a forgotten host leaves nothing in the store, and other hosts are unaffected', async () => {
  const path = join(test.directory, 'fleet.db');
  await test.engine.close();
  const store = FleetStore.open(path);
  const [gone, listed] = NAMES.map((hostname) =>
    store.hosts.ensure({ sourceId: 'default', hostname }),
  );
  const db = new DatabaseSync(path);
  // A row of each host in every table, whatever packing has made of its hours.
  const fill = (table: string, unit: number): void => {
    const columns = db.prepare(`PRAGMA table_info(${table})`).all();
    for (const host of [gone ?? 0, listed ?? 0]) {
      const values = columns.map(({ name, type, notnull }) =>
        name === 'key'
          ? rowKey(dayOf(START), unit, host)
          : notnull === 0
            ? null
            : type === 'BLOB'
              ? new Uint8Array(1)
              : 1,
      );
      const marks = values.map(() => '?').join(', ');
      db.prepare(`INSERT OR REPLACE INTO ${table} VALUES (${marks})`).run(...values);
    }
  };
  for (const table of HOST_KEYED.hours) fill(table, HOUR_S);
  for (const table of HOST_KEYED.quarters) fill(table, QUARTER_HOUR_S);
  for (const table of HOST_KEYED.days) fill(table, DAY_S);
  expect(store.write(() => store.forget(gone ?? 0))).toBe(true);

  const rows = (
    table: string,
    host: number,
    column = `key & ${String(rowKey(1, 1, -1))}`,
  ): number =>
    Number(
      db.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${column} = ?`).get(host)?.['n'] ?? 0,
    );
  const keyed = [...HOST_KEYED.hours, ...HOST_KEYED.quarters, ...HOST_KEYED.days];
  expect(keyed.map((table) => rows(table, gone ?? 0))).toEqual(keyed.map(() => 0));
  expect(keyed.filter((table) => rows(table, listed ?? 0) === 0)).toEqual([]);
  for (const table of [...HOST_KEYED.hosts, 'top_process'])
    expect([table, rows(table, gone ?? 0, 'host')]).toEqual([table, 0]);
  const newest = store.hosts.find({ sourceId: 'default', hostname: 'newest' });
  expect(store.write(() => store.forget(newest?.id ?? 0))).toBe(false);
  // No table that holds something of a host is missing in the list.
  const listedTables = new Set<string>([...keyed, ...HOST_KEYED.hosts, 'top_process']);
  const ofHosts = db
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
    .all()
    .filter(({ sql }) => /\bhost INTEGER|\bkey INTEGER PRIMARY KEY/u.test(String(sql)))
    .map(({ name }) => String(name))
    // Runs of programs have hosts of their own: they outlive the machine's.
    .filter((name) => !name.startsWith('function_'));
  expect(ofHosts.filter((name) => !listedTables.has(name))).toEqual([]);
  db.close();
  store.close();
});
