import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { METRIC_IDS } from '../../../../contract/metrics.ts';
import { settingsSchema } from '../../../../contract/settings.ts';
import { HOUR_S, MINUTE_S } from '../../../../contract/time.ts';
import { FleetEngine } from '../../../../fleet/engine.ts';
import { FLEET_MIGRATIONS } from '../../../../fleet/store/migrations.ts';
import { newestColumn } from '../../../../fleet/store/tables.ts';
import { FleetStore } from '../../../../fleet/store/store.ts';
import { openDatabase } from '../../../../platform/sqlite/database.ts';
import { madeUpSample } from '../../../support/fleet-generator.ts';
import {
  TestClock,
  expectedPoints,
  minutesOf,
  points,
  silentLogger,
} from '../../../support/test-engine.ts';

const FROM = 1_795_496_400;
const NOW = FROM + 26 * HOUR_S + 17 * MINUTE_S;
const HOSTNAMES = ['web-1', 'web-2', 'db#1'];

let directory: string;
let path: string;
let engine: FleetEngine | null = null;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'py-perf-migrations-'));
  path = join(directory, 'fleet.db');
});

afterEach(async () => {
  await engine?.close();
  engine = null;
  rmSync(directory, { recursive: true, force: true });
});

function open(): FleetEngine {
  engine = new FleetEngine({
    storePath: path,
    clock: new TestClock(NOW),
    logger: silentLogger,
    settings: settingsSchema.parse({}),
    connect: () => Promise.reject(new Error('no source is connected')),
    isConnected: () => false,
    onFleetChanged: () => undefined,
    onSyncChanged: () => undefined,
  });
  return engine;
}

/** Tables of a file and their columns, but for the list of migrations. */
function tablesOf(db: DatabaseSync): Map<string, string> {
  const names = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migration'")
    .all()
    .map(({ name }) => String(name));
  return new Map(
    names.map((name) => {
      const columns = db.prepare(`SELECT name FROM pragma_table_info('${name}')`).all();
      return [name, columns.map((column) => String(column['name'])).join(', ')];
    }),
  );
}

/** A file as the first version wrote it: its own tables, with what a store of today has in them. */
function writeFirstVersion(): Map<string, string> {
  const filled = join(directory, 'filled.db');
  const store = FleetStore.open(filled);
  store.write(() => {
    for (const hostname of HOSTNAMES) {
      const host = store.hosts.ensure({ sourceId: 'default', hostname });
      for (let minute = FROM; minute < NOW; minute += MINUTE_S) {
        const topProcesses = [{ name: 'python', pid: 7, cpuPercent: 3.5, memoryPercent: 1 }];
        const sample = { ...madeUpSample(hostname, minute), topProcesses };
        store.record({ host, layout: 'v2', records: [{ sample }], now: minute });
      }
    }
  });
  store.close();

  const first = FLEET_MIGRATIONS.filter(({ id }) => id === 'fleet/0001');
  const db = openDatabase(path, { durability: 'normal', migrations: first });
  const tables = tablesOf(db);
  db.prepare('ATTACH ? AS filled').run(filled);
  for (const [table, columns] of tables)
    db.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM filled.${table}`);
  db.close();
  return tables;
}

/** Every row of the tables, in the columns named. */
function contents(tables: Map<string, string>): Map<string, unknown[]> {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = [...tables].map(([table, columns]): [string, unknown[]] => [
    table,
    db.prepare(`SELECT ${columns} FROM ${table}`).all(),
  ]);
  db.close();
  return new Map(rows);
}

it('brings a store of the first version up to date and keeps every sample', async () => {
  const tables = writeFirstVersion();
  expect(tables.has('alert')).toBe(false);
  const before = contents(tables);
  expect(before.get('top_process')).toHaveLength(HOSTNAMES.length * (26 * 60 + 17));

  const upgraded = open();
  for (const hostname of HOSTNAMES)
    expect(points(minutesOf(upgraded, hostname, FROM, NOW))).toEqual(
      expectedPoints(hostname, FROM, NOW),
    );
  expect(
    upgraded
      .overview()
      .hosts.map(({ hostname }) => hostname)
      .toSorted(),
  ).toEqual(HOSTNAMES.toSorted());
  await upgraded.close();
  expect(contents(tables)).toEqual(before);

  const db = new DatabaseSync(path, { readOnly: true });
  const applied = db.prepare('SELECT id FROM migration ORDER BY id').all();
  db.close();
  expect(applied.map(({ id }) => id)).toEqual(FLEET_MIGRATIONS.map(({ id }) => id).toSorted());
});

it('adds the columns of metrics that a store lacks, and a program without them refuses it', () => {
  const before = FLEET_MIGRATIONS.filter(({ id }) => !id.startsWith('fleet/metric/'));
  openDatabase(path, { durability: 'normal', migrations: before }).close();
  FleetStore.open(path).close();
  const db = new DatabaseSync(path, { readOnly: true });
  const tables = tablesOf(db);
  db.close();
  const columnsOf = (...names: string[]) =>
    names.flatMap((name) => tables.get(name)?.split(', ') ?? []);
  for (const kind of ['block', 'rollup'])
    expect(columnsOf(kind, `${kind}_extra`)).toEqual(expect.arrayContaining(METRIC_IDS));
  expect(columnsOf('host')).toEqual(expect.arrayContaining(METRIC_IDS.map(newestColumn)));
  expect(() => openDatabase(path, { durability: 'normal', migrations: before })).toThrow(
    /written by a newer version/u,
  );
});

it('continues from there: alerts are found in later samples', () => {
  writeFirstVersion();
  const upgraded = open();
  upgraded.start();
  const busy = { ...madeUpSample('web-1', NOW - MINUTE_S), diskPercent: 99 };
  for (let minute = NOW - 10 * MINUTE_S; minute < NOW; minute += MINUTE_S)
    upgraded.recordLocal('default', { ...busy, minute, collectedAt: minute }, {});
  expect(upgraded.overview().alerts).toMatchObject([{ hostname: 'web-1', kind: 'disk' }]);
});
