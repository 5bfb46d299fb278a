import type { Chart } from 'chart.js';
import { describe, expect, it } from 'vitest';
import { bandPlugin } from '../../../../renderer/charts/band-plugin.ts';
import type { linePlugin } from '../../../../renderer/charts/line-plugin.ts';

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
