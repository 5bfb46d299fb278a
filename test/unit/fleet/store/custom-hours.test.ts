import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CustomValue, Sample } from '../../../../contract/sample.ts';
import { HOUR_S, MINUTE_S, hourOf } from '../../../../contract/time.ts';
import { FleetStore } from '../../../../fleet/store/store.ts';

const HOUR = hourOf(1_795_500_000);
const RETENTION = { minuteDays: 90, rollupMonths: 13, forgetDays: 90, functionDays: 365 };

let store: FleetStore;
let host: number;

beforeEach(() => {
  store = FleetStore.open(':memory:');
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

  it('a minute that comes again replaces what was there', () => {
    record(HOUR, [{ name: 'a', value: 1 }]);
    record(HOUR, [{ name: 'a', value: 2 }]);
    expect(series(HOUR, 1)).toEqual({ a: [2] });
  });

  it('an hour remembers 32 names, whatever a table holds', () => {
    for (let index = 0; index < 10; index += 1)
      record(
        HOUR + index * MINUTE_S,
        Array.from({ length: 8 }, (_, n) => ({ name: `n${String(index)}_${String(n)}`, value: 1 })),
      );
    expect(Object.keys(series(HOUR, 60))).toHaveLength(32);
  });

  it('go with the minutes, and with their host', () => {
    record(HOUR, [{ name: 'a', value: 1 }]);
    store.hosts.ensure({ sourceId: 'default', hostname: 'newer' });
    store.applyRetention(RETENTION, HOUR + 91 * 86_400);
    expect(series(HOUR, 1)).toEqual({});
    record(HOUR + 100 * 86_400, [{ name: 'a', value: 1 }]);
    store.write(() => store.forget(host));
    expect(series(HOUR + 100 * 86_400, 1)).toEqual({});
  });
});
