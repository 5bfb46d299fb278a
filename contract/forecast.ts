import type { MetricId } from './metrics.ts';

/** When something of a host will be full if it goes on as it did: in days from now. */
export interface HostForecast {
  metric: MetricId;
  earliest: number;
  /** Null: it cannot be said. */
  latest: number | null;
}
