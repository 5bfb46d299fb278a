import type { FunctionHistory } from '../../../contract/functions.ts';
import type { TimeRange } from '../../lib/ranges.ts';

/** Size of the drawing, in its own units, and its margins for the axes. */
export const CHART = { width: 1000, height: 260, left: 64, right: 8, top: 10, bottom: 24 } as const;

/** The drawing of one host: a line through the means, dots, and the band from minimum to maximum. */
export interface HostShape {
  readonly hostname: string;
  readonly line: string;
  readonly dots: string;
  readonly band: string;
}

/** A function's history as SVG paths, with the top value of the axis, seconds. */
export interface HistoryShapes {
  readonly most: number;
  readonly hosts: readonly HostShape[];
  /** The position of a time (Unix seconds) or a value (seconds). */
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

/** Draws means per run over time, by host. The axis ends above the largest mean; a band beyond it is cut. */
export function historyShapes(history: FunctionHistory, range: TimeRange): HistoryShapes {
  const { at, mean, low, high, host, hosts } = history;
  const most = niceAbove(mean.reduce((largest, value) => Math.max(largest, value), 0));
  const x = (time: number): number =>
    CHART.left +
    ((time - range.from) / (range.to - range.from)) * (CHART.width - CHART.left - CHART.right);
  const y = (value: number): number =>
    CHART.height -
    CHART.bottom -
    (Math.min(value, most) / most) * (CHART.height - CHART.top - CHART.bottom);
  const points = hosts.map((): number[] => []);
  host.forEach((of, index) => points[of]?.push(index));
  const point = (index: number, values: Float64Array): string =>
    `${x(at[index] ?? 0).toFixed(1)} ${y(values[index] ?? 0).toFixed(1)}`;
  return {
    most,
    x,
    y,
    hosts: hosts.map(({ hostname }, of) => {
      const own = points[of] ?? [];
      const known = own.filter(
        (index) => !Number.isNaN(low[index] ?? NaN) && !Number.isNaN(high[index] ?? NaN),
      );
      const up = known.map((index) => point(index, high));
      const down = known.toReversed().map((index) => point(index, low));
      return {
        hostname,
        line: own.length < 2 ? '' : `M${own.map((index) => point(index, mean)).join('L')}`,
        dots: own.map((index) => `M${point(index, mean)}h0`).join(''),
        band: up.length < 2 ? '' : `M${[...up, ...down].join('L')}Z`,
      };
    }),
  };
}

/** The smallest of 1, 2, 2.5, 5 times a power of ten that is at least `value`; 1 for 0. */
export function niceAbove(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}
