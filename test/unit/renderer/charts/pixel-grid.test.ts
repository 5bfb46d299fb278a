import type { Chart } from 'chart.js';
import { describe, expect, it } from 'vitest';
import type { linePlugin } from '../../../../renderer/charts/line-plugin.ts';
import { pixelGrid, runsOf } from '../../../../renderer/charts/pixel-grid.ts';

const NONE = Number.NaN;
const values = (...of: number[]) => Float32Array.of(...of);

/** A chart of 100 × 100 pixels over 0 to 100 ms and 0 to 100, and what is called on its canvas. */
function fakeChart(ratio = 1) {
  const calls: string[] = [];
  const target: Record<string, unknown> = {};
  const ctx = new Proxy(target, {
    get: (_, name: string) =>
      target[name] ??
      ((...args: number[]) => {
        calls.push([name, ...args.map((arg) => Math.round(arg * 100) / 100)].join(' '));
      }),
  });
  const scale = { min: 0, max: 100 };
  const chart = {
    ctx,
    chartArea: { left: 0, right: 100, top: 0, bottom: 100, width: 100, height: 100 },
    currentDevicePixelRatio: ratio,
    scales: {
      x: { ...scale, getPixelForValue: (value: number) => value },
      y: { ...scale, getPixelForValue: (value: number) => 100 - value },
    },
  } as unknown as Chart<'line'>;
  const draw = (plugin: ReturnType<typeof linePlugin>) => {
    plugin.beforeDatasetsDraw?.(chart, { cancelable: true }, {});
    return calls.filter((call) => /^(moveTo|lineTo|arc|stroke|fill|fillRect)\b/u.test(call));
  };
  return { chart, draw };
}

describe('pixelGrid', () => {
  it('knows which steps are in sight, and one beyond at either end', () => {
    const { chart } = fakeChart();
    expect(pixelGrid(chart, -1000, 10)).toMatchObject({ from: 99, to: 112 });
    expect(pixelGrid(chart, 0, 10)?.x(3)).toBe(30);
    expect(pixelGrid(chart, 0, 10)?.y(25)).toBe(75);
  });
});

describe('runsOf', () => {
  it('finds the stretches that all series have', () => {
    const all = { from: 0, to: 100 };
    expect(runsOf([values(1, 1, NONE, 1, 1), values(2, 2, 2, NONE, 2)], all)).toEqual([
      [0, 2],
      [4, 5],
    ]);
    expect(runsOf([values(), values()], all)).toEqual([]);
    expect(runsOf([values(1, 1, 1, 1)], { from: 1, to: 3 })).toEqual([[1, 3]]);
  });
});
