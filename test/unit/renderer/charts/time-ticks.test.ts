import { describe, expect, it } from 'vitest';
import { timeTicks } from '../../../../renderer/charts/time-ticks.ts';

const at = (iso: string) => Date.parse(iso) / 1000;
const ticks = (from: string, to: string, most: number) =>
  timeTicks({ from: at(from), to: at(to) }, 'utc', most).map((seconds) =>
    new Date(seconds * 1000).toISOString().slice(0, 16),
  );

describe('timeTicks', () => {
  it('takes round moments', () => {
    expect(ticks('2026-11-24T08:07:00Z', '2026-11-24T09:07:00Z', 6)).toEqual([
      '2026-11-24T08:10',
      '2026-11-24T08:20',
      '2026-11-24T08:30',
      '2026-11-24T08:40',
      '2026-11-24T08:50',
      '2026-11-24T09:00',
    ]);
  });

  it('takes midnights over days and firsts over months', () => {
    expect(ticks('2026-11-20T08:07:00Z', '2026-11-23T08:07:00Z', 4)).toEqual([
      '2026-11-21T00:00',
      '2026-11-22T00:00',
      '2026-11-23T00:00',
    ]);
    expect(ticks('2025-10-20T00:00:00Z', '2026-11-24T00:00:00Z', 5)).toEqual([
      '2026-01-01T00:00',
      '2026-04-01T00:00',
      '2026-07-01T00:00',
      '2026-10-01T00:00',
    ]);
  });

  it('has at least two ticks in a week if there is space for three', () => {
    expect(ticks('2026-11-23T16:00:00Z', '2026-11-30T16:00:00Z', 3)).toEqual([
      '2026-11-26T00:00',
      '2026-11-29T00:00',
    ]);
  });

  it('never exceeds the maximum', () => {
    for (const days of [0.01, 0.2, 1, 2, 7, 30, 90, 396]) {
      const to = 1_764_000_000;
      const found = timeTicks({ from: to - days * 86_400, to }, 'utc', 8);
      expect(found.length, `${String(days)} d`).toBeLessThanOrEqual(10);
      expect(found.length, `${String(days)} d`).toBeGreaterThan(1);
    }
  });
});
