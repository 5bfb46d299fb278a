import type { MetricId } from '../../contract/metrics.ts';
import { QUARTERS_PER_DAY } from '../../contract/time.ts';
import {
  BASELINE_WEEKS,
  baselineOf,
  distanceOf,
  type DayBaseline,
} from '../../fleet/alerts/baseline.ts';
import { WEEK_QUARTERS, type MadeUpWeeks } from './made-up-weeks.ts';

/** Consecutive quarter hours beyond the usual that make an alert. */
const LEAST_RUN = 4;

/** The result of judging one metric of a host for a week. */
export interface TrialResult {
  /** Whether the injected event was found; null: there was none. */
  found: boolean | null;
  /** Alerts that overlap no injected event. */
  falseAlarms: number;
  /** The share of the week's quarter hours, without those of the event, that are beyond the usual. */
  beyond: number;
}

/** Judges the last week by the four before, day by day, as for the fleet's hosts. */
export function tryUnusual(metric: MetricId, { values, anomaly }: MadeUpWeeks): TrialResult {
  const week = BASELINE_WEEKS * WEEK_QUARTERS;
  let [run, alarms, beyond, found] = [0, 0, 0, false];
  let touches = false;
  let band: DayBaseline | null = null;
  for (let at = week; at < week + WEEK_QUARTERS; at += 1) {
    if (at % QUARTERS_PER_DAY === 0) band = baselineOf(metric, weeksBefore(values, at));
    const hour = Math.floor((at % QUARTERS_PER_DAY) / 4);
    const range = { low: band?.low[hour] ?? NaN, high: band?.high[hour] ?? NaN };
    const isBeyond = distanceOf(values[at] ?? NaN, range) >= 1;
    const isIn = anomaly !== null && at >= anomaly.from && at < anomaly.to;
    if (isBeyond && !isIn) beyond += 1;
    run = isBeyond ? run + 1 : 0;
    touches = run > 0 && (isIn || (touches && run > 1));
    if (run < LEAST_RUN) continue;
    if (touches) found = true;
    else if (run === LEAST_RUN) alarms += 1;
  }
  return {
    found: anomaly === null ? null : found,
    falseAlarms: alarms,
    beyond: beyond / WEEK_QUARTERS,
  };
}

function weeksBefore(values: Float32Array, day: number): Float32Array[] {
  return Array.from({ length: BASELINE_WEEKS }, (_, index) => {
    const from = day - (index + 1) * WEEK_QUARTERS;
    return values.subarray(from, from + QUARTERS_PER_DAY);
  });
}
