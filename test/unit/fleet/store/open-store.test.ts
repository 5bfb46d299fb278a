import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_S, HOUR_S, MINUTE_S, dayOf } from '../../../../contract/time.ts';
import { FLEET_MIGRATIONS } from '../../../../fleet/store/migrations.ts';
import { FleetStore } from '../../../../fleet/store/store.ts';
import { openStore } from '../../../../fleet/store/open-store.ts';
import { listQuarantined } from '../../../../platform/fs/quarantine.ts';
import { openDatabase } from '../../../../platform/sqlite/database.ts';
import { madeUpSample } from '../../../support/fleet-generator.ts';
import {
  TestClock,
  expectedPoints,
  minutesOf,
  openTestEngine,
  points,
  silentLogger,
} from '../../../support/test-engine.ts';

const NOW = 1_795_500_000;
const run = promisify(execFile);

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'py-perf-store-'));
  path = join(directory, 'fleet.db');
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function fill(store: FleetStore, hostname: string, from: number, to: number): void {
  store.write(() => {
    const host = store.hosts.ensure({ sourceId: 'default', hostname });
    for (let minute = from; minute < to; minute += MINUTE_S) {
      const sample = madeUpSample(hostname, minute);
      store.record({ host, layout: 'v2', records: [{ sample }], now: minute });
    }
  });
}

/** Rows of a table of the file. */
function count(table: string): number {
  const db = new DatabaseSync(path);
  const row = db.prepare(`SELECT count(*) AS n FROM ${table}`).get();
  db.close();
  return Number(row?.['n']);
}

describe('a damaged file', () => {
  it.each([
    ['overwritten in the middle', damageMiddle],
    ['that is no database', damageHeader],
    ['cut short', cutShort],
  ])('%s is set aside and replaced', (_, damage) => {
    const before = FleetStore.open(path);
    for (let host = 0; host < 20; host += 1)
      fill(before, `host-${String(host)}`, NOW, NOW + HOUR_S);
    before.close();
    damage();
    const damaged = readFileSync(path);

    const { store, quarantine } = openStore(path, new TestClock(NOW), silentLogger);
    expect(quarantine).toMatch(/^fleet\.damaged-\d{8}T\d{6}\.db$/u);
    expect(listQuarantined(path)).toEqual([quarantine]);
    expect(readFileSync(join(directory, quarantine ?? '')).equals(damaged)).toBe(true);
    expect(store.hosts.all()).toEqual([]);
    fill(store, 'new', NOW, NOW + HOUR_S);
    store.close();
    expect(openStore(path, new TestClock(NOW), silentLogger).quarantine).toBeNull();
  });

  it('a damaged file is reported to the user', async () => {
    const test = openTestEngine([], new TestClock(NOW));
    test.engine.recordLocal('default', madeUpSample('me', NOW), {});
    await test.engine.close();
    writeFileSync(
      join(test.directory, 'fleet.db'),
      'not a database, but long enough to be read as one'.repeat(100),
    );
    await test.reopen();
    const [notice] = test.engine.overview().notices ?? [];
    expect(notice?.code).toBe('store-damaged');
    expect(notice?.message).toContain('fleet.damaged-');
    await test.dispose();
  });

  function damageMiddle(): void {
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 4096, bytes.length - 4096);
    writeFileSync(path, bytes);
  }

  function damageHeader(): void {
    const bytes = readFileSync(path);
    bytes.write('Something else  ', 0);
    writeFileSync(path, bytes);
  }

  function cutShort(): void {
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length / 2)));
  }
});

it('two processes on one store neither block nor damage each other', async () => {
  const store = FleetStore.open(path);
  const writer = join(import.meta.dirname, '../../../support/store-writer.ts');
  const others = ['a', 'b'].map((name) =>
    run(process.execPath, [writer, path, name, '120'], { timeout: 60_000 }),
  );
  for (let minute = 0; minute < 120; minute += 1) {
    fill(store, 'own', NOW + minute * MINUTE_S, NOW + (minute + 1) * MINUTE_S);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(others);
  store.check();
  store.close();

  const test = openTestEngine([], new TestClock(NOW + 3 * HOUR_S), { storePath: path });
  for (const hostname of ['own', 'a', 'b'])
    expect(points(minutesOf(test.engine, hostname, NOW, NOW + 2 * HOUR_S))).toEqual(
      expectedPoints(hostname, NOW, NOW + 2 * HOUR_S),
    );
  await test.dispose();
}, 60_000);

describe('a full disk', () => {
  it('a full disk is reported, and loses nothing that was stored', () => {
    const db = openDatabase(path, { durability: 'normal', migrations: FLEET_MIGRATIONS });
    const store = new FleetStore(db);
    fill(store, 'web', NOW, NOW + HOUR_S);
    const pages = store.bytes() / 4096;
    db.exec(`PRAGMA max_page_count = ${String(pages + 2)}`);
    expect(() => {
      for (let host = 0; host < 200; host += 1)
        fill(store, `more-${String(host)}`, NOW, NOW + HOUR_S);
    }).toThrow(/disk is full/u);
    store.check();
    db.exec('PRAGMA max_page_count = 1000000');
    fill(store, 'web', NOW + HOUR_S, NOW + 2 * HOUR_S);
    const host = store.hosts.find({ sourceId: 'default', hostname: 'web' });
    expect(host?.sampleAt).toBeGreaterThan(NOW + HOUR_S);
    store.close();
    expect(statSync(path).size).toBeGreaterThan(0);
  });
});

describe('retention', () => {
  it('deletes minutes, then rollups, each after its own period', () => {
    const store = FleetStore.open(path);
    const day = dayOf(NOW);
    for (const age of [0, 10, 100, 500])
      fill(store, 'web', day - age * DAY_S, day - age * DAY_S + HOUR_S);
    while (store.pack(NOW + HOUR_S).packed > 0);
    store.applyRetention(
      { minuteDays: 30, rollupMonths: 13, forgetDays: 90, functionDays: 365 },
      NOW,
    );
    expect(count('packed_hour')).toBe(2);
    expect(count('packed_day')).toBe(3);
    store.close();
  });

  it('retention is exact to the hour for minutes, to the day for rollups, and covers all that belongs to them', () => {
    const store = FleetStore.open(path);
    const now = dayOf(NOW) + 5 * HOUR_S + 30 * MINUTE_S;
    const host = store.hosts.ensure({ sourceId: 'default', hostname: 'web' });
    const kept = { minuteDays: 10, rollupMonths: 13, forgetDays: 90, functionDays: 365 };
    const cutoff = now - 30 * MINUTE_S - 10 * DAY_S;
    store.write(() => {
      for (const minute of [
        cutoff - HOUR_S,
        cutoff - MINUTE_S,
        cutoff,
        now - 7 * DAY_S - MINUTE_S,
        now,
      ]) {
        const topProcesses = [{ name: 'a', pid: 1, cpuPercent: 1, memoryPercent: 1 }];
        const sample = { ...madeUpSample('web', minute), swapPercent: 1, topProcesses };
        store.record({ host, layout: 'v2', records: [{ sample }], now });
      }
      const months = { ...madeUpSample('web', now - 13 * 30.44 * DAY_S - DAY_S), swapPercent: 1 };
      store.record({ host, layout: 'v2', records: [{ sample: months }], now });
      for (const id of [1, (now - 300 * DAY_S) * 1000]) store.legacy.isNew(host, id);
    });
    store.applyRetention(kept, now);
    expect(['block', 'block_quarter'].map(count)).toEqual([3, 3]);
    // The rollup of the hour that is gone has been made; those of the others are still to come.
    expect(['packed_day', 'packed_day_extra'].map(count)).toEqual([1, 1]);
    const quarters = { start: dayOf(cutoff - HOUR_S), step: 900, count: 11 * 96 };
    const { mean } = store.series.rollups(host, 'swap', quarters);
    expect(mean.filter((value) => value === 1)).toHaveLength(5);
    expect(count('top_process')).toBe(1);
    // Batches of the last months are remembered: read again, they would weigh twice.
    expect([
      store.legacy.isNew(host, 1),
      store.legacy.isNew(host, (now - 300 * DAY_S) * 1000),
    ]).toEqual([true, false]);
    const grid = { start: cutoff - HOUR_S, step: MINUTE_S, count: 61 };
    const minutes = store.series.minutes(host, 'cpu', grid);
    expect(minutes.filter((value) => !Number.isNaN(value))).toHaveLength(1);
    expect(minutes.at(-1)).not.toBeNaN();
    store.close();
  });

  it('trusts a clock that leapt ahead only after it has run on for a day', () => {
    const store = FleetStore.open(path);
    fill(store, 'web', NOW, NOW + HOUR_S);
    const kept = { minuteDays: 30, rollupMonths: 13, forgetDays: 90, functionDays: 365 };
    const blocks = (): number => count('block');
    store.applyRetention(kept, NOW + HOUR_S);
    // An hour of a clock that is years ahead…
    const wrong = NOW + 14 * 365 * DAY_S;
    store.applyRetention(kept, wrong);
    store.applyRetention(kept, wrong + HOUR_S);
    expect(blocks()).toBeGreaterThan(0);
    // …and right again, with time going on as it does.
    for (let day = 0; day < 30; day += 1) store.applyRetention(kept, NOW + day * DAY_S);
    expect(blocks()).toBeGreaterThan(0);
    // Months in which nobody looked.
    store.applyRetention(kept, NOW + 90 * DAY_S);
    expect(blocks()).toBeGreaterThan(0);
    store.applyRetention(kept, NOW + 91 * DAY_S);
    expect(blocks()).toBe(0);
    store.close();
  });
});

it('a store of a newer version is refused, not damaged', () => {
  const store = FleetStore.open(path);
  store.close();
  const db = new DatabaseSync(path);
  db.exec("INSERT INTO migration (id, applied_at) VALUES ('fleet/9999', 1)");
  db.close();
  expect(() => openStore(path, new TestClock(NOW), silentLogger)).toThrow(/newer version/u);
  expect(readdirSync(directory).filter((name) => name.includes('damaged'))).toEqual([]);
});
