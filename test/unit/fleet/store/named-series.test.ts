import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CustomValue, Sample } from '../../../../contract/sample.ts';
import { DAY_S, HOUR_S, MINUTE_S, dayOf, hourOf } from '../../../../contract/time.ts';
import { readDetailSeries } from '../../../../fleet/queries/detail-series.ts';
import { FLEET_MIGRATIONS } from '../../../../fleet/store/migrations.ts';
import { FleetStore } from '../../../../fleet/store/store.ts';
import { openDatabase } from '../../../../platform/sqlite/database.ts';

const HOUR = hourOf(1_795_500_000);
const RETENTION = { minuteDays: 90, rollupMonths: 13, forgetDays: 90, functionDays: 365 };

let db: DatabaseSync;
let store: FleetStore;
let host: number;

beforeEach(() => {
  db = openDatabase(':memory:', { durability: 'normal', migrations: FLEET_MIGRATIONS });
  store = new FleetStore(db);
  host = store.hosts.ensure({ sourceId: 'default', hostname: 'web' });
});

afterEach(() => {
  store.close();
});

function record(minute: number, custom: CustomValue[] | undefined): void {
  const sample: Sample = {
    hostname: 'web',
    minute,
    collectedAt: minute,
    cpuPercent: 1,
    memoryPercent: 1,
  };
  if (custom !== undefined) sample.custom = custom;
  store.write(() => store.record({ host, layout: 'v2', records: [{ sample }], now: minute }));
}

function series(start: number, count: number, step = MINUTE_S): Record<string, number[]> {
  const found = store.read(() => store.custom.series(host, { start, step, count }));
  return Object.fromEntries(found.map(({ name, mean }) => [name, [...mean]]));
}

describe('custom metrics of a host', () => {
  it('are kept by name, minute by minute and exact', () => {
    record(HOUR + 59 * MINUTE_S, [{ name: 'time', value: 1_795_500_123.5 }]);
    record(HOUR + HOUR_S, [
      { name: 'time', value: 1_795_500_183.5 },
      { name: '__proto__', value: -1e-9 },
    ]);
    record(HOUR + HOUR_S + MINUTE_S, undefined);
    expect(series(HOUR + 59 * MINUTE_S, 3)).toEqual(
      Object.fromEntries([
        ['__proto__', [NaN, -1e-9, NaN]],
        ['time', [1_795_500_123.5, 1_795_500_183.5, NaN]],
      ]),
    );
  });

  it('a long range has the means of its steps', () => {
    for (let index = 0; index < 30; index += 1)
      record(HOUR + index * MINUTE_S, [{ name: 'a', value: index }]);
    expect(series(HOUR, 3, 15 * MINUTE_S)).toEqual({ a: [7, 22, NaN] });
  });

  it('a repeated minute replaces the earlier one', () => {
    record(HOUR, [{ name: 'a', value: 1 }]);
    record(HOUR, [{ name: 'a', value: 2 }]);
    expect(series(HOUR, 1)).toEqual({ a: [2] });
  });

  it('an hour keeps at most 32 names', () => {
    for (let index = 0; index < 10; index += 1)
      record(
        HOUR + index * MINUTE_S,
        Array.from({ length: 8 }, (_, n) => ({ name: `n${String(index)}_${String(n)}`, value: 1 })),
      );
    expect(Object.keys(series(HOUR, 60))).toHaveLength(32);
  });

  it('by the minute expire like minutes, their hours like rollups, and both with their host', () => {
    const start = dayOf(HOUR);
    record(start, [{ name: 'a', value: 1 }]);
    record(start + MINUTE_S, [{ name: 'a', value: 4 }]);
    record(start + HOUR_S, [{ name: 'a', value: 7.5 }]);
    store.hosts.ensure({ sourceId: 'default', hostname: 'newer' });
    store.applyRetention(RETENTION, HOUR + 91 * DAY_S);
    expect(series(start, 1)).toEqual({});
    expect(series(start, 2, 2 * HOUR_S)).toEqual({ a: [5, NaN] });
    record(start + 100 * DAY_S, [{ name: 'a', value: 1 }]);
    store.applyRetention({ ...RETENTION, rollupMonths: 1 }, HOUR + 100 * DAY_S);
    expect(series(start, 1, 2 * HOUR_S)).toEqual({});
    expect(series(start + 100 * DAY_S, 1)).toEqual({ a: [1] });
    store.write(() => store.forget(host));
    for (const step of [MINUTE_S, HOUR_S]) expect(series(start + 100 * DAY_S, 1, step)).toEqual({});
  });

  it('hours of a day stored without means are read individually', () => {
    const start = dayOf(HOUR);
    record(start + HOUR_S, [{ name: 'a', value: 3 }]);
    db.exec('DELETE FROM custom_day');
    expect(series(start, 1, 2 * HOUR_S)).toEqual({ a: [3] });
  });
});

describe('file systems and interfaces over time', () => {
  it('have a value every five minutes, and are found by kind and name', () => {
    const told = (minute: number, usedMb: number): void => {
      const sample: Sample = {
        hostname: 'web',
        minute,
        collectedAt: minute,
        cpuPercent: 1,
        memoryPercent: 1,
        fileSystems: [
          { mount: '/', sizeMb: 100, usedMb },
          { mount: '/srv a', sizeMb: 900, usedMb: 1, inodesPercent: 4 },
        ],
        interfaces: [{ name: 'eth0', rxBps: usedMb * 10, txBps: 2, errors: 0 }],
      };
      store.write(() => store.record({ host, layout: 'v2', records: [{ sample }], now: minute }));
    };
    told(HOUR + 2 * MINUTE_S, 40);
    told(HOUR + 5 * MINUTE_S, 50);
    const grid = { start: HOUR, step: 5 * MINUTE_S, count: 3 };
    const read = (of: 'fileSystem' | 'interface', name: string) =>
      store.read(() => readDetailSeries(store.detailSeries, host, { grid, of, name }));
    expect(read('fileSystem', '/')).toEqual({
      size: Float64Array.of(100, 100, NaN),
      used: Float64Array.of(40, 50, NaN),
    });
    expect(read('fileSystem', '/srv a').inodes).toEqual(Float64Array.of(4, 4, NaN));
    expect(read('interface', 'eth0')).toEqual({
      rx: Float64Array.of(400, 500, NaN),
      tx: Float64Array.of(2, 2, NaN),
      errors: Float64Array.of(0, 0, NaN),
    });
    expect(read('interface', '/')).toEqual({});
  });
});
