import type { MetricId } from '../../contract/metrics.ts';
import type { Sample } from '../../contract/sample.ts';

/**
 * One minute of a host as it goes into the store. The v2 layout has one sample a minute; the legacy one several, of
 * which `sample` is the mean, `weight` the number, and `peaks` the extremes that the rollup keeps.
 */
export interface MinuteRecord {
  sample: Sample;
  weight?: number;
  peaks?: Partial<Record<MetricId, { min: number; max: number }>>;
}

/** Seconds within which samples of a minute arrive: one that cannot be read after that does not exist. */
export const ARRIVAL_DELAY_S = 180;

/** Where a minute came from: the v2 table, a legacy batch, or this machine's own collector. */
export type Layout = 'v2' | 'legacy' | 'local';

/** Bits of `host.layouts`: where a host has been seen. */
export const SEEN_IN = { registry: 1, v2: 2, legacy: 4, local: 8 } as const;
