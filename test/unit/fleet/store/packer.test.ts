import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DAY_S, HOUR_S, MINUTE_S, dayOf } from '../../../../contract/time.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { madeUpSample } from '../../../support/fleet-generator.ts';

const START = dayOf(1_795_500_000);
const HOSTS = ['web', 'db'];

let directory: string;
let path: string;
let store: FleetStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'py-perf-packer-'));
  path = join(directory, 'fleet.db');
  store = openBlankStore(path);
});

afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true });
});

function fill(from: number, to: number): void {
  store.write(() => {
    for (const hostname of HOSTS) {
      const host = store.hosts.ensure({ sourceId: 'default', hostname });
      const records = Array.from({ length: (to - from) / MINUTE_S }, (_, at) => {
        const topProcesses = [{ name: 'sh', pid: 1, cpuPercent: 2, memoryPercent: 3 }];
        const sample = madeUpSample(hostname, from + at * MINUTE_S);
        return { sample: { ...sample, loadAvg1m: 1.5, topProcesses } };
      });
      store.record({ host, layout: 'v2', records, known: { from, to }, now: to });
    }
  });
}

function packAll(now: number): number {
  let count = 0;
  for (;;) {
    const { packed } = store.pack(now);
    if (packed === 0) return count;
    count += packed;
  }
}

function inFile<T>(work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function rows(table: string): number {
  return inFile((db) => Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']));
}

function damage(table: string): void {
  inFile((db) => {
    db.exec(`UPDATE ${table} SET packed = substr(packed, 1, 9) || x'ff' || substr(packed, 11)
      WHERE key = (SELECT min(key) FROM ${table})`);
  });
}

function cpuOf(host: string, from: number, count: number): number[] {
  const id = store.hosts.ensure({ sourceId: 'default', hostname: host });
  return Array.from(store.series.minutes(id, 'cpu', { start: from, step: MINUTE_S, count }));
}

it('packs hours that ended 3 minutes ago, and leaves the running hour', () => {
  fill(START, START + 2 * HOUR_S);
  expect(packAll(START + 2 * HOUR_S + 179)).toBe(4);
  expect(['block', 'packed_hour', 'packed_process'].map(rows)).toEqual([2, 2, 2]);
  expect(packAll(START + 2 * HOUR_S + 180)).toBe(4);
  expect(['block', 'top_process', 'rollup_due', 'packed_hour'].map(rows)).toEqual([0, 0, 0, 4]);
  expect(['packed_day', 'packed_day_extra'].map(rows)).toEqual([2, 2]);
});

it('a late sample reopens its hour, which keeps its values', () => {
  fill(START, START + HOUR_S);
  packAll(START + 2 * HOUR_S);
  const before = cpuOf('web', START, 60);
  const host = store.hosts.ensure({ sourceId: 'default', hostname: 'web' });
  const sample = { ...madeUpSample('web', START + 5 * MINUTE_S), cpuPercent: 77 };
  store.write(() =>
    store.record({ host, layout: 'v2', records: [{ sample }], now: START + 2 * HOUR_S }),
  );
  expect(['block', 'packed_hour', 'packed_hour_extra'].map(rows)).toEqual([1, 1, 1]);
  before[5] = 77;
  const after = before.map(Math.fround);
  expect(cpuOf('web', START, 60)).toEqual(after);
  packAll(START + 2 * HOUR_S);
  expect(['block', 'packed_hour', 'packed_hour_extra'].map(rows)).toEqual([0, 2, 2]);
  expect(cpuOf('web', START, 60)).toEqual(after);
});

it('a damaged hour counts as never fetched, and is removed', () => {
  fill(START, START + 2 * HOUR_S);
  packAll(START + 3 * HOUR_S);
  damage('packed_hour');
  const [first = ''] = HOSTS;
  expect(cpuOf(first, START, 60).every(Number.isNaN)).toBe(true);
  expect(cpuOf(first, START + HOUR_S, 60).some(Number.isNaN)).toBe(false);
  expect(store.pack(START + 3 * HOUR_S).damaged).toBe(1);
  const host = store.hosts.ensure({ sourceId: 'default', hostname: first });
  expect([...store.blocks.known(host, START, START + 2 * HOUR_S).keys()]).toEqual([START + HOUR_S]);
  fill(START, START + HOUR_S);
  expect(cpuOf(first, START, 120).some(Number.isNaN)).toBe(false);
});

it('a damaged rollup is rebuilt from its hours', () => {
  fill(START, START + 3 * HOUR_S);
  packAll(START + 4 * HOUR_S);
  const host = store.hosts.ensure({ sourceId: 'default', hostname: HOSTS[0] ?? '' });
  const grid = { start: START, step: 900, count: 96 };
  const before = store.series.rollups(host, 'cpu', grid);
  damage('packed_day');
  expect(store.series.rollups(host, 'cpu', grid).mean.every(Number.isNaN)).toBe(true);
  expect(store.pack(START + 4 * HOUR_S).damaged).toBe(1);
  expect(store.series.rollups(host, 'cpu', grid)).toEqual(before);
});

it('reports its progress only with an older release’s hours', () => {
  fill(START, START + HOUR_S);
  packAll(START + 2 * HOUR_S);
  expect(store.packProgress(START + 2 * HOUR_S)).toBeNull();
  for (let hour = START + DAY_S; hour < START + 6 * DAY_S; hour += 6 * HOUR_S)
    fill(hour, hour + HOUR_S);
  const now = START + 6 * DAY_S;
  const shares: number[] = [];
  while (store.pack(now).packed > 0) shares.push(store.packProgress(now) ?? NaN);
  expect(shares.length).toBeGreaterThan(3);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares[0]).toBeLessThan(0.5);
  expect(shares.at(-1)).toBe(1);
  expect(store.packProgress(now)).toBeNull();
});

it('frees unused space only if it is most of the file', () => {
  fill(START, START + HOUR_S);
  packAll(START + 2 * HOUR_S);
  expect(store.compact()).toBe(0);
  inFile((db) => {
    db.exec(
      'CREATE TABLE large (x); INSERT INTO large VALUES (zeroblob(30000000)); DROP TABLE large',
    );
  });
  const before = cpuOf('web', START, 60);
  expect(store.compact()).toBeGreaterThan(29_000_000);
  expect(store.bytes()).toBeLessThan(1_000_000);
  expect(cpuOf('web', START, 60)).toEqual(before);
});
