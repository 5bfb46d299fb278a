import { describe, expect, it } from 'vitest';
import {
  countOf,
  extentOf,
  findGaps,
  stepTime,
  valueAt,
} from '../../../../renderer/charts/series-data.ts';

const series = (...values: (number | null)[]) =>
  Float32Array.from(values, (value) => value ?? Number.NaN);

describe('stepTime', () => {
  it('stepTime is the start of a minute and the middle of a wider step', () => {
    expect(stepTime(2, 600, 60)).toBe(720);
    expect(stepTime(1, 0, 900)).toBe(1350);
  });
});

describe('countOf and extentOf', () => {
  it('countOf and extentOf leave gaps out', () => {
    expect(countOf(series(null, 1, null, 0))).toBe(2);
    expect(extentOf([series(null, 3), series(-1, null)])).toEqual({ low: -1, high: 3 });
    expect(extentOf([series(null)])).toBeUndefined();
  });
});

describe('findGaps', () => {
  it('finds long enough gaps between samples and after the last', () => {
    const values = series(null, 1, null, 1, null, null, null, 1, null, null);
    expect(findGaps(values, 0, 60, 180, 600)).toEqual([{ from: 240, to: 420 }]);
    expect(findGaps(values, 0, 60, 120, 600)).toEqual([
      { from: 240, to: 420 },
      { from: 480, to: 600 },
    ]);
  });

  it('finds none in a range without samples', () => {
    expect(findGaps(series(null, null), 0, 60, 60, 600)).toEqual([]);
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
