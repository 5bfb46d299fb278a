import { describe, expect, it } from 'vitest';
import { buildDrawing } from '../../../../renderer/charts/chart-options.ts';
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

  it('buildDrawing does not count what is only drawn for comparing', () => {
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
