import type { Chart } from 'chart.js';
import { describe, expect, it } from 'vitest';
import { bandPlugin } from '../../../../renderer/charts/band-plugin.ts';
import { buildDrawing } from '../../../../renderer/charts/chart-options.ts';
import { linePlugin } from '../../../../renderer/charts/line-plugin.ts';
import { pixelGrid, runsOf } from '../../../../renderer/charts/pixel-grid.ts';
import type { ChartTheme } from '../../../../renderer/charts/use-chart-theme.ts';

const NONE = Number.NaN;
const theme: ChartTheme = {
  name: 'light',
  grid: '#000000',
  text: '#000000',
  shade: '#000000',
  cursor: '#000000',
  accent: '#000000',
  offline: '#000000',
  warning: '#000000',
  ground: '#000000',
  font: 'sans-serif',
  series: () => '#0072b2',
};
const options = { start: 0, step: 900, theme, stepped: false };
const values = (...of: number[]) => Float32Array.of(...of);

describe('buildDrawing', () => {
  it('puts wide steps at their middle, and counts what was sampled', () => {
    const line = { key: 'cpu', label: 'CPU', position: 0, mean: values(1, NONE, 3) };
    const { lines, count, extent } = buildDrawing([line], options);
    expect(lines[0]).toMatchObject({ start: 450_000, step: 900_000, dash: [] });
    expect(count).toBe(2);
    expect(extent).toEqual({ low: 1, high: 3 });
  });

  it('keeps bands within the value axis', () => {
    const mean = values(1, 2);
    const band = { min: values(-3, 1), max: values(9, NONE) };
    const built = buildDrawing([{ key: 'c', label: '', position: 0, mean, ...band }], options);
    expect(built.bands).toHaveLength(1);
    expect(built.bands[0]?.start).toBe(450_000);
    expect(built.extent).toEqual({ low: -3, high: 9 });
  });

  it('does not count what is only drawn for comparing', () => {
    const mean = values(1, 2);
    const faint = { key: 'p', label: '', position: 0, mean, start: 900, faint: true };
    const built = buildDrawing([{ key: 'c', label: '', position: 0, mean }, faint], options);
    expect(built.count).toBe(2);
    expect(built.lines[1]).toMatchObject({ start: 1_350_000, dash: [2, 3], colour: '#0072b280' });
  });

  it('knows no extent of nothing', () => {
    const line = { key: 'cpu', label: '', position: 0, mean: values(NONE) };
    expect(buildDrawing([line], options).extent).toBeUndefined();
  });
});

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

const line = { start: 0, step: 10, colour: '#000000', dash: [], stepped: false };

describe('linePlugin', () => {
  it('breaks at gaps and shows a lone sample as a dot', () => {
    const { draw } = fakeChart();
    const mean = values(10, 20, NONE, 30, NONE);
    expect(draw(linePlugin(() => [{ ...line, values: mean }]))).toEqual([
      'lineTo 0 90',
      'lineTo 10 80',
      'stroke',
      'arc 30 70 2.5 0 6.28',
      'fill',
    ]);
  });

  it('goes on horizontally to the next step where it is stepped', () => {
    const { draw } = fakeChart();
    const stepped = { ...line, stepped: true, values: values(10, 20) };
    expect(draw(linePlugin(() => [stepped]))).toEqual([
      'lineTo 0 90',
      'lineTo 10 90',
      'lineTo 10 80',
      'stroke',
    ]);
  });

  it('keeps the extremes and the last of the samples in one column of pixels', () => {
    const { draw } = fakeChart();
    const dense = { ...line, step: 0.25, values: values(10, 90, 0, 50, 60) };
    expect(draw(linePlugin(() => [dense]))).toEqual([
      'lineTo 0 90',
      'lineTo 0 10',
      'lineTo 0 100',
      'lineTo 0 50',
      'lineTo 1 40',
      'stroke',
    ]);
  });

  it('strokes long lines in pieces without leaving anything out', () => {
    const { draw } = fakeChart();
    const long = { ...line, step: 1, values: new Float32Array(101).fill(50) };
    const calls = draw(linePlugin(() => [long]));
    expect(calls.filter((call) => call === 'stroke')).toHaveLength(2);
    expect(new Set(calls.filter((call) => call.startsWith('lineTo'))).size).toBe(101);
    expect(calls).toContain('moveTo 63 50');
  });
});

describe('bandPlugin', () => {
  const band = { start: 0, step: 0.5, colour: '#000000' };

  it('fills a bar for each column where steps share columns', () => {
    const { draw } = fakeChart();
    const shared = { ...band, low: values(10, 5, 20), high: values(20, 15, 30) };
    expect(draw(bandPlugin(() => [shared]))).toEqual(['fillRect 0 80 1 15', 'fillRect 1 70 1 10']);
  });

  it('fills the outline where each step has columns of its own', () => {
    const { draw } = fakeChart(2);
    const wide = { ...band, low: values(10, 5), high: values(20, 15) };
    expect(draw(bandPlugin(() => [wide]))).toEqual([
      'lineTo 0 80',
      'lineTo 0.5 85',
      'lineTo 0.5 95',
      'lineTo 0 90',
      'fill',
    ]);
  });
});

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
