import type { HeatMap } from '../../contract/answers.ts';
import { hostKey } from '../../contract/host.ts';

/** The margin around a path, and the length of a dot, in pixels. */
const MARGIN = 1;
const DOT = 'h0.8';
/** The size of a trend, in pixels. */
const WIDTH = 84;
const HEIGHT = 18;
/** The most columns of a trend, each 3 pixels wide with its extremes: more is invisible and slow to draw. */
const MAX_COLUMNS = 28;
/** The minimum span of an automatic range, in percent: a nearly constant value is drawn flat. */
const LEAST_RANGE = 10;

/** The scale of a trend: its own values, or 0 to 100 percent. */
export type TrendScale = 'own' | 'percent';

interface Bounds {
  readonly low: number;
  readonly high: number;
}

const PERCENT: Bounds = { low: 0, high: 100 };

const paths: Readonly<Record<TrendScale, WeakMap<Float32Array, string>>> = {
  own: new WeakMap(),
  percent: new WeakMap(),
};

/** The path of a series of percentages, cached; empty without values. */
export function trendOf(values: Float32Array | undefined, scale: TrendScale): string {
  if (values === undefined) return '';
  const known = paths[scale].get(values);
  if (known !== undefined) return known;
  const made = trendPath(values, WIDTH, HEIGHT, scale === 'own' ? ownBounds(values) : PERCENT);
  paths[scale].set(values, made);
  return made;
}

/**
 * An SVG path of percentages (0 to 100, NaN: no sample) in a box of the given size, in pixels. A gap breaks the line;
 * an isolated sample is a dot. For many values, the extremes of each column are drawn.
 */
export function trendPath(
  values: Float32Array,
  width: number,
  height: number,
  bounds: Bounds = PERCENT,
): string {
  const { low, high } = bounds;
  const drawn = values.length > 2 * MAX_COLUMNS ? extremes(values) : values;
  const perStep = (width - 2 * MARGIN) / Math.max(1, drawn.length - 1);
  const perPercent = (height - 2 * MARGIN) / (high - low);
  let path = '';
  let open = false;
  for (let i = 0; i < drawn.length; i += 1) {
    const value = drawn[i] ?? Number.NaN;
    if (Number.isNaN(value)) {
      open = false;
      continue;
    }
    const x = tenths(MARGIN + i * perStep);
    const inside = Math.min(high, Math.max(low, value));
    const y = tenths(height - MARGIN - (inside - low) * perPercent);
    path += open ? `L${x} ${y}` : `M${x} ${y}${DOT}`;
    open = true;
  }
  return path;
}

const tenths = (pixels: number): string => String(Math.round(pixels * 10) / 10);

/** Two values per column, its lowest and highest in order of time; NaN for a column without samples. */
function extremes(values: Float32Array): Float32Array {
  const found = new Float32Array(2 * MAX_COLUMNS).fill(Number.NaN);
  for (let column = 0; column < MAX_COLUMNS; column += 1) {
    const end = Math.floor(((column + 1) * values.length) / MAX_COLUMNS);
    let lowest = -1;
    let highest = -1;
    for (let i = Math.floor((column * values.length) / MAX_COLUMNS); i < end; i += 1) {
      const value = values[i] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      if (lowest < 0 || value < (values[lowest] ?? 0)) lowest = i;
      if (highest < 0 || value > (values[highest] ?? 0)) highest = i;
    }
    if (lowest < 0) continue;
    found[2 * column] = values[Math.min(lowest, highest)] ?? Number.NaN;
    found[2 * column + 1] = values[Math.max(lowest, highest)] ?? Number.NaN;
  }
  return found;
}

function ownBounds(values: Float32Array): Bounds {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return PERCENT;
  const missing = Math.max(0, LEAST_RANGE - (high - low)) / 2;
  const start = Math.min(Math.max(0, low - missing), Math.max(0, 100 - LEAST_RANGE));
  return { low: start, high: Math.max(high, start + LEAST_RANGE) };
}

/** The row of each host in a heat map, by host key, without copying. */
export function heatRows(map: HeatMap | null): ReadonlyMap<string, Float32Array> {
  const rows = new Map<string, Float32Array>();
  map?.hosts.forEach((host, index) => {
    rows.set(hostKey(host), map.values.subarray(index * map.count, (index + 1) * map.count));
  });
  return rows;
}
