import type { FullWhen } from './forecast.ts';
import type { HostRef } from './host.ts';
import type { MetricId } from './metrics.ts';

/** A metric of a host over the last hour, compared with its usual values at that hour of the week. */
export interface HostUnusual {
  metric: MetricId;
  /** The mean of its last quarter of an hour, and its usual range, in the metric's unit. */
  value: number;
  low: number;
  high: number;
  /** Its least distance during that hour from the middle of the usual range, 0 if it crossed it; unusual from 1 on. */
  distance: number;
}

/** Forecast and unusual values of a host; unknown ones are absent. */
export interface HostOutlook extends HostRef {
  /** The forecast that is full soonest. */
  full?: FullWhen;
  /** The metric farthest from its usual range, unusual or not. */
  unusual?: HostUnusual;
}

/** Least history, in weeks, before anything counts as unusual. */
export const UNUSUAL_NEEDS_WEEKS = 3;

/** Whether it is outside the usual range. */
export function isUnusual({ distance }: Pick<HostUnusual, 'distance'>): boolean {
  return distance >= 1;
}

/** The usual range of a host's metric: step `i` covers `[start + i * step, start + (i + 1) * step)`, Unix seconds. */
export interface UsualBand {
  metric: MetricId;
  start: number;
  step: number;
  /** In the metric's unit, within its bounds; NaN: unknown. */
  low: Float32Array;
  high: Float32Array;
}

/** The usual ranges of a host's metrics over a period. */
export interface HostUsual {
  bands: UsualBand[];
  /** When the host's history will be long enough, Unix seconds; null: it already is. */
  knownFrom: number | null;
}
