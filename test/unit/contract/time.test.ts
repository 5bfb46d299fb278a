import { expect, it } from 'vitest';
import { dayOf, hourOf, isWithin, minuteOf, pythonIsoUtc } from '../../../contract/time.ts';

const NOW = 1_795_500_000;

it('times are rounded down, never to the next minute, hour or day', () => {
  const day = dayOf(NOW);
  for (const [of, length] of [
    [minuteOf, 60],
    [hourOf, 3600],
    [dayOf, 86_400],
  ] as const)
    expect([0, 0.25, length / 2, length - 0.001, length].map((at) => of(day + at) - day)).toEqual([
      0,
      0,
      0,
      0,
      length,
    ]);
});

it('a future time is not recent: the clock was set back', () => {
  const recent = [-1, 0, 59, 60].map((ago) => isWithin(60, NOW - ago, NOW));
  expect(recent).toEqual([false, true, true, false]);
});

it('ISO times are Python’s: UTC, no zone, microseconds unless zero', () => {
  expect(pythonIsoUtc(0)).toBe('1970-01-01T00:00:00');
  expect(pythonIsoUtc(NOW + 0.000789)).toBe('2026-11-24T06:00:00.000789');
  expect(pythonIsoUtc(NOW + 0.9999996)).toBe('2026-11-24T06:00:00.999999');
});
