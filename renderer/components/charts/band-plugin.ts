import type { Chart, Plugin } from 'chart.js';

/** The area between two series. `low` and `high` hold one value a step, NaN where there is no sample. */
export interface Band {
  readonly low: Float32Array;
  readonly high: Float32Array;
  /** Unix milliseconds of the first step as it is drawn, and milliseconds a step. */
  readonly start: number;
  readonly step: number;
  readonly colour: string;
}

/**
 * Fills bands beneath the lines; `bands` is asked at every draw. Chart.js's own filler takes time that grows with
 * the square of the number of gaps, which a month of a laptop has many of.
 */
export function bandPlugin(bands: () => readonly Band[]): Plugin<'line'> {
  return {
    id: 'bands',
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea } = chart;
      ctx.save();
      ctx.beginPath();
      ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
      ctx.clip();
      for (const band of bands()) drawBand(chart, band);
      ctx.restore();
    },
  };
}

function drawBand({ ctx, scales }: Chart<'line'>, { low, high, start, step, colour }: Band): void {
  const { x: time, y: value } = scales;
  if (time === undefined || value === undefined) return;
  const x = (index: number) => time.getPixelForValue(start + index * step);
  const y = (of: Float32Array, index: number) => value.getPixelForValue(of[index] ?? Number.NaN);
  ctx.fillStyle = colour;
  for (const [from, to] of runsOf(low, high)) {
    ctx.beginPath();
    for (let i = from; i < to; i += 1) ctx.lineTo(x(i), y(high, i));
    for (let i = to - 1; i >= from; i -= 1) ctx.lineTo(x(i), y(low, i));
    ctx.fill();
  }
}

/** The stretches of indices, end exclusive, in which both series have samples. */
export function runsOf(low: Float32Array, high: Float32Array): [from: number, to: number][] {
  const runs: [number, number][] = [];
  let from = -1;
  for (let i = 0; i <= low.length; i += 1) {
    const known = i < low.length && !Number.isNaN(low[i]) && !Number.isNaN(high[i]);
    if (known && from < 0) from = i;
    if (!known && from >= 0) {
      runs.push([from, i]);
      from = -1;
    }
  }
  return runs;
}
