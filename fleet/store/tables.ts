import { OPTIONAL_METRICS, REQUIRED_METRICS, type MetricId } from '../../contract/metrics.ts';

/** The metrics of every sample lie in rows of their own, so that what most screens read stays small. */
export const CORE_METRICS = REQUIRED_METRICS;
/** Metrics with a column of their own that may be absent from a sample. */
export const EXTRA_METRICS = OPTIONAL_METRICS;

/** Columns of `fleet/0001` for the newest sample's values. */
export const FIRST_NEWEST: Readonly<Record<string, string>> = {
  cpu: 'sample_cpu',
  memory: 'sample_memory',
  disk: 'sample_disk',
  load1: 'sample_load',
};

/** The column of table `host` that holds a metric's value in the newest sample. */
export function newestColumn(id: MetricId): string {
  return FIRST_NEWEST[id] ?? `sample_${id}`;
}

const HOST_BITS = 24;
/** Above all ids of hosts. */
export const MOST_HOSTS = 2 ** HOST_BITS;

/**
 * Blocks and rollups lie in tables with one integer key: the number of the hour or day, then the host. Polls then
 * append, which SQLite does without leaving room in its pages for such tables only; and a fleet's range is one
 * contiguous read.
 */
export function rowKey(time: number, unit: number, host: number): number {
  return (time / unit) * MOST_HOSTS + host;
}

/** The start of the hour or day (`unit` in seconds) of a key. */
export function timeOfKey(key: number, unit: number): number {
  return Math.floor(key / MOST_HOSTS) * unit;
}

/** The host of a key. */
export function hostOfKey(key: number): number {
  return key % MOST_HOSTS;
}

/** Ids of hosts, from `first` to before `end`. */
export interface HostRange {
  first: number;
  end: number;
}

/** All ids that there can be. */
export const ALL_HOSTS: HostRange = { first: 0, end: MOST_HOSTS };

/** SQL for the host of a key. */
export const HOST_OF_KEY = `(key & ${String(MOST_HOSTS - 1)})`;

/** Tables of packed blocks. */
export type PackedTable =
  | 'packed_hour'
  | 'packed_hour_extra'
  | 'packed_process'
  | 'packed_day'
  | 'packed_day_extra';

/** The tables that hold something of a host: by `rowKey` of hours, quarters of hours or days, or by a column `host`; `top_process` has both. */
export const HOST_KEYED = {
  hours: [
    'block',
    'block_extra',
    'packed_hour',
    'packed_hour_extra',
    'packed_process',
    'rollup_due',
    'custom_hour',
    'detail_hour',
  ],
  quarters: ['block_quarter'],
  days: [
    'rollup',
    'rollup_extra',
    'packed_day',
    'packed_day_extra',
    'host_detail',
    'custom_day',
    'detail_day',
  ],
  hosts: ['recheck', 'legacy_batch', 'alert', 'alert_rule', 'alert_late'],
} as const;
