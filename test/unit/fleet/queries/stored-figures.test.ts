import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_S, DAY_S, MINUTE_S, dayOf } from '../../../../contract/time.ts';
import type { FleetScope } from '../../../../fleet/queries/fleet-series.ts';
import { FleetSeriesReader } from '../../../../fleet/queries/fleet-series.ts';
import { storeFigures } from '../../../../fleet/queries/stored-figures.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { madeUpSample } from '../../../support/fleet-generator.ts';

const TODAY = dayOf(1_795_500_000);
const NOW = TODAY + 2 * HOUR_S + 10 * MINUTE_S;
const HOSTS = 60;

let store: FleetStore;
let ids: number[];
/** Stands for the hosts that do not count. */
let scopeNumber: number;

beforeEach(() => {
  store = openBlankStore();
  scopeNumber = 7;
  ids = store.write(() =>
    Array.from({ length: HOSTS }, (_, index) =>
      store.hosts.ensure({ sourceId: 'default', hostname: `host-${String(index)}` }),
    ),
  );
  for (const hour of [TODAY - DAY_S + 5 * HOUR_S, TODAY + HOUR_S])
    store.write(() => {
      ids.forEach((id, index) => {
        add(id, hour + (index % 60) * MINUTE_S, index);
      });
    });
  while (store.pack(NOW).packed > 0);
});

afterEach(() => {
  store.close();
});

/** Within `write`. */
function add(host: number, minute: number, load: number): void {
  const sample = { ...madeUpSample('any', minute), cpuPercent: load % 101, loadAvg1m: load };
  store.record({ host, layout: 'v2', records: [{ sample }], now: NOW });
}

function put(host: number, minute: number, load: number): void {
  store.write(() => {
    add(host, minute, load);
  });
}

function scope(): Required<FleetScope> {
  return { hosts: new Set(ids), epoch: String(Math.random()), scopeOf: () => scopeNumber };
}

function pass(): number {
  let steps = 0;
  for (const _ of storeFigures({ store, scope: scope(), now: NOW })) steps += 1;
  return steps;
}

/** What a reader answers that has computed nothing yet, with what is stored and without it. */
function both(metric: 'cpu' | 'load1', from: number, to: number): unknown[] {
  return [store.figures, null].map((figures) => {
    const reader = new FleetSeriesReader(store.scan, () => 0, figures);
    return reader.read({ ...scope(), metric, from, to, settled: to });
  });
}

/** Puts impossible values into everything stored: an answer with them has not been computed. */
function mark(): void {
  for (const [time, step, count] of [
    [TODAY + HOUR_S, MINUTE_S, 60],
    [TODAY - DAY_S, 900, 96],
    [TODAY - DAY_S, 7200, 12],
  ] as const)
    store.write(() => {
      const figures = new Float32Array(4 * count).fill(12_345);
      store.figures.put({ metric: 'load1', time, step }, scopeNumber, figures);
    });
}

/** By the minute, by quarter hours, and by two hours. */
const RANGES = [1, 30, 300].map((days) => NOW - days * DAY_S);

function expectSame(): void {
  for (const metric of ['cpu', 'load1'] as const)
    for (const from of RANGES) {
      const [stored, computed] = both(metric, from, NOW);
      expect(stored).toEqual(computed);
    }
}

describe('figures of the fleet that were stored', () => {
  it('stored figures match the samples and are computed once', () => {
    expect(pass()).toBeGreaterThan(0);
    expectSame();
    expect(pass()).toBe(0);
  });

  it('stored figures are returned without computing', () => {
    pass();
    mark();
    for (const from of RANGES) {
      const [stored] = both('load1', from, NOW) as [{ max: Float32Array }];
      expect(stored.max).toContain(12_345);
    }
  });

  it('stored figures are dropped by a late sample of their hour', () => {
    pass();
    mark();
    put(ids[3] ?? 0, TODAY + HOUR_S + 59 * MINUTE_S, 9000);
    put(ids[3] ?? 0, TODAY - DAY_S + 9 * HOUR_S, 9000);
    expectSame();
    while (store.pack(NOW).packed > 0);
    pass();
    expectSame();
  });

  it('stored figures of other hosts are not used', () => {
    pass();
    mark();
    scopeNumber = 8;
    expectSame();
    expect(pass()).toBeGreaterThan(0);
  });

  it('stored figures are dropped with a forgotten host', () => {
    pass();
    mark();
    const [first = 0] = ids;
    ids = ids.slice(1);
    expect(store.write(() => store.forget(first))).toBe(true);
    expectSame();
  });

  it('stored figures are dropped with their samples', () => {
    pass();
    const retention = { minuteDays: 1, rollupMonths: 1, forgetDays: 90, functionDays: 365 };
    store.applyRetention(retention, NOW + 400 * DAY_S);
    // A clock that leaps so far is believed a day later.
    store.applyRetention(retention, NOW + 402 * DAY_S);
    expect(store.figures.scopesOf(TODAY + HOUR_S, MINUTE_S).size).toBe(0);
    expect(store.figures.scopesOf(TODAY - DAY_S, 900).size).toBe(0);
  });

  it('figures of an open hour are not stored', () => {
    put(ids[0] ?? 0, TODAY + HOUR_S, 1);
    pass();
    expect(store.figures.scopesOf(TODAY + HOUR_S, MINUTE_S).size).toBe(0);
    expect(store.figures.scopesOf(TODAY - DAY_S, 900).size).toBeGreaterThan(0);
  });
});
