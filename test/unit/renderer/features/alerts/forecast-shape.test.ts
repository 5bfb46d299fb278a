import { describe, expect, it } from 'vitest';
import type { HostForecast } from '../../../../../contract/forecast.ts';
import {
  conePath,
  forecastSpan,
  historyPath,
} from '../../../../../renderer/features/alerts/forecast-shape.ts';

const forecast = (change: Partial<HostForecast> = {}): HostForecast => ({
  metric: 'disk',
  earliest: 10,
  latest: 20,
  growth: [1, 2],
  days: [NaN, NaN, 60, 70, 80],
  ...change,
});
const frame = { before: 2, ahead: 18, width: 200, height: 102 };

describe('the drawing of a forecast', () => {
  it('shows the known days and continues until it is full, for one week to three months', () => {
    expect(forecastSpan(forecast())).toEqual({ before: 2, ahead: 23 });
    expect(forecastSpan(forecast({ earliest: 0, latest: 1 })).ahead).toBe(7);
    expect(forecastSpan(forecast({ latest: 400 })).ahead).toBe(90);
    expect(forecastSpan(forecast({ latest: null })).ahead).toBe(23);
  });

  it('has a line of the days, with gaps', () => {
    expect(historyPath(forecast(), frame)).toBe('M0 41L10 31L20 21');
    expect(historyPath(forecast({ days: [60, NaN, 80] }), frame)).toBe('M0 41M20 21');
  });

  it('has a cone from today to the earliest and latest date at which it is full', () => {
    // Full in ten days is the top at 120; full in twenty is beyond the drawing, at 98 %.
    expect(conePath(forecast(), frame)).toBe('M20 21L120 1L200 1L200 3Z');
    expect(conePath(forecast({ latest: 15 }), frame)).toBe('M20 21L120 1L200 1L170 1Z');
    expect(conePath(forecast({ latest: null }), frame)).toBe('M20 21L120 1L200 1L200 21Z');
    expect(conePath(forecast({ earliest: 0, latest: 0 }), frame)).not.toContain('NaN');
  });
});
