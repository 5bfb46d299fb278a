import type { AlertKind } from './alerts.ts';
import type { AppError } from './errors.ts';
import type { TableState } from './fleet.ts';
import type { HostRef } from './host.ts';
import type { MetricId } from './metrics.ts';
import type { ContainerUse, FileSystemUse, InterfaceUse, TopProcess } from './sample.ts';
import type { DetailKind } from './sample-details.ts';
import type { TableRole } from './tables.ts';

/**
 * The whole fleet over a range: one value a step, NaN where no host has a sample. Step `i` covers
 * `[start + i * step, start + (i + 1) * step)`, Unix seconds.
 */
export interface FleetSeries {
  metric: MetricId;
  start: number;
  step: number;
  count: number;
  mean: Float32Array;
  p95: Float32Array;
  max: Float32Array;
  /** Hosts with a sample in the step; NaN for the last minutes, whose samples have not all arrived. */
  online: Float32Array;
  /** Of the others, hosts whose step was not read: they may have been online. */
  unread: Float32Array;
  revision: number;
}

/** Hosts by time. `values` holds one row of `count` steps per host, in the order of `hosts`; NaN: no sample. */
export interface HeatMap {
  metric: MetricId;
  start: number;
  step: number;
  count: number;
  hosts: HostRef[];
  values: Float32Array;
  revision: number;
}

/**
 * Something that happened to a host. `offline` is a silence of more than 360 s between two samples; the others are
 * alerts under the rules in force at the time.
 */
export interface FleetEvent extends HostRef {
  kind: AlertKind;
  /** For an unusual value: its metric. */
  metric?: MetricId;
  /** Unix seconds: the last sample before a silence, the first minute of an alert. */
  at: number;
  /** Unix seconds: the first sample after, or null while it lasts. */
  endedAt: number | null;
  /** For an alert: the worst value so far and the threshold, in the metric's unit. */
  peak?: number;
  threshold?: number;
  /**
   * For slower functions: their names, slowest first. For a metric: the part of the host concerned when the alert
   * began: the fullest file system, custom metrics beyond their limits, failed services.
   */
  subject?: string;
  /** Began under announced maintenance: no notification was sent. */
  maintenance?: boolean;
  /** When the user acknowledged it (Unix seconds), and their note. */
  acknowledged?: { at: number; note: string };
}

/** The answer to the request `events`. */
export interface FleetEvents {
  /** Newest first. */
  events: FleetEvent[];
  /** Whether more exist than were requested. */
  truncated: boolean;
  revision: number;
}

/** The processes with the highest use in one minute; empty if the collector did not report them. */
export interface MinuteProcesses extends HostRef {
  /** Unix seconds, a multiple of 60: the last minute with processes, at or before the requested one. */
  minute: number;
  processes: TopProcess[];
}

/** File systems and interfaces of a host as last reported; empty if its collector reports none. */
export interface HostDetails extends HostRef {
  /** Unix seconds of the minute; null: never within a week. */
  at: number | null;
  /** Unix seconds: the start of the first of the hours below. */
  hoursFrom: number;
  /** `usedMbByHour`: MiB in use at the end of each hour; NaN: unknown. */
  fileSystems: (FileSystemUse & { usedMbByHour: Float32Array })[];
  /** `errorsOfDay`: packets with errors in the UTC day so far; null if the system does not report them. */
  interfaces: (InterfaceUse & { errorsOfDay: number | null })[];
  containers: ContainerUse[];
  failedNames: string[];
}

/** One custom metric over a range: means of the steps, NaN where there is no sample. */
export interface CustomSeries {
  name: string;
  mean: Float64Array;
}

/** The custom metrics of a host over a range; steps as in `HostSeries`. */
export interface HostCustom extends HostRef {
  start: number;
  step: number;
  count: number;
  series: CustomSeries[];
}

/** One file system or interface of a host over a range; steps as in `HostSeries`, of five minutes at least. */
export interface HostDetailSeries extends HostRef {
  of: 'fileSystem' | 'interface';
  /** Its mount point, or its name. */
  name: string;
  start: number;
  step: number;
  count: number;
  /** Means per step, NaN where not reported; a value never reported is absent. Errors are packets in five minutes. */
  means: Partial<Record<DetailKind, Float64Array>>;
}

/** Bytes that a host received and sent, by period. */
export interface HostTraffic extends HostRef {
  /** Times are Unix seconds; `seconds`: the part of the period that samples cover. */
  periods: { from: number; to: number; rxBytes: number; txBytes: number; seconds: number }[];
}

/** Statistics of one metric over a range, in the unit of the metric. */
export interface MetricStatistics {
  /** Number of values behind the figures. */
  count: number;
  min: number;
  mean: number;
  p50: number;
  p95: number;
  max: number;
}

/** Statistics of a range; a metric without a sample in it is absent. */
export interface HostStatistics extends HostRef {
  from: number;
  to: number;
  /** Seconds per value: 60, or 900 where only rollups are left. */
  step: number;
  metrics: Partial<Record<MetricId, MetricStatistics>>;
}

/**
 * The cost of reading a legacy table's whole history by a scan, for a table without index. Sizes are DynamoDB's
 * own, up to six hours old; null where it does not say.
 */
export interface LegacyHistory {
  sourceId: string;
  /** `index`: history is read by queries, no scan is needed. `unavailable`: there is no legacy table to read. */
  state: 'unavailable' | 'index' | 'idle' | 'running' | 'paused' | 'done';
  tableBytes: number | null;
  readUnits: number | null;
  /** US dollars at on-demand prices. */
  cost: number | null;
  /** Seconds at the rate limit. */
  seconds: number | null;
  segments: { done: number; total: number };
  itemsRead: number;
  unitsUsed: number;
  /**
   * Batches that may never have been read, by the times of their uploads (Unix seconds; `from` null: since the table
   * began); null where nothing is missing.
   */
  unread: { hosts: number; from: number | null; to: number } | null;
  /** Whether reading starts automatically: it fits into what is left of the day's budget. */
  withinBudget: boolean;
  error: AppError | null;
}

/** The tables that can be queried instead of scanned, given an index of the same name. */
export type IndexedRole = 'legacy' | 'functions';

/**
 * The index by which a source's legacy table or table of runs is queried, and the cost of creating
 * it. Sizes are DynamoDB's own, up to six hours old; null if it reports none.
 */
export interface LegacyIndex {
  sourceId: string;
  table: string;
  /** `unavailable`: no such table can be read. `creating`: DynamoDB is filling the index; it is not used yet. */
  state: 'unavailable' | 'absent' | 'creating' | 'active';
  /** Hosts that are known to write the table. */
  hosts: number;
  /** Approximate size. */
  tableBytes: number | null;
  /** Write units that filling it takes. */
  writeUnits: number | null;
  /** US dollars at on-demand prices, once. */
  cost: number | null;
  /** Storage at the present size, US dollars a month. */
  storageCost: number | null;
  /** Its provisioned write units per second, equal to the table's; null: on demand. */
  throughput: { read: number; write: number } | null;
  /** Minimum time to fill it at that throughput, seconds; null: on demand. */
  seconds: number | null;
  /** The equivalent AWS CLI command, for users without permission; null if the source does not answer. */
  command: string | null;
}

/** Capacity that one operation on one table consumed in one UTC day. */
export interface CapacityDay {
  /** Start of the UTC day, Unix seconds. */
  day: number;
  sourceId: string;
  operation: string;
  table: string;
  requests: number;
  readUnits: number;
  writeUnits: number;
  /** US dollars. */
  cost: number;
}

/** Consumed DynamoDB capacity by day, with its price on demand. */
export interface CapacityReport {
  days: CapacityDay[];
  /** US dollars over the days reported. */
  total: number;
  /** Projected cost of a month at the mean of the days reported, US dollars. */
  perMonth: number;
  /** ISO date and AWS region of the price list. */
  pricesAsOf: string;
  pricesRegion: string;
}

/** The result of a connection test; an error of the source fails the request itself. */
export interface SourceTest {
  tables: Record<TableRole, TableState>;
  /** Hosts in the registry's first page. */
  hosts: number;
}

/** Version and surroundings of the running app. */
export interface AppInfo {
  version: string;
  platform: string;
  arch: string;
  /** The runtime: Electron, or the Chromium stand-in where Electron cannot be installed. */
  host: 'electron' | 'chromium-stand-in';
  /** Whether the data directory contains demo machines; every page then says so. */
  demo: boolean;
  /** Whether this copy can update itself; a system package or a source folder cannot. */
  updates: boolean;
}

/** How often a rule would have fired in the last seven days. */
export interface RuleTrial {
  /** Hosts that the rule would apply to. */
  hosts: number;
  /** Total on all of them. */
  times: number;
  /** The hosts on which it would have fired, most often first. */
  fired: (HostRef & { times: number })[];
}
