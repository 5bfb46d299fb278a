import { DAY_S, HOUR_S, MINUTE_S } from '../../contract/time.ts';

/** The preset ranges, in seconds. */
export const RANGES = {
  '10m': 10 * MINUTE_S,
  '1h': HOUR_S,
  '4h': 4 * HOUR_S,
  '24h': DAY_S,
  '7d': 7 * DAY_S,
  '30d': 30 * DAY_S,
  '13mo': 396 * DAY_S,
} as const;

/** A range that ends now. */
export type RangeId = keyof typeof RANGES;
/** Ranges that end now, shortest first. */
export const RANGE_IDS = Object.keys(RANGES) as RangeId[];
/** The default range. */
export const DEFAULT_RANGE: RangeId = '4h';

/** A range of time, Unix seconds; `to` is exclusive. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** The range that ends with the minute of `now`. */
export function rangeEndingAt(id: RangeId, now: number): TimeRange {
  const to = Math.floor(now / MINUTE_S) * MINUTE_S + MINUTE_S;
  return { from: to - RANGES[id], to };
}

/** Whether a query value names a preset range. */
export function isRangeId(value: unknown): value is RangeId {
  return typeof value === 'string' && Object.hasOwn(RANGES, value);
}

/** Seconds of the longest range: 13 months. */
export const LONGEST_RANGE_S = 396 * DAY_S;
