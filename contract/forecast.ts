import type { MetricId } from './metrics.ts';

/** When a metric of a host will reach 100 % if its growth continues: days from now. */
export interface FullWhen {
  metric: MetricId;
  earliest: number;
  /** Null: unknown. */
  latest: number | null;
}

/** A forecast and its basis. */
export interface HostForecast extends FullWhen {
  /** Growth per day in percent of the whole, least and most. */
  growth: readonly [least: number, most: number];
  /** Daily medians of the last 30 days, percent, today last; NaN: too few samples. */
  days: readonly number[];
}
