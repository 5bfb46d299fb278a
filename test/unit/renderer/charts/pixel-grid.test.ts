import { describe, expect, it } from 'vitest';
import { pixelGrid, runsOf } from '../../../../renderer/charts/pixel-grid.ts';
import { fakeChart } from '../fake-chart.ts';

const NONE = Number.NaN;
const values = (...of: number[]) => Float32Array.of(...of);

describe('pixelGrid', () => {
  it('finds the visible steps, and one beyond at either end', () => {
    const { chart } = fakeChart();
    expect(pixelGrid(chart, -1000, 10)).toMatchObject({ from: 99, to: 112 });
    expect(pixelGrid(chart, 0, 10)?.x(3)).toBe(30);
    expect(pixelGrid(chart, 0, 10)?.y(25)).toBe(75);
  });
});

describe('runsOf', () => {
  it('finds the runs that all series have', () => {
    const all = { from: 0, to: 100 };
    expect(runsOf([values(1, 1, NONE, 1, 1), values(2, 2, 2, NONE, 2)], all)).toEqual([
      [0, 2],
      [4, 5],
    ]);
    expect(runsOf([values(), values()], all)).toEqual([]);
    expect(runsOf([values(1, 1, 1, 1)], { from: 1, to: 3 })).toEqual([[1, 3]]);
  });
});
