import type { Chart } from 'chart.js';
import { describe, expect, it } from 'vitest';
import { axesPlugin } from '../../../../renderer/charts/axes-plugin.ts';

/** What is drawn on a chart of 100 × 100 pixels whose values go from -10 to 10. */
function drawn(labelled: boolean): string[] {
  const calls: string[] = [];
  const ctx = {
    strokeStyle: '',
    save: () => undefined,
    restore: () => undefined,
    beginPath: () => undefined,
    moveTo: (...at: number[]) => calls.push(`${ctx.strokeStyle} from ${at.join(' ')}`),
    lineTo: (...at: number[]) => calls.push(`to ${at.join(' ')}`),
    stroke: () => undefined,
    fillText: (text: string, ...at: number[]) => calls.push(`${text} at ${at.join(' ')}`),
  };
  const chart = {
    ctx,
    chartArea: { left: 20, right: 100, top: 0, bottom: 80 },
    scales: {
      x: {
        ticks: [{ value: 30, label: '04:00' }],
        getPixelForValue: (value: number) => value + 0.25,
      },
      y: {
        min: -10,
        ticks: [
          { value: 0, label: '0' },
          { value: 10, label: '10' },
        ],
        getPixelForValue: (value: number) => 40 - 4 * value,
      },
    },
  } as unknown as Chart<'line'>;
  const plugin = axesPlugin(() => ({ grid: 'grid', text: 'text', font: '11px x', labelled }));
  plugin.beforeDatasetsDraw?.(chart, { cancelable: true }, {});
  return calls;
}

describe('axesPlugin', () => {
  it('draws a line and a label at each tick, and the zero between two directions darker', () => {
    expect(drawn(true)).toEqual([
      'grid from 30.5 0',
      'to 30.5 80',
      '04:00 at 30.25 92.5',
      'text from 20 40.5',
      'to 100 40.5',
      '0 at 12 40',
      'grid from 20 0.5',
      'to 100 0.5',
      '10 at 12 0',
    ]);
  });

  it('writes nothing on a strip', () => {
    expect(drawn(false).filter((call) => call.includes(' at '))).toEqual([]);
  });
});
