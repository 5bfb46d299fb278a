import type { FullWhen } from './forecast.ts';
import type { HostRef } from './host.ts';
import type { MetricId } from './metrics.ts';

/** How a metric of a host has been for the last hour, against what is usual at that hour of the week. */
export interface HostUnusual {
  metric: MetricId;
  /** The mean of its last quarter of an hour, and between what it usually lies, in the metric's unit. */
  value: number;
  low: number;
  high: number;
  /** How far from the middle of what is usual it has been all that hour; from 1 on it is unusual. */
  distance: number;
}

/** What can be said of a host beyond its newest sample. What nothing can be said of is absent. */
export interface HostOutlook extends HostRef {
  /** What is full soonest, of what fills up. */
  full?: FullWhen;
  /** The metric that is farthest from what is usual, whether it is unusual or not. */
  unusual?: HostUnusual;
}

/** Weeks of history without which nothing is called unusual. */
export const UNUSUAL_NEEDS_WEEKS = 3;

/** Whether it is beyond what is usual. */
export function isUnusual({ distance }: Pick<HostUnusual, 'distance'>): boolean {
  return distance >= 1;
}

/** What is usual of a metric of a host: step `i` covers `[start + i * step, start + (i + 1) * step)`, Unix seconds. */
export interface UsualBand {
  metric: MetricId;
  start: number;
  step: number;
  /** In the metric's unit, within its bounds; NaN where nothing is claimed. */
  low: Float32Array;
  high: Float32Array;
}

/** What is usual of a host over a range. */
export interface HostUsual {
  bands: UsualBand[];
  /** Unix seconds from which on something can be claimed of the host: its history is long enough then. Null: it is. */
  knownFrom: number | null;
}
