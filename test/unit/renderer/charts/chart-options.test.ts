import { describe, expect, it } from 'vitest';
import { buildDrawing, chartOptions } from '../../../../renderer/charts/chart-options.ts';
import type { ChartTheme } from '../../../../renderer/charts/use-chart-theme.ts';

const NONE = Number.NaN;
const theme: ChartTheme = {
  name: 'light',
  grid: '#000000',
  text: '#000000',
  usual: '#808080',
  shade: '#000000',
  cursor: '#000000',
  accent: '#000000',
  offline: '#000000',
  warning: '#000000',
  ground: '#000000',
  ink: '#000000',
  font: 'sans-serif',
  series: () => '#0072b2',
};
const options = { start: 0, step: 900, theme, stepped: false };
const values = (...of: number[]) => Float32Array.of(...of);

describe('buildDrawing', () => {
  it('draws wide steps at their middle, and counts samples', () => {
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

  it('buildDrawing does not count comparison lines', () => {
    const mean = values(1, 2);
    const faint = { key: 'p', label: '', position: 0, mean, start: 900, faint: true };
    const built = buildDrawing([{ key: 'c', label: '', position: 0, mean }, faint], options);
    expect(built.count).toBe(2);
    expect(built.lines[1]).toMatchObject({ start: 1_350_000, dash: [2, 3], colour: '#0072b280' });
  });

  it('draws mirrored lines below zero, with their bands', () => {
    const up = { key: 'r', label: '', position: 0, mean: values(1, 2) };
    const band = { min: values(2, NONE), max: values(5, NONE) };
    const down = {
      key: 'w',
      label: '',
      position: 1,
      mean: values(3, NONE),
      mirrored: true,
      ...band,
    };
    const { lines, bands, extent } = buildDrawing([up, down], options);
    expect([...(lines[1]?.values ?? [])]).toEqual([-3, NONE]);
    expect([bands[0]?.low[0], bands[0]?.high[0]]).toEqual([-5, -2]);
    expect(extent).toEqual({ low: -5, high: 2 });
    expect(down.mean[0]).toBe(3);
  });

  it('has no extent without lines', () => {
    const line = { key: 'cpu', label: '', position: 0, mean: values(NONE) };
    expect(buildDrawing([line], options).extent).toBeUndefined();
  });
});

describe('chartOptions', () => {
  it('writes the values of both directions without a sign', () => {
    const { scales } = chartOptions({
      range: { from: 0, to: 3600 },
      theme,
      time: { locale: 'en', timeZone: 'utc', hourCycle: 'h23' },
      formatValue: (value) => `${String(value)} B/s`,
      onMoving: () => undefined,
      onZoom: () => undefined,
      whole: false,
      bare: false,
      endRoom: 0,
      extent: { low: -5, high: 2 },
    });
    const { ticks } = (scales?.['y'] ?? {}) as { ticks: { callback: (value: number) => string } };
    expect(ticks.callback(-4)).toBe('4 B/s');
  });
});
