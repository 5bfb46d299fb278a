/** The time at which step `i` is drawn, in Unix seconds: minutes at their start, wider steps at their middle. */
export function stepTime(index: number, start: number, step: number): number {
  return start + index * step + (step > 60 ? step / 2 : 0);
}

/** The number of steps with a sample (NaN: none). */
export function countOf(values: Float32Array): number {
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) count += 1;
  return count;
}

/** The lowest and highest value drawn. */
export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** The lowest and highest value of all series, or undefined without samples. */
export function extentOf(series: readonly Float32Array[]): Extent | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of series) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? undefined : { low, high };
}

/** A gap without samples, Unix seconds. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/**
 * The gaps of at least `minimum` seconds between the first and the last sample, and after the last one up to `until`.
 */
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
