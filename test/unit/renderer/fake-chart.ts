import type { Chart } from 'chart.js';
import type { linePlugin } from '../../../renderer/charts/line-plugin.ts';

/** A chart of 100 × 100 pixels over 0 to 100 ms and 0 to 100, and what is called on its canvas. */
export function fakeChart(ratio = 1) {
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
