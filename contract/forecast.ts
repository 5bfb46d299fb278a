import type { MetricId } from './metrics.ts';

/** When something of a host will be full if it goes on as it did: in days from now. */
export interface FullWhen {
  metric: MetricId;
  earliest: number;
  /** Null: it cannot be said. */
  latest: number | null;
}

/** A forecast, and what it rests on. */
export interface HostForecast extends FullWhen {
  /** Percent of the whole that it grows by in a day, the least and the most. */
  growth: readonly [least: number, most: number];
  /** The medians of the last 30 days, percent, the last one today; NaN of a day without enough samples. */
  days: readonly number[];
}
