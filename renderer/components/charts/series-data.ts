/** A point as Chart.js takes it without parsing: `x` in milliseconds; `y` is NaN where the line breaks. */
export interface ChartPoint {
  x: number;
  y: number;
}

export interface SeriesPoints {
  readonly points: ChartPoint[];
  /** Points with a value. */
  readonly count: number;
  readonly hasGaps: boolean;
}

/** Where step `i` is drawn, in Unix seconds: minutes at their start, wider steps at their middle. */
export function stepTime(index: number, start: number, step: number): number {
  return start + index * step + (step > 60 ? step / 2 : 0);
}

/**
 * The points of a series (`values`: one a step, NaN where there is no sample; `start`, `step`: Unix
 * seconds). A stretch without samples becomes a single NaN point, which breaks the line.
 */
export function toPoints(values: Float32Array, start: number, step: number): SeriesPoints {
  const points: ChartPoint[] = [];
  let count = 0;
  let hasGaps = false;
  let broken = true;
  for (let i = 0; i < values.length; i += 1) {
    const y = values[i] ?? Number.NaN;
    if (Number.isNaN(y)) {
      if (broken) continue;
      broken = true;
    } else {
      if (broken && count > 0) hasGaps = true;
      broken = false;
      count += 1;
    }
    points.push({ x: stepTime(i, start, step) * 1000, y });
  }
  return { points, count, hasGaps };
}

/** Whether the point at `index` stands alone between gaps, so that no line shows it. */
export function isIsolated(points: readonly ChartPoint[], index: number): boolean {
  const here = points[index];
  if (here === undefined || Number.isNaN(here.y)) return false;
  const missing = (point: ChartPoint | undefined) => point === undefined || Number.isNaN(point.y);
  return missing(points[index - 1]) && missing(points[index + 1]);
}

/** A stretch without samples, Unix seconds. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** The stretches without samples of at least `minimum` seconds between the first and the last sample, and after it up to `until`. */
export function findGaps(
  values: Float32Array,
  start: number,
  step: number,
  minimum: number,
  until: number,
): Gap[] {
  const gaps: Gap[] = [];
  let lastSample = -1;
  const add = (from: number, to: number) => {
    if (to - from >= minimum) gaps.push({ from, to });
  };
  for (let i = 0; i < values.length; i += 1) {
    if (Number.isNaN(values[i] ?? Number.NaN)) continue;
    if (lastSample >= 0 && i > lastSample + 1) {
      add(start + (lastSample + 1) * step, start + i * step);
    }
    lastSample = i;
  }
  if (lastSample >= 0) add(start + (lastSample + 1) * step, until);
  return gaps;
}

export interface SeriesStats {
  readonly last: number | null;
  readonly min: number | null;
  readonly mean: number | null;
  readonly p95: number | null;
  readonly max: number | null;
  readonly count: number;
}

/**
 * Statistics of a series. Extremes come from `min` and `max` where steps cover more than a minute;
 * the 95th percentile is that of the step means.
 */
export function statsOf(series: {
  mean: Float32Array;
  min?: Float32Array;
  max?: Float32Array;
}): SeriesStats {
  const known = series.mean.filter((value) => !Number.isNaN(value));
  const count = known.length;
  if (count === 0) return { last: null, min: null, mean: null, p95: null, max: null, count };
  const last = known[count - 1] ?? null;
  const sum = known.reduce((total, value) => total + value, 0);
  const sorted = known.toSorted();
  const p95 = sorted[Math.min(count - 1, Math.ceil(count * 0.95) - 1)] ?? null;
  return {
    last,
    mean: sum / count,
    p95,
    min: lowest(series.min ?? series.mean),
    max: highest(series.max ?? series.mean),
    count,
  };
}

/** The value of the step that covers `time` (Unix seconds), or null. */
export function valueAt(
  values: Float32Array,
  start: number,
  step: number,
  time: number,
): number | null {
  const value = values[Math.floor((time - start) / step)];
  return value === undefined || Number.isNaN(value) ? null : value;
}

function lowest(values: Float32Array): number | null {
  let result = Number.POSITIVE_INFINITY;
  for (const value of values) if (value < result) result = value;
  return Number.isFinite(result) ? result : null;
}

function highest(values: Float32Array): number | null {
  let result = Number.NEGATIVE_INFINITY;
  for (const value of values) if (value > result) result = value;
  return Number.isFinite(result) ? result : null;
}
