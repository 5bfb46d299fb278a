import { describe, expect, it } from 'vitest';
import {
  findGaps,
  isIsolated,
  statsOf,
  toPoints,
  valueAt,
} from '../../../../renderer/components/charts/series-data.ts';

const series = (...values: (number | null)[]) =>
  Float32Array.from(values, (value) => value ?? Number.NaN);

describe('toPoints', () => {
  it('breaks the line once per gap and counts only what was sampled', () => {
    const { points, count, hasGaps } = toPoints(series(null, 1, null, null, 2, 3, null), 600, 60);
    expect(points.map(({ x, y }) => [x / 1000, Number.isNaN(y) ? null : y])).toEqual([
      [660, 1],
      [720, null],
      [840, 2],
      [900, 3],
      [960, null],
    ]);
    expect(count).toBe(3);
    expect(hasGaps).toBe(true);
  });

  it('draws wide steps at their middle', () => {
    expect(toPoints(series(1), 0, 900).points).toEqual([{ x: 450_000, y: 1 }]);
  });

  it('knows the points that no line would show', () => {
    const { points } = toPoints(series(1, null, 2, 3), 0, 60);
    expect(points.map((_, index) => isIsolated(points, index))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('findGaps', () => {
  it('finds what is long enough, between samples and after the last', () => {
    const values = series(null, 1, null, 1, null, null, null, 1, null, null);
    expect(findGaps(values, 0, 60, 180, 600)).toEqual([{ from: 240, to: 420 }]);
    expect(findGaps(values, 0, 60, 120, 600)).toEqual([
      { from: 240, to: 420 },
      { from: 480, to: 600 },
    ]);
  });

  it('says nothing about a range without any sample', () => {
    expect(findGaps(series(null, null), 0, 60, 60, 600)).toEqual([]);
  });
});

describe('statsOf', () => {
  it('leaves gaps out', () => {
    const stats = statsOf({ mean: series(10, null, 30, 20, null) });
    expect(stats).toEqual({ last: 20, min: 10, mean: 20, p95: 30, max: 30, count: 3 });
  });

  it('takes the extremes of the band where there is one', () => {
    const stats = statsOf({ mean: series(10, 20), min: series(1, 15), max: series(12, 99) });
    expect(stats).toMatchObject({ min: 1, max: 99, mean: 15 });
  });

  it('knows nothing of an empty range', () => {
    expect(statsOf({ mean: series(null) })).toMatchObject({ last: null, mean: null, max: null });
  });
});

describe('valueAt', () => {
  it('reads the step that covers the time', () => {
    const values = series(1, null, 3);
    expect(valueAt(values, 600, 60, 659)).toBe(1);
    expect(valueAt(values, 600, 60, 660)).toBeNull();
    expect(valueAt(values, 600, 60, 779)).toBe(3);
    expect(valueAt(values, 600, 60, 780)).toBeNull();
    expect(valueAt(values, 600, 60, 599)).toBeNull();
  });
});
