import { METRICS, USUAL_METRICS, type MetricId } from '../../contract/metrics.ts';
import type { HostUnusual } from '../../contract/outlook.ts';
import { HOUR_S, MINUTE_S, QUARTER_HOUR_S, minuteOf } from '../../contract/time.ts';
import type { StoredHost } from '../store/host-row.ts';
import type { SeriesReader } from '../store/series-reader.ts';
import { distanceOf, type UsualRange } from './baseline.ts';

/** Minutes with a sample that a quarter hour needs. */
const LEAST_MINUTES = 4;
const QUARTERS = HOUR_S / QUARTER_HOUR_S;
const MINUTES = QUARTER_HOUR_S / MINUTE_S;
/** Oldest age of the newest sample, in seconds. */
const FRESH_S = QUARTER_HOUR_S;

/** Whether the newest sample of a host is recent enough at `now` (Unix seconds). */
export function isFresh({ sampleAt }: StoredHost, now: number): boolean {
  return sampleAt !== null && Math.abs(now - sampleAt) <= FRESH_S;
}

/** The band of a metric between two times; null without a baseline. */
export type UsualBetween = (metric: MetricId, from: number, to: number) => UsualRange | null;

/**
 * The metrics of a host against what is usual, by their last four quarter hours: what is unusual has been so in each of
 * them, on the same side. So what lasts under an hour is none. Empty where the host is silent or nothing is known.
 */
export function judgeNow(
  series: SeriesReader,
  host: StoredHost,
  usual: UsualBetween,
  now: number,
): HostUnusual[] {
  const { sampleAt, newest } = host;
  if (sampleAt === null || !isFresh(host, now)) return [];
  const start = minuteOf(sampleAt) + MINUTE_S - HOUR_S;
  const grid = { start, step: MINUTE_S, count: HOUR_S / MINUTE_S };
  return USUAL_METRICS.flatMap((metric): HostUnusual[] => {
    // Most hosts that have no traffic or load, have none ever.
    if (newest[metric] === undefined || usual(metric, start, start + 1) === null) return [];
    const found = judged(metric, series.minutes(host.id, metric, grid), start, usual);
    return found === null ? [] : [found];
  });
}

/** The farthest of them; undefined without a baseline. */
export function farthest(judgements: readonly HostUnusual[]): HostUnusual | undefined {
  return judgements.reduce<HostUnusual | undefined>(
    (most, one) => (most === undefined || one.distance > most.distance ? one : most),
    undefined,
  );
}

function judged(
  metric: MetricId,
  values: Float32Array,
  start: number,
  usual: UsualBetween,
): HostUnusual | null {
  let least = Infinity;
  let side = 0;
  let last: Pick<HostUnusual, 'value' | 'low' | 'high'> | null = null;
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    const from = start + quarter * QUARTER_HOUR_S;
    const value = meanOf(values.subarray(quarter * MINUTES, (quarter + 1) * MINUTES));
    const range = usual(metric, from, from + QUARTER_HOUR_S);
    if (range === null || Number.isNaN(value)) return null;
    const distance = distanceOf(value, range);
    const own = value > (range.low + range.high) / 2 ? 1 : -1;
    // Once above and once below: it is not away from the usual all the time.
    least = side !== 0 && own !== side ? 0 : Math.min(least, distance);
    side = own;
    last = { value, ...range };
  }
  return last === null ? null : { metric, ...last, ...withinBounds(metric, last), distance: least };
}

/** A percentage below zero is not usual, even if the calculation says so. */
export function withinBounds(metric: MetricId, { low, high }: UsualRange): UsualRange {
  const [least, greatest] = METRICS[metric].bounds;
  return { low: Math.max(least, low), high: Math.min(greatest, high) };
}

function meanOf(values: Float32Array): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count < LEAST_MINUTES ? NaN : sum / count;
}
