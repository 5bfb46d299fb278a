import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_S, MINUTE_S, dayOf } from '../../../../contract/time.ts';
import { decodeRegistryItem } from '../../../../contract/records.ts';
import { lastSeenOf } from '../../../../fleet/store/host-summary.ts';
import type { Layout, MinuteRecord } from '../../../../fleet/store/minute.ts';
import type { SeriesReader } from '../../../../fleet/store/series-reader.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';

const DAY_START = dayOf(1_795_500_000);

let store: FleetStore;
let reader: SeriesReader;
let host: number;

beforeEach(() => {
  store = openBlankStore();
  reader = store.series;
  host = store.hosts.ensure({ sourceId: 'default', hostname: 'web' });
});

afterEach(() => {
  store.close();
});

function minute(at: number, cpu: number, change: Partial<MinuteRecord> = {}): MinuteRecord {
  const sample = {
    hostname: 'web',
    minute: DAY_START + at * MINUTE_S,
    collectedAt: DAY_START + at * MINUTE_S + 5,
    cpuPercent: cpu,
    memoryPercent: 50,
  };
  return { sample, ...change };
}

function record(
  layout: Layout,
  records: MinuteRecord[],
  known?: { from: number; to: number },
): number {
  return store.write(() =>
    store.record({
      host,
      layout,
      records,
      now: Math.max(DAY_START + 2 * HOUR_S, ...records.map(({ sample }) => sample.collectedAt)),
      ...(known === undefined ? {} : { known }),
    }),
  );
}

function cpu(count = 10): number[] {
  return [...reader.minutes(host, 'cpu', { start: DAY_START, step: 60, count })].map(
    (value) => Math.round(value * 10) / 10,
  );
}

function quarter(): { min: number; mean: number; max: number } {
  const { min, mean, max } = reader.rollups(host, 'cpu', { start: DAY_START, step: 900, count: 1 });
  return { min: min[0] ?? NaN, mean: mean[0] ?? NaN, max: max[0] ?? NaN };
}

describe('hour blocks', () => {
  it('hour blocks accept samples in any order and count new ones', () => {
    expect(record('v2', [minute(3, 30), minute(1, 10)])).toBe(2);
    expect(record('v2', [minute(3, 31), minute(2, 20)])).toBe(1);
    expect(cpu(5)).toEqual([NaN, 10, 20, 31, NaN]);
  });

  it('prefer v2 over legacy for the same minute, in any order', () => {
    record('v2', [minute(1, 10)]);
    record('legacy', [minute(1, 90), minute(2, 90)]);
    record('v2', [minute(2, 20)]);
    record('legacy', [minute(2, 80)]);
    expect(cpu(3)).toEqual([NaN, 10, 20]);
  });

  it('hour blocks keep legacy values that v2 lacks for a minute', () => {
    const legacy = minute(1, 90);
    record('legacy', [{ ...legacy, sample: { ...legacy.sample, loadAvg1m: 2, netTxBps: 5 } }]);
    const v2 = minute(1, 10);
    record('v2', [{ ...v2, sample: { ...v2.sample, netTxBps: 7 } }]);
    const grid = { start: DAY_START, step: 60, count: 2 };
    expect([...reader.minutes(host, 'load1', grid)]).toEqual([NaN, 2]);
    expect([...reader.minutes(host, 'netTx', grid)]).toEqual([NaN, 7]);
  });

  it('weight the parts of a minute in two legacy batches', () => {
    record('legacy', [minute(1, 10, { weight: 3 })]);
    record('legacy', [minute(1, 50, { weight: 1 })]);
    expect(cpu(2)[1]).toBe(20);
  });

  it('hour blocks keep optional metrics apart, and only where there are any', () => {
    record('v2', [minute(1, 10)]);
    const rich = minute(2, 20);
    rich.sample = { ...rich.sample, netRxBps: 1234.5, swapPercent: 3.3 };
    record('v2', [rich]);
    record('v2', [minute(3, 30)]);
    const grid = { start: DAY_START, step: 60, count: 4 };
    expect([...reader.minutes(host, 'netRx', grid)]).toEqual([NaN, NaN, 1234.5, NaN]);
    expect(reader.minutes(host, 'swap', grid)[2]).toBeCloseTo(3.3);
    // Rollups have the resolution of the tables.
    expect(reader.rollups(host, 'netRx', { ...grid, step: 900, count: 1 }).max[0]).toBe(1234);
  });

  it('know how far they are complete', () => {
    record('v2', [minute(0, 1)], { from: DAY_START, to: DAY_START + 10 * MINUTE_S });
    record('v2', [], { from: DAY_START + 20 * MINUTE_S, to: DAY_START + 30 * MINUTE_S });
    expect(store.blocks.known(host, DAY_START, DAY_START + HOUR_S).get(DAY_START)).toBe(10);
    record('v2', [], { from: DAY_START + 10 * MINUTE_S, to: DAY_START + 2 * HOUR_S });
    const known = store.blocks.known(host, DAY_START, DAY_START + 3 * HOUR_S);
    expect([...known.values()]).toEqual([60, 60]);
  });

  it('hour blocks with gaps are checked again', () => {
    record('v2', [minute(0, 1)], { from: DAY_START, to: DAY_START + HOUR_S });
    const later = DAY_START + 2 * HOUR_S + 601;
    expect(store.rechecks.due('default', later, 10)).toEqual([]);
    record('v2', [minute(130, 1)]);
    const [due] = store.rechecks.due('default', later, 10);
    expect(due).toMatchObject({ host, hour: DAY_START, attempt: 0 });
    if (due !== undefined) store.rechecks.done(due, later, false);
    expect(store.rechecks.due('default', later + 1199, 10)).toEqual([]);
    record('v2', [minute(200, 1)]);
    expect(store.rechecks.due('default', later + 1201, 10)).toHaveLength(1);
  });
});

describe('the newest of a host', () => {
  const summary = (): unknown[] => {
    const found = store.hosts.byId(host);
    return [found?.sampleAt, found?.newest.cpu, found?.firstSeen];
  };

  it('the newest values of a host are those of its newest sample, in any order', () => {
    record('v2', [minute(5, 50), minute(3, 30)]);
    expect(summary()).toEqual([DAY_START + 305, 50, DAY_START + 180]);
    record('v2', [minute(4, 40)]);
    expect(summary()).toEqual([DAY_START + 305, 50, DAY_START + 180]);
    record('v2', [minute(1, 10), minute(6, 60), minute(2, 20)]);
    expect(summary()).toEqual([DAY_START + 365, 60, DAY_START + 60]);
  });

  it('the newest values of a host do not stay those of a clock that was years ahead', () => {
    record('local', [minute(14 * 365 * 24 * 60, 99)]);
    record('local', [minute(5, 50)]);
    expect(summary().slice(0, 2)).toEqual([DAY_START + 305, 50]);
    record('local', [minute(4, 40)]);
    expect(summary().slice(0, 2)).toEqual([DAY_START + 305, 50]);
  });

  it('the newest of a host comes from any layout', () => {
    const lastSeen = (): number | null => {
      const found = store.hosts.byId(host);
      return found === null ? null : lastSeenOf(found);
    };
    expect(lastSeen()).toBeNull();
    store.hosts.noteLegacyBatch(
      host,
      { uploadedAt: DAY_START + 7, recordId: 1, endsAt: 0 },
      DAY_START + 7,
    );
    expect(lastSeen()).toBe(DAY_START + 7);
    record('v2', [minute(1, 10)]);
    expect(lastSeen()).toBe(DAY_START + 65);
    const row = { hostname: 'web', last_seen: DAY_START + 99 };
    const decoded = decodeRegistryItem(row, DAY_START + 99);
    if ('value' in decoded) store.hosts.applyRegistry(host, decoded.value, DAY_START + 99);
    expect(lastSeen()).toBe(DAY_START + 99);
  });
});

describe('looks at hours with gaps', () => {
  const known = { from: DAY_START, to: DAY_START + HOUR_S };
  const dueAt = (time: number): number => store.rechecks.due('default', time, 10).length;

  it('checks of hours with gaps end when the hour is full, and after a week', () => {
    record('v2', [minute(0, 1)], known);
    let now = DAY_START + 2 * HOUR_S;
    let looks = 0;
    for (let week = 0; week < 3 * 7 * 24 * 6; week += 1) {
      now += 10 * MINUTE_S;
      record('v2', [minute((now - DAY_START) / MINUTE_S, 1)]);
      for (const due of store.rechecks.due('default', now, 10)) {
        store.rechecks.done(due, now, false);
        looks += 1;
      }
    }
    expect(looks).toBe(10);
    expect(store.rechecks.count()).toBe(0);
    store.rechecks.addSoon(host, DAY_START, now);
    const [again] = store.rechecks.due('default', now + 1, 10);
    if (again !== undefined) store.rechecks.done(again, now, true);
    expect(store.rechecks.count()).toBe(0);
  });

  it('checks of hours with gaps exclude hours before the host existed', () => {
    record('v2', [minute(70, 1)]);
    record('v2', [], { from: DAY_START - HOUR_S, to: DAY_START + HOUR_S });
    expect(dueAt(DAY_START + 9 * HOUR_S)).toBe(0);
    expect(store.rechecks.count()).toBe(0);
  });
});

describe('rollups', () => {
  it('follow every change of a block', () => {
    record('v2', [minute(0, 10), minute(1, 20), minute(2, 60)]);
    expect(quarter()).toEqual({ min: 10, mean: 30, max: 60 });
    record('v2', [minute(3, 90)]);
    expect(quarter()).toEqual({ min: 10, mean: 45, max: 90 });
  });

  it('rollups keep a peak within a minute that the mean of the minute hides', () => {
    record('legacy', [minute(0, 20, { weight: 2, peaks: { cpu: { min: 1, max: 99 } } })]);
    record('legacy', [minute(1, 20)]);
    expect(quarter()).toEqual({ min: 1, mean: 20, max: 99 });
  });

  it('combine into longer steps without losing a spike', () => {
    record('v2', [minute(0, 0), minute(70, 100), minute(80, 0)]);
    const { min, mean, max } = reader.rollups(host, 'cpu', {
      start: DAY_START,
      step: 7200,
      count: 1,
    });
    expect([min[0], mean[0], max[0]]).toEqual([0, expect.closeTo(100 / 3, 4) as number, 100]);
  });
});
