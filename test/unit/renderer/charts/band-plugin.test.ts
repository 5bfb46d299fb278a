import { describe, expect, it } from 'vitest';
import { bandPlugin } from '../../../../renderer/charts/band-plugin.ts';
import { fakeChart } from '../fake-chart.ts';

const values = (...of: number[]) => Float32Array.of(...of);

describe('bandPlugin', () => {
  const band = { start: 0, step: 0.5, colour: '#000000' };

  it('fills a bar per column if steps share columns', () => {
    const { draw } = fakeChart();
    const shared = { ...band, low: values(10, 5, 20), high: values(20, 15, 30) };
    expect(draw(bandPlugin(() => [shared]))).toEqual(['fillRect 0 80 1 15', 'fillRect 1 70 1 10']);
  });

  it('fills the outline if each step has its own columns', () => {
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
