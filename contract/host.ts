import type { MetricValues } from './metric-values.ts';
import type { CustomValue } from './sample.ts';

/** The layout of a host's data: v2, legacy, both, or only this machine's own collector. */
export const HOST_LAYOUTS = ['v2', 'legacy', 'both', 'local'] as const;
/** The tables that a host writes to. */
export type HostLayout = (typeof HOST_LAYOUTS)[number];

/** A host is identified by source and hostname: two accounts may each have a `web-01`. */
export interface HostRef {
  sourceId: string;
  hostname: string;
}

/** A unique string per host across all sources. A source id contains no "/", so the pair can be recovered. */
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
 * The newest known facts of one host, without its state, which depends on the time (`createHealthJudge`).
 * Times are Unix seconds; unknown values are null, never 0.
 */
export interface HostSummary extends HostRef {
  lastSeen: number | null;
  firstSeen: number | null;
  /** The newest values; an unknown metric is absent. */
  newest: MetricValues;
  platform: string | null;
  layout: HostLayout;
  /** The fullest file system that counts; absent if the host has reported none lately, and outside the overview. */
  fullest?: FullestMount;
  /** The newest custom metrics, names unique; absent if there are none, and outside the overview. */
  custom?: readonly CustomValue[];
}
