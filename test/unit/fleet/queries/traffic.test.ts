import { afterEach, beforeEach, expect, it } from 'vitest';
import { DAY_S, MINUTE_S, dayOf } from '../../../../contract/time.ts';
import { readTraffic } from '../../../../fleet/queries/traffic.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';

const DAY = dayOf(1_795_500_000);

let store: FleetStore;

beforeEach(() => {
  store = openBlankStore();
  store.write(() => {
    const host = store.hosts.ensure({ sourceId: 'default', hostname: 'web' });
    // Half an hour at the end of one day, and half an hour at the start of the next.
    const records = Array.from({ length: 60 }, (_, index) => {
      const minute = DAY + DAY_S + (index - 30) * MINUTE_S;
      const rates = { netRxBps: 1000, netTxBps: index < 30 ? 10 : 20 };
      return {
        sample: {
          hostname: 'web',
          minute,
          collectedAt: minute,
          cpuPercent: 1,
          memoryPercent: 1,
          ...rates,
        },
      };
    });
    store.record({ host, layout: 'v2', records, now: DAY + 2 * DAY_S });
  });
});

afterEach(() => {
  store.close();
});

it.each([
  ['minutes', 0],
  ['quarter hours', Infinity],
])('traffic is summed by period, from %s', (_, minutesFrom) => {
  const host = store.hosts.find({ sourceId: 'default', hostname: 'web' });
  if (host === null) throw new Error('the host is gone');
  const edges = [DAY, DAY + DAY_S, DAY + 2 * DAY_S, DAY + 3 * DAY_S];
  expect(readTraffic(store.series, host, { edges, minutesFrom })).toEqual({
    sourceId: 'default',
    hostname: 'web',
    periods: [
      { from: DAY, to: DAY + DAY_S, rxBytes: 1_800_000, txBytes: 18_000, seconds: 1800 },
      {
        from: DAY + DAY_S,
        to: DAY + 2 * DAY_S,
        rxBytes: 1_800_000,
        txBytes: 36_000,
        seconds: 1800,
      },
      { from: DAY + 2 * DAY_S, to: DAY + 3 * DAY_S, rxBytes: 0, txBytes: 0, seconds: 0 },
    ],
  });
});
