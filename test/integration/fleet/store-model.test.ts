import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MetricId } from '../../../contract/metrics.ts';
import { DAY_S, HOUR_S, MINUTE_S, QUARTER_HOUR_S, dayOf } from '../../../contract/time.ts';
import { FleetSeriesReader } from '../../../fleet/queries/fleet-series.ts';
import { readHeatMap } from '../../../fleet/queries/heat-map.ts';
import type { FleetStore } from '../../../fleet/store/store.ts';
import { openBlankStore } from '../../support/blank-store.ts';
import { StoreModel, figuresOf, type ModelWrite } from '../../support/store-model.ts';
import { checkProperty } from '../../support/property.ts';

const START = dayOf(1_795_500_000);
const HOSTS = [0, 1, 2, 3];
const METRICS = ['cpu', 'memory', 'netRx'] as const;

/** Late, early, twice, in either layout, over two hours' ends and a day's. */
const writes = fc.array(
  fc.record({
    host: fc.constantFrom(...HOSTS),
    minute: fc.integer({ min: 0, max: 179 }).map((at) => START + 23 * HOUR_S + at * MINUTE_S),
    layout: fc.constantFrom('v2', 'legacy', 'local'),
    cpu: fc.integer({ min: 0, max: 1000 }).map((value) => value / 10),
    memory: fc.integer({ min: 0, max: 1000 }).map((value) => value / 10),
    netRx: fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: undefined }),
    weight: fc.integer({ min: 1, max: 30 }),
  }),
  { minLength: 1, maxLength: 120 },
) as fc.Arbitrary<ModelWrite[]>;

let store: FleetStore;
let ids: number[];

beforeEach(() => {
  store = openBlankStore();
});

afterEach(() => {
  store.close();
});

/** How rates differ at most where they are packed, as a share of them: a mean, of packed values and packed itself. */
const RATE_SHARE = 0.0021;

/** Long after all writes. */
const LATER = START + 2 * DAY_S;

/**
 * The writes, so many in a transaction, into a store of their own and a model. All that is over is packed after every so many
 * transactions: what is then written to such an hour comes late.
 */
function fill(all: readonly ModelWrite[], perWrite: number, packEvery = Infinity): StoreModel {
  store.close();
  store = openBlankStore();
  const model = new StoreModel();
  ids = HOSTS.map((host) =>
    store.hosts.ensure({ sourceId: 'default', hostname: `h${String(host)}` }),
  );
  for (let at = 0; at < all.length; at += perWrite) {
    store.write(() => {
      for (const write of all.slice(at, at + perWrite)) put(write);
    });
    if ((at / perWrite) % packEvery === packEvery - 1) packAll();
  }
  for (const write of all) model.write(write);
  return model;
}

function packAll(): void {
  while (store.pack(LATER).packed > 0);
}

function put({ host, minute, layout, cpu, memory, netRx, weight }: ModelWrite): void {
  const sample = {
    hostname: `h${String(host)}`,
    minute,
    collectedAt: minute + 5,
    cpuPercent: cpu,
    memoryPercent: memory,
    ...(netRx === undefined ? {} : { netRxBps: netRx }),
  };
  store.record({
    host: ids[host] ?? -1,
    layout,
    records: [{ sample, ...(layout === 'legacy' ? { weight } : {}) }],
    now: LATER,
  });
}

/** Differences of a store from its model; an assertion for each of many thousand values would cost more than the store. */
class Differences {
  readonly #found: string[] = [];

  close(found: number, wanted: number, within = 0.001): void {
    const isClose = Number.isNaN(wanted)
      ? Number.isNaN(found)
      : Math.abs(found - wanted) <= Math.max(within, Math.abs(wanted) * RATE_SHARE);
    if (!isClose) this.#found.push(`${String(found)} is not ${String(wanted)}`);
  }

  expectNone(): void {
    expect(this.#found).toEqual([]);
  }
}

function expectMinutes(model: StoreModel, from = START): void {
  const reader = store.series;
  const differences = new Differences();
  for (const host of HOSTS)
    for (const metric of METRICS) {
      const grid = { start: START + 22.5 * HOUR_S, step: MINUTE_S, count: 4 * 60 };
      const found = reader.minutes(ids[host] ?? -1, metric, grid);
      found.forEach((value, index) => {
        const minute = grid.start + index * MINUTE_S;
        const wanted = minute < from ? undefined : model.value(host, metric, minute);
        differences.close(value, wanted ?? NaN);
      });
    }
  differences.expectNone();
}

function expectRollups(model: StoreModel): void {
  const reader = store.series;
  const differences = new Differences();
  for (const host of HOSTS)
    for (const metric of METRICS) {
      const band = reader.rollups(ids[host] ?? -1, metric, {
        start: START,
        step: QUARTER_HOUR_S,
        count: 192,
      });
      band.mean.forEach((mean, index) => {
        const wanted = model.quarter(host, metric, START + index * QUARTER_HOUR_S);
        differences.close(mean, wanted?.mean ?? NaN, metric === 'netRx' ? 0.51 : 0.051);
        differences.close(band.min[index] ?? NaN, wanted?.min ?? NaN);
        differences.close(band.max[index] ?? NaN, wanted?.max ?? NaN);
      });
      const folded = reader.rollups(ids[host] ?? -1, metric, {
        start: START,
        step: DAY_S,
        count: 2,
      });
      folded.min.forEach((min, index) => {
        const quarters = Array.from({ length: 96 }, (_, quarter) =>
          model.quarter(host, metric, START + index * DAY_S + quarter * QUARTER_HOUR_S),
        ).filter((quarter) => quarter !== null);
        const least = Math.min(...quarters.map((quarter) => quarter.min));
        const most = Math.max(...quarters.map((quarter) => quarter.max));
        differences.close(min, quarters.length === 0 ? NaN : least);
        differences.close(folded.max[index] ?? NaN, quarters.length === 0 ? NaN : most);
      });
    }
  differences.expectNone();
}

it('minutes and rollups match a plain recomputation for any input in any order', () => {
  checkProperty(
    fc.property(
      writes,
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom(1, 3, Infinity),
      (all, perWrite, packEvery) => {
        const model = fill(all, perWrite, packEvery);
        expectMinutes(model);
        expectRollups(model);
        packAll();
        expectMinutes(model);
        expectRollups(model);
      },
    ),
    { runs: 30 },
  );
});

it('retention deletes whole hours of minutes and keeps the rollups', () => {
  checkProperty(
    fc.property(writes, fc.integer({ min: 0, max: 3 * 60 }), (all, minutes) => {
      const model = fill(all, 20, 2);
      const now = START + 23 * HOUR_S + minutes * MINUTE_S + DAY_S;
      store.applyRetention(
        { minuteDays: 1, rollupMonths: 13, forgetDays: 90, functionDays: 365 },
        now,
      );
      expectMinutes(model, Math.floor((now - DAY_S) / HOUR_S) * HOUR_S);
      expectRollups(model);
    }),
    { runs: 21 },
  );
});

it('the fleet\u2019s figures and the heat map are those of its minutes', () => {
  checkProperty(
    fc.property(writes, fc.constantFrom(...METRICS), (all, metric) => {
      const model = fill(all, 30, 2);
      const scan = store.scan;
      const from = START + 23 * HOUR_S + 7 * MINUTE_S;
      const to = from + 2 * HOUR_S;
      const valuesAt = (minute: number): number[] =>
        HOSTS.flatMap((host) => model.value(host, metric, minute) ?? []);
      const reader = new FleetSeriesReader(scan, (hour) => store.blocks.version(hour));
      const query = {
        metric: metric as MetricId,
        from,
        to,
        hosts: new Set(ids),
        epoch: '',
        settled: to,
      };
      // Asked once before something more arrives: what is kept in between must not be shown then.
      reader.read(query);
      const late = { ...all[0], minute: from + HOUR_S, layout: 'v2' } as ModelWrite;
      store.write(() => {
        put(late);
      });
      model.write(late);
      const differences = new Differences();
      const series = reader.read(query);
      for (let index = 0; index < series.count; index += 1) {
        const figures = figuresOf(valuesAt(series.start + index * MINUTE_S));
        differences.close(series.mean[index] ?? NaN, figures?.mean ?? NaN);
        differences.close(series.p95[index] ?? NaN, figures?.p95 ?? NaN);
        differences.close(series.max[index] ?? NaN, figures?.max ?? NaN);
        expect(series.online[index]).toBe(valuesAt(series.start + index * MINUTE_S).length);
      }
      const map = readHeatMap(scan, { metric, from, to, hosts: store.hosts.all() });
      map.values.forEach((value, index) => {
        const host = Math.floor(index / map.count);
        differences.close(
          value,
          model.value(host, metric, map.start + (index % map.count) * MINUTE_S) ?? NaN,
        );
      });
      differences.expectNone();
    }),
    { runs: 21 },
  );
});

it.each([20, 60, 150, 210, 389, 390])(
  'the heat map of %i days is the mean of its quarter hours, the first column too',
  (days) => {
    const from = START - days * DAY_S;
    const all = Array.from({ length: 3 * (days + 3) }, (_, index): ModelWrite => ({
      host: index % 2,
      minute: from - 3 * DAY_S + Math.floor(index / 3) * DAY_S + (index % 3) * 7 * HOUR_S,
      layout: 'v2',
      cpu: (index * 37) % 101,
      memory: 1,
      weight: 1,
    }));
    const model = fill(all, 200);
    const query = { metric: 'cpu', from: from + 5 * HOUR_S, to: START, hosts: store.hosts.all() };
    const map = readHeatMap(store.scan, query as Parameters<typeof readHeatMap>[1]);
    const differences = new Differences();
    map.values.forEach((value, index) => {
      const start = map.start + (index % map.count) * map.step;
      const host = Math.floor(index / map.count);
      const means: number[] = [];
      for (let at = start; at < start + map.step; at += QUARTER_HOUR_S) {
        const mean = model.quarter(host, 'cpu', at)?.mean;
        if (mean !== undefined) means.push(mean);
      }
      differences.close(value, figuresOf(means)?.mean ?? NaN, 0.01);
    });
    differences.expectNone();
  },
);
