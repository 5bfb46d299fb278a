import type { Chart } from 'chart.js';

/** Where the samples of a series are on a chart, in canvas pixels. */
export interface PixelGrid {
  readonly x: (index: number) => number;
  readonly y: (value: number | undefined) => number;
  /** The same as numbers, for loops over thousands: `x0 + index * perStep`, `y0 + value * perUnit`. */
  readonly x0: number;
  readonly y0: number;
  readonly perUnit: number;
  /** Pixels per step. */
  readonly perStep: number;
  /** The visible steps, end exclusive; it may be beyond the series. */
  readonly from: number;
  readonly to: number;
}

/**
 * The grid of a series on a chart (`start`, `step`: milliseconds), or null before the chart has axes. Both axes are
 * linear, so two points of each suffice, and no sample is looked up individually.
 */
export function pixelGrid(chart: Chart<'line'>, start: number, step: number): PixelGrid | null {
  const { x: time, y: value } = chart.scales;
  if (time === undefined || value === undefined) return null;
  const { left, right } = chart.chartArea;
  // Not from the scale itself, which clamps pixels far outside.
  const perMs = (right - left) / (time.max - time.min);
  const x0 = left + (start - time.min) * perMs;
  const perStep = step * perMs;
  const foot = value.getPixelForValue(value.min);
  const span = value.max - value.min;
  const perUnit = span === 0 ? 0 : (value.getPixelForValue(value.max) - foot) / span;
  const y0 = foot - value.min * perUnit;
  return {
    x: (index) => x0 + index * perStep,
    y: (of) => y0 + (of ?? Number.NaN) * perUnit,
    x0,
    y0,
    perUnit,
    perStep,
    from: Math.max(0, Math.floor((left - x0) / perStep) - 1),
    to: Math.ceil((right - x0) / perStep) + 2,
  };
}

/** The visible runs of indices, end exclusive, in which all series have samples. */
export function runsOf(
  series: readonly Float32Array[],
  { from, to }: Pick<PixelGrid, 'from' | 'to'>,
): [from: number, to: number][] {
  const runs: [number, number][] = [];
  const end = Math.min(to, ...series.map(({ length }) => length));
  let begin = -1;
  for (let i = from; i <= end; i += 1) {
    let known = i < end;
    for (const values of series) known &&= !Number.isNaN(values[i] ?? Number.NaN);
    if (known && begin < 0) begin = i;
    if (!known && begin >= 0) {
      runs.push([begin, i]);
      begin = -1;
    }
  }
  return runs;
}
