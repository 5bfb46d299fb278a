import type { MetricValues } from './metric-values.ts';
import type { CustomValue } from './sample.ts';

/** Which layout served a host: v2, legacy, both, or only this machine's own collector. */
export const HOST_LAYOUTS = ['v2', 'legacy', 'both', 'local'] as const;
/** Which tables a host writes to. */
export type HostLayout = (typeof HOST_LAYOUTS)[number];

/** A host is named by its source and its hostname: two accounts may each have a `web-01`. */
export interface HostRef {
  sourceId: string;
  hostname: string;
}

/** One string per host over all sources. A source id holds no "/", so the pair can be read back. */
export function hostKey({ sourceId, hostname }: HostRef): string {
  return `${sourceId}/${hostname}`;
}

/** The fullest of a host's file systems. */
export interface FullestMount {
  mount: string;
  /** Of its size, 0 to 100. */
  percent: number;
}

/**
 * The newest that is known of one host. Its state is not in it: it follows the clock (`createHealthJudge`).
 * Times are Unix seconds; what is unknown is null, never 0.
 */
export interface HostSummary extends HostRef {
  lastSeen: number | null;
  firstSeen: number | null;
  /** The newest values; a metric that is not known is absent. */
  newest: MetricValues;
  platform: string | null;
  layout: HostLayout;
  /** The fullest file system that counts; absent where the host has named none lately, and outside the overview. */
  fullest?: FullestMount;
  /** The newest custom metrics, each name once; absent where there are none, and outside the overview. */
  custom?: readonly CustomValue[];
}
