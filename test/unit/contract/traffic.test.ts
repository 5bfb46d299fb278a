import { describe, expect, it } from 'vitest';
import { countedTraffic, trafficOf, trafficPeriods } from '../../../contract/traffic.ts';

const at = (text: string): number => Date.parse(`${text}Z`) / 1000;
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

describe('the periods of traffic', () => {
  it.each([
    ['2026-11-30T13:00', 1, ['2026-09-01', '2026-10-01', '2026-11-01']],
    ['2026-11-30T13:00', 15, ['2026-09-15', '2026-10-15', '2026-11-15']],
    ['2026-11-10T13:00', 15, ['2026-08-15', '2026-09-15', '2026-10-15']],
    ['2026-03-10T00:00', 31, ['2025-12-31', '2026-01-31', '2026-02-28']],
    ['2026-04-30T00:00', 31, ['2026-02-28', '2026-03-31', '2026-04-30']],
    ['2026-01-01T00:00', 1, ['2025-11-01', '2025-12-01', '2026-01-01']],
  ])('at %s with reset on day %i have months from %j', (now, resetDay, months) => {
    const periods = trafficPeriods(at(now), resetDay, 'utc');
    expect(periods.months.map(iso)).toEqual(months);
    expect(iso(periods.days[0] ?? 0)).toBe(months[0]);
    expect(periods.days.at(-1)).toBe(at(now) - (at(now) % 86_400) + 86_400);
    for (const month of periods.months) expect(periods.days).toContain(month);
  });

  it('follow the days of the machine\u2019s own zone, of 23 and 25 hours too', () => {
    const { days, months } = trafficPeriods(at('2026-11-30T13:00'), 1, 'local');
    for (const day of days) expect(new Date(day * 1000).getHours()).toBe(0);
    expect(days.slice(1).every((day, index) => day > (days[index] ?? 0))).toBe(true);
    expect(days).toContain(months[0]);
  });

  it('are summed the way the provider counts', () => {
    const sum = trafficOf([
      { rxBytes: 1, txBytes: 10 },
      { rxBytes: 2, txBytes: 20 },
    ]);
    expect(sum).toEqual({ rxBytes: 3, txBytes: 30 });
    expect(
      ['both', 'sent', 'received'].map((counts) => countedTraffic(sum, counts as 'both')),
    ).toEqual([33, 30, 3]);
  });
});
