import { describe, expect, it } from 'vitest';
import { trendOf, trendPath } from '../../../../renderer/lib/trend.ts';

const NONE = Number.NaN;
/** The heights of a path's points, pixels from the top. */
const heights = (path: string) =>
  [...path.matchAll(/[LM][\d.]+ (?<y>[\d.]+)/gu)].map((m) => Number(m.groups?.['y']));

describe('trendPath', () => {
  it('breaks at gaps', () => {
    expect(trendPath(Float32Array.of(0, 100, NONE, 50), 84, 18)).toBe('M1 17h0.8L28.3 1M83 9h0.8');
    expect(trendPath(Float32Array.of(NONE), 84, 18)).toBe('');
  });

  it('shows a single high minute of a day', () => {
    const day = new Float32Array(1440).fill(5);
    day[700] = 100;
    const found = heights(trendPath(day, 84, 18));
    expect(found.length).toBeLessThan(60);
    expect(Math.min(...found)).toBe(1);
  });

  it('shows a gap of many values as one', () => {
    const day = new Float32Array(1440).fill(5).fill(NONE, 300, 900);
    expect(trendPath(day, 84, 18).match(/M/gu)).toHaveLength(2);
  });
});

describe('trendOf', () => {
  it('draws from the lowest to the highest value, or from 0 to 100', () => {
    const values = Float32Array.of(40, 60);
    expect(heights(trendOf(values, 'own'))).toEqual([17, 1]);
    expect(heights(trendOf(values, 'percent'))).toEqual([10.6, 7.4]);
  });

  it('draws nearly constant values flat, also near 0 and 100', () => {
    expect(
      heights(trendOf(Float32Array.of(50, 50.2), 'own')).every((y) => Math.abs(y - 9) < 0.5),
    ).toBe(true);
    expect(heights(trendOf(Float32Array.of(0, 0), 'own'))).toEqual([17, 17]);
    expect(heights(trendOf(Float32Array.of(100, 100), 'own'))).toEqual([1, 1]);
  });

  it('has no path without values', () => {
    expect(trendOf(undefined, 'own')).toBe('');
    expect(trendOf(Float32Array.of(NONE, NONE), 'own')).toBe('');
  });
});
