import { expect, it } from 'vitest';
import { HOUR_S, MINUTE_S, dayOf } from '../../../../contract/time.ts';
import { openBlankStore } from '../../../support/blank-store.ts';

const FIRST_DAY = dayOf(1_795_500_000);
const DAYS = 6;
const QUARTERS = DAYS * 24 * 4;

it.each([
  { title: 'neighbouring hours', hours: [5, 6, 7] },
  { title: 'hours of two days', hours: [23, 24] },
  { title: 'hours that are days apart', hours: [2, 30, 61, 90, 140] },
])('one host among others has its quarters of $title, before they are packed', ({ hours }) => {
  const store = openBlankStore();
  const hostnames = ['a', 'b', 'c'];
  const ids = hostnames.map((hostname) => store.hosts.ensure({ sourceId: 'default', hostname }));
  const quarterOf = new Map<number, number>();
  store.write(() => {
    for (const [index, host] of ids.entries())
      for (const hour of hours.slice(index)) {
        const minute = FIRST_DAY + hour * HOUR_S + 20 * MINUTE_S;
        const cpuPercent = hour / 2 + index;
        if (index === 1) quarterOf.set(hour * 4 + 1, cpuPercent);
        const sample = {
          hostname: hostnames[index] ?? '',
          minute,
          collectedAt: minute + 5,
          cpuPercent,
          memoryPercent: 50,
        };
        store.record({ host, layout: 'v2', records: [{ sample }], now: minute + 60 });
      }
  });
  const { mean } = store.series.rollups(ids[1] ?? 0, 'cpu', {
    start: FIRST_DAY,
    step: 900,
    count: QUARTERS,
  });
  const found = [...mean].flatMap((value, at) => (Number.isNaN(value) ? [] : [[at, value]]));
  store.close();
  expect(found).toEqual([...quarterOf]);
});
