import { describe, expect, it } from 'vitest';
import { runsOf } from '../../../../renderer/components/charts/band-plugin.ts';
import { buildDatasets } from '../../../../renderer/components/charts/chart-options.ts';
import type { ChartTheme } from '../../../../renderer/components/charts/use-chart-theme.ts';

const NONE = Number.NaN;
const theme: ChartTheme = {
  name: 'light',
  grid: '#000000',
  text: '#000000',
  shade: '#000000',
  cursor: '#000000',
  accent: '#000000',
  offline: '#000000',
  font: 'sans-serif',
  series: () => '#0072b2',
};
const options = { start: 0, step: 900, theme, stepped: false };
const values = (...of: number[]) => Float32Array.of(...of);

describe('buildDatasets', () => {
  it('draws a lone sample as a dot and the rest as a line', () => {
    const line = { key: 'cpu', label: 'CPU', position: 0, mean: values(1, 2, NONE, 3, NONE, 4, 5) };
    const { datasets, count, hasGaps } = buildDatasets([line], options);
    expect(count).toBe(5);
    expect(hasGaps).toBe(true);
    expect(datasets.map(({ data, pointRadius }) => [data.length, pointRadius])).toEqual([
      [7, 0],
      [1, 2.5],
    ]);
  });

  it('keeps the band out of the lines but within the value axis', () => {
    const mean = values(1, 2);
    const built = buildDatasets(
      [{ key: 'cpu', label: 'CPU', position: 0, mean, min: values(0, 1), max: values(9, NONE) }],
      options,
    );
    expect(built.datasets).toHaveLength(1);
    expect(built.bands).toHaveLength(1);
    expect(built.bands[0]?.start).toBe(450_000);
    expect(built.top).toBe(9);
  });

  it('does not count what is only drawn for comparing', () => {
    const mean = values(1, 2);
    const faint = { key: 'p', label: '', position: 0, mean, start: 900, faint: true };
    const built = buildDatasets([{ key: 'c', label: '', position: 0, mean }, faint], options);
    expect(built.count).toBe(2);
    expect(built.datasets[1]?.data[0]?.x).toBe(1_350_000);
  });
});

describe('runsOf', () => {
  it('finds the stretches that both series have', () => {
    expect(runsOf(values(1, 1, NONE, 1, 1), values(2, 2, 2, NONE, 2))).toEqual([
      [0, 2],
      [4, 5],
    ]);
    expect(runsOf(values(), values())).toEqual([]);
  });
});
