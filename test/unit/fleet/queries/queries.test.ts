import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_S, HOUR_S, MINUTE_S, QUARTER_HOUR_S, dayOf } from '../../../../contract/time.ts';
import { Queries } from '../../../../fleet/queries/queries.ts';
import { statisticsOf } from '../../../../fleet/queries/statistics.ts';
import type { SourceReading } from '../../../../fleet/store/sources.ts';
import { SEEN_IN } from '../../../../fleet/store/minute.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { TestClock } from '../../../support/test-engine.ts';

const START = dayOf(1_795_500_000);
const NOW = START + 12 * HOUR_S;

let store: FleetStore;
let queries: Queries;
let reading: SourceReading;

beforeEach(() => {
  store = openBlankStore();
  reading = { connected: true, lastSyncedAt: NOW, legacyIndexed: false };
  queries = new Queries({
    store,
    clock: new TestClock(NOW),
    isShown: (sourceId) => sourceId === 'default',
    sourceIds: () => ['default'],
    isCovered: () => false,
    reading: () => reading,
    retention: () => ({ minuteDays: 90, rollupMonths: 13, forgetDays: 90, functionDays: 365 }),
    revision: () => 7,
  });
});

afterEach(() => {
  store.close();
});

/** A host whose CPU is `value` over the minutes `[from, to)` of the day; its range is known. */
function fill(
  hostname: string,
  from: number,
  to: number,
  value: (minute: number) => number,
  sourceId = 'default',
): void {
  store.write(() => {
    const host = store.hosts.ensure({ sourceId, hostname });
    const records = Array.from({ length: to - from }, (_, index) => ({
      sample: {
        hostname,
        minute: START + (from + index) * MINUTE_S,
        collectedAt: START + (from + index) * MINUTE_S,
        cpuPercent: value(from + index),
        memoryPercent: 50,
        ...(hostname === 'net' ? { netRxBps: (from + index) * 1000 } : {}),
      },
    }));
    const known = { from: START, to: START + to * MINUTE_S };
    store.record({ host, layout: 'v2', records, known, now: NOW });
  });
}

const range = { from: START, to: START + 4 * HOUR_S };

describe('the fleet series', () => {
  it('covers the named hosts, whatever was requested before, and no hidden one', () => {
    for (const cpu of [10, 30, 80]) fill(`host-${String(cpu)}`, 0, 10, () => cpu);
    fill('elsewhere', 0, 10, () => 99, 'other');
    const meanOf = (...hostnames: string[]) => {
      const hosts = hostnames.map((hostname) => ({
        sourceId: hostname === 'elsewhere' ? 'other' : 'default',
        hostname,
      }));
      const { mean, online } = queries.fleetSeries({ metric: 'cpu', ...range, hosts });
      return [mean[5], online[5]];
    };
    expect(meanOf('host-10', 'host-30')).toEqual([20, 2]);
    expect(meanOf('host-80', 'nobody', 'elsewhere')).toEqual([80, 1]);
    expect(meanOf()).toEqual([NaN, 0]);
    expect(queries.fleetSeries({ metric: 'cpu', ...range }).mean[5]).toBe(40);
    expect(meanOf('host-10')).toEqual([10, 1]);
  });

  it('the fleet series has mean, p95, maximum and number online of every minute', () => {
    for (let host = 0; host < 20; host += 1) fill(`host-${String(host)}`, 0, 10, () => host);
    const { mean, p95, max, online, count, revision } = queries.fleetSeries({
      metric: 'cpu',
      ...range,
    });
    expect(count).toBe(240);
    expect([mean[0], p95[0], max[0], online[0]]).toEqual([9.5, 18, 19, 20]);
    expect(mean[10]).toBeNaN();
    expect(online[10]).toBe(0);
    expect(revision).toBe(7);
  });

  it('follows late samples, removed hosts and foreign sources', () => {
    fill('a', 0, 10, () => 10);
    fill('elsewhere', 0, 10, () => 90, 'second');
    const query = { metric: 'cpu' as const, ...range };
    expect(queries.fleetSeries(query).max[0]).toBe(10);
    fill('b', 0, 10, () => 30);
    expect(queries.fleetSeries(query).max[0]).toBe(30);
    const b = store.hosts.find({ sourceId: 'default', hostname: 'b' });
    store.hosts.setActive(b?.id ?? 0, false, NOW);
    expect(queries.fleetSeries(query).max[0]).toBe(10);
  });

  it('over months keeps a spike of one minute', () => {
    fill('a', 0, 60, (minute) => (minute === 17 ? 100 : 10));
    fill('b', 0, 60, () => 20);
    const { step, max, mean, online } = queries.fleetSeries({
      metric: 'cpu',
      from: START - 60 * DAY_S,
      to: START + DAY_S,
    });
    const at = (60 * DAY_S) / step;
    expect(step).toBe(2 * HOUR_S);
    expect(max[at]).toBe(100);
    expect(mean[at]).toBeCloseTo(15.75, 1);
    expect(online[at]).toBe(1);
  });

  it('the fleet series does not count hosts with samples in transit as offline', () => {
    const query = { metric: 'cpu' as const, from: NOW - 10 * MINUTE_S, to: NOW };
    const { online } = queries.fleetSeries(query);
    expect([...online.subarray(0, 7)]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect([...online.subarray(7)]).toEqual([NaN, NaN, NaN]);
  });

  describe('hosts of which nothing was read', () => {
    /** Whether each minute of the first four hours counts how many hosts as unread: `[minute, hosts]` at each change. */
    const unread = (): [number, number][] => {
      const { unread: counts } = queries.fleetSeries({ metric: 'cpu', ...range });
      return [...counts].flatMap((hosts, minute) =>
        hosts === (counts[minute - 1] ?? -1) ? [] : [[minute, hosts] as [number, number]],
      );
    };

    it('a completely read fleet has none, whatever hosts are silent', () => {
      fill('a', 0, 600, () => 10);
      fill('gone', 0, 30, () => 10);
      expect(unread()).toEqual([[0, 0]]);
    });

    it('unread hosts are those with hours to be fetched, up to their last sample', () => {
      fill('a', 0, 600, () => 10);
      store.write(() => {
        const id = store.hosts.ensure({ sourceId: 'default', hostname: 'late' });
        const minute = START + 190 * MINUTE_S;
        const sample = {
          hostname: 'late',
          minute,
          collectedAt: minute,
          cpuPercent: 1,
          memoryPercent: 2,
        };
        store.record({ host: id, layout: 'v2', records: [{ sample }], now: NOW });
        store.hosts.wantFrom(id, START);
      });
      expect(unread()).toEqual([
        [0, 1],
        [180, 0],
      ]);
    });

    it('unread hosts are all hosts of a source that has not been read since', () => {
      fill('a', 0, 60, () => 10);
      fill('b', 0, 60, () => 10);
      reading = { ...reading, lastSyncedAt: START + 90 * MINUTE_S };
      expect(unread()).toEqual([
        [0, 0],
        [90, 2],
      ]);
      reading = { ...reading, connected: false, lastSyncedAt: null };
      expect(unread()).toEqual([[0, 0]]);
    });

    it('unread hosts include those with legacy uploads that no scan has reached', () => {
      fill('a', 0, 240, () => 10);
      store.write(() => {
        const id = store.hosts.ensure({ sourceId: 'default', hostname: 'old' });
        store.hosts.markSeenIn(id, SEEN_IN.legacy);
        store.hosts.setLegacyCoverage(id, START + 120 * MINUTE_S, START + 60 * MINUTE_S);
      });
      expect(unread()).toEqual([
        [0, 0],
        [60, 1],
        [120, 0],
      ]);
      reading = { ...reading, legacyIndexed: true };
      expect(unread()).toEqual([[0, 0]]);
    });
  });

  it('the fleet series works for a metric without bounds', () => {
    fill('net', 0, 3, () => 1);
    const { mean, max } = queries.fleetSeries({ metric: 'netRx', ...range });
    expect([mean[2], max[2]]).toEqual([2000, 2000]);
  });
});

describe('the heat map', () => {
  it('the heat map has a row per host and a column per quarter hour', () => {
    fill('a', 0, 30, (minute) => (minute < 15 ? 10 : 30));
    fill('b', 15, 30, () => 50);
    const map = queries.heatMap({ metric: 'cpu', from: START, to: START + DAY_S });
    expect(map.step).toBe(QUARTER_HOUR_S);
    expect(map.hosts.map(({ hostname }) => hostname)).toEqual(['a', 'b']);
    expect([...map.values.subarray(0, 3)]).toEqual([10, 30, NaN]);
    expect([...map.values.subarray(map.count, map.count + 3)]).toEqual([NaN, 50, NaN]);
  });

  it('the heat map is finer over a few hours', () => {
    fill('a', 0, 3, (minute) => minute);
    const map = queries.heatMap({ metric: 'cpu', ...range });
    expect(map.step).toBe(MINUTE_S);
    expect([...map.values.subarray(0, 4)]).toEqual([0, 1, 2, NaN]);
  });
});

describe('events', () => {
  const events = (): [string, number, number | null][] =>
    queries
      .events({ from: START, to: NOW, limit: 100 })
      .events.map(({ hostname, at, endedAt }) => [
        hostname,
        (at - START) / MINUTE_S,
        endedAt === null ? null : (endedAt - START) / MINUTE_S,
      ]);

  it('events are silences of at least six minutes, and ongoing ones', () => {
    fill('a', 0, 100, () => 1);
    fill('a', 106, 110, () => 1);
    fill('a', 118, 720, () => 1);
    fill('b', 0, 300, () => 1);
    expect(events()).toEqual([
      ['b', 299, null],
      ['a', 109, 118],
      ['a', 99, 106],
    ]);
  });

  it('over hours count only where those hours are known', () => {
    fill('known', 0, 30, () => 1);
    fill('known', 400, 720, () => 1);
    store.write(() => {
      const host = store.hosts.ensure({ sourceId: 'default', hostname: 'unknown' });
      for (const minute of [0, 719]) {
        const at = START + minute * MINUTE_S;
        const sample = {
          hostname: 'unknown',
          minute: at,
          collectedAt: at,
          cpuPercent: 1,
          memoryPercent: 1,
        };
        store.record({ host, layout: 'v2', records: [{ sample }], now: NOW });
      }
    });
    expect(events()).toEqual([['known', 29, 400]]);
  });

  it('can be of one host, and are limited', () => {
    fill('a', 0, 10, () => 1);
    fill('b', 0, 10, () => 1);
    const host = { sourceId: 'default', hostname: 'b' };
    expect(queries.events({ from: START, to: NOW, host, limit: 10 }).events).toHaveLength(1);
    expect(queries.events({ from: START, to: NOW, limit: 1 })).toMatchObject({ truncated: true });
  });
});

describe('statistics', () => {
  it('statistics are by nearest rank, over existing values', () => {
    const values = Float32Array.from({ length: 101 }, (_, index) =>
      index === 100 ? NaN : index + 1,
    );
    expect(statisticsOf(values)).toEqual({
      count: 100,
      min: 1,
      mean: 50.5,
      p50: 50,
      p95: 95,
      max: 100,
    });
    expect(statisticsOf(new Float32Array([NaN]))).toBeNull();
  });

  it('statistics of a range leave out metrics without samples', () => {
    fill('a', 0, 60, (minute) => minute);
    const found = queries.hostStatistics({
      sourceId: 'default',
      hostname: 'a',
      ...range,
      metrics: ['cpu', 'swap'],
    });
    expect(found.step).toBe(MINUTE_S);
    expect(found.metrics.cpu).toMatchObject({ count: 60, mean: 29.5, max: 59 });
    expect(found.metrics.swap).toBeUndefined();
  });

  it('use rollups where minutes are no longer kept', () => {
    fill('a', 0, 60, (minute) => minute);
    const found = queries.hostStatistics({
      sourceId: 'default',
      hostname: 'a',
      from: NOW - 200 * DAY_S,
      to: NOW,
      metrics: ['cpu'],
    });
    expect(found.step).toBe(QUARTER_HOUR_S);
    expect(found.metrics.cpu).toMatchObject({ count: 4, min: 0, max: 59 });
  });
});

it('processes are those of the minute, or of the last five', () => {
  store.write(() => {
    const host = store.hosts.ensure({ sourceId: 'default', hostname: 'a' });
    const sample = {
      hostname: 'a',
      minute: START,
      collectedAt: START,
      cpuPercent: 1,
      memoryPercent: 1,
      topProcesses: [{ name: 'init', pid: 1, cpuPercent: 2, memoryPercent: 3 }],
    };
    store.record({ host, layout: 'v2', records: [{ sample }], now: NOW });
  });
  const host = { sourceId: 'default', hostname: 'a' };
  expect(queries.minuteProcesses({ ...host, at: START + 130 })).toMatchObject({
    minute: START,
    processes: [{ name: 'init' }],
  });
  expect(queries.minuteProcesses({ ...host, at: START + 400 }).processes).toEqual([]);
  expect(() => queries.minuteProcesses({ ...host, hostname: 'x', at: START })).toThrow(/No host/u);
});
