import { DAY_S, HOUR_S, MINUTE_S, QUARTER_HOUR_S } from '../../contract/time.ts';
import type { Grid } from '../store/series-reader.ts';

/** The longest range drawn minute by minute: beyond it a screen has fewer pixels than minutes. */
export const MINUTES_UP_TO_S = 2 * DAY_S;
/** The longest range drawn by quarter hours. */
const QUARTERS_UP_TO_S = 45 * DAY_S;

/** The steps of long ranges: each divides a UTC day. */
export const ROLLUP_STEPS = [QUARTER_HOUR_S, 2 * HOUR_S] as const;
/** The coarsest of the steps, whole hours. */
export const [, LONGEST_STEP_S] = ROLLUP_STEPS;

/** Seconds per step that suit a range of so many seconds. */
export function stepFor(range: number): number {
  if (range <= MINUTES_UP_TO_S) return MINUTE_S;
  const [quarters, hours] = ROLLUP_STEPS;
  return range <= QUARTERS_UP_TO_S ? quarters : hours;
}

/** The steps that cover `[from, to)`. */
export function gridOf(from: number, to: number, step: number): Grid {
  const start = Math.floor(from / step) * step;
  return { start, step, count: Math.ceil((to - start) / step) };
}
