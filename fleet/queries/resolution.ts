import { DAY, HOUR, MINUTE, QUARTER_HOUR } from '../../contract/time.ts';
import type { Grid } from './series-reader.ts';

/** The longest range drawn minute by minute: beyond it a screen has fewer pixels than minutes. */
const MINUTES_UP_TO = 2 * DAY;
/** The longest range drawn by quarter hours. */
const QUARTERS_UP_TO = 45 * DAY;

/** Seconds per step that suit a range of so many seconds. */
export function stepFor(range: number): number {
  if (range <= MINUTES_UP_TO) return MINUTE;
  return range <= QUARTERS_UP_TO ? QUARTER_HOUR : 2 * HOUR;
}

/** The steps that cover `[from, to)`. */
export function gridOf(from: number, to: number, step: number): Grid {
  const start = Math.floor(from / step) * step;
  return { start, step, count: Math.ceil((to - start) / step) };
}
