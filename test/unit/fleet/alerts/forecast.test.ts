import { describe, expect, it } from 'vitest';
import { FILLING_WITHIN_DAYS } from '../../../../contract/alerts.ts';
import { forecast } from '../../../../fleet/alerts/forecast.ts';
import { HISTORY_KINDS, madeUpHistory, randomFrom } from '../../../support/made-up-history.ts';

const days = (length: number, value: (day: number) => number) => ({
  values: Array.from({ length }, (_, day) => value(day)),
});

describe('a forecast', () => {
  it('is an interval around the day on which a steady growth reaches the end', () => {
    const found = forecast(days(20, (day) => 50 + day * 2));
    expect(found?.earliest).toBeLessThan(6);
    expect(found?.latest).toBeGreaterThan(6);
    expect((found?.latest ?? Infinity) - (found?.earliest ?? 0)).toBeLessThan(2);
  });

  it('needs at least seven days, and reaches at most 90', () => {
    expect(forecast(days(6, (day) => 50 + day * 2))).toBeNull();
    expect(forecast({ values: [...days(20, () => NaN).values, 50, 52, 54] })).toBeNull();
    expect(forecast(days(30, (day) => 10 + day * 0.2))).toBeNull();
  });

  it('does not exist for constant values, a single rise, or repeated clean-ups', () => {
    expect(forecast(days(30, () => 60))).toBeNull();
    expect(forecast(days(30, (day) => (day < 15 ? 40 : 80)))).toBeNull();
    expect(forecast(days(30, (day) => 40 + (day % 10) * 5))).toBeNull();
  });

  it('skips days without samples', () => {
    const found = forecast(days(20, (day) => (day % 4 === 1 ? NaN : 50 + day * 2)));
    expect(found?.earliest).toBeLessThan(6);
    expect(found?.latest).toBeGreaterThan(6);
  });

  it('is 0 days if it is full, and open-ended if the growth may have ended', () => {
    expect(forecast(days(12, (day) => Math.min(100, 89 + day)))?.earliest).toBe(0);
  });
});

describe('the forecasts of 1,000 made-up disks', () => {
  const random = randomFrom(20_261_130);
  const disks = Array.from({ length: 1000 }, (_, index) => {
    const kind = HISTORY_KINDS[index % HISTORY_KINDS.length] ?? 'flat';
    return madeUpHistory(kind, 7 + Math.floor(random() * 24), random);
  }).map((disk) => ({ ...disk, found: forecast(disk) }));
  const filling = disks.filter(({ fullIn }) => fullIn !== null);
  const others = disks.filter(({ fullIn }) => fullIn === null);

  it('raise at most one false alarm among a hundred that do not fill up', () => {
    expect(others.length).toBeGreaterThan(600);
    const alarms = others.filter(
      ({ found }) => (found?.earliest ?? Infinity) <= FILLING_WITHIN_DAYS,
    );
    expect(alarms.length / others.length).toBeLessThanOrEqual(0.01);
  });

  it('contain the true day in nine of ten, and exist for most that fill up', () => {
    const made = filling.flatMap(({ fullIn, found }) =>
      found === null || fullIn === null ? [] : [found.earliest <= fullIn && fullIn <= found.latest],
    );
    expect(made.length / filling.length).toBeGreaterThan(0.8);
    expect(made.filter(Boolean).length / made.length).toBeGreaterThanOrEqual(0.9);
  });
});
