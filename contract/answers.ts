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
  /** Hosts that have a sample in the step; NaN for the last minutes, whose samples are still on their way. */
  online: Float32Array;
  /** Of the others, hosts of which nothing was read in the step: they may have been online. */
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
 * alerts by the rules that held at the time.
 */
export interface FleetEvent extends HostRef {
  kind: AlertKind;
  /** Of what is unusual: which metric. */
  metric?: MetricId;
  /** Unix seconds: the last sample before a silence, the first minute of an alert. */
  at: number;
  /** Unix seconds: the first sample after, or null while it lasts. */
  endedAt: number | null;
  /** Of an alert: the worst value so far and the threshold, in the metric's unit. */
  peak?: number;
  threshold?: number;
  /**
   * Of functions that have become slower: their names, the slowest first. Of a metric what it is about when the alert
   * is found: the fullest file system, custom metrics beyond their limits, failed services.
   */
  subject?: string;
  /** Began under announced maintenance: no notification was sent. */
  maintenance?: boolean;
  /** When the user acknowledged it (Unix seconds), and what they wrote to it. */
  acknowledged?: { at: number; note: string };
}

/** The answer to the request `events`. */
export interface FleetEvents {
  /** Newest first. */
  events: FleetEvent[];
  /** Whether there are more than were asked for. */
  truncated: boolean;
  revision: number;
}

/** What used most in one minute; empty where the collector did not report it. */
export interface MinuteProcesses extends HostRef {
  /** Unix seconds, a multiple of 60: the minute at or before the one asked for that has processes. */
  minute: number;
  processes: TopProcess[];
}

/** File systems and interfaces of a host, as it last told them; empty where its collector does not. */
export interface HostDetails extends HostRef {
  /** Unix seconds of the minute; null: never within a week. */
  at: number | null;
  /** Unix seconds: the start of the first of the hours below. */
  hoursFrom: number;
  /** `usedMbByHour`: MiB in use at the end of each hour, NaN where it is not known. */
  fileSystems: (FileSystemUse & { usedMbByHour: Float32Array })[];
  /** `errorsOfDay`: packets with errors in the UTC day so far; null where the system does not say. */
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
  /** Means of the steps, NaN where it was not named; what was never said is absent. Errors are packets in five minutes. */
  means: Partial<Record<DetailKind, Float64Array>>;
}

/** What a host received and sent, by period. */
export interface HostTraffic extends HostRef {
  /** Times are Unix seconds; `seconds` are those of the period that there are samples of. */
  periods: { from: number; to: number; rxBytes: number; txBytes: number; seconds: number }[];
}

/** Statistics of one metric over a range, in the unit of the metric. */
export interface MetricStatistics {
  /** Values that the figures rest on. */
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
  /** Seconds per value: 60, or 900 where only rollups reach back so far. */
  step: number;
  metrics: Partial<Record<MetricId, MetricStatistics>>;
}

/**
 * What it would take to read a legacy table's whole history by a scan, because it has no index. Sizes are DynamoDB's
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
  /** Whether reading them starts by itself: it costs no more than what is left of the day's budget. */
  withinBudget: boolean;
  error: AppError | null;
}

/** The tables that an index of the same name spares the scans of. */
export type IndexedRole = 'legacy' | 'functions';

/**
 * The index of a source's legacy table, or of its table of runs, by which it is read in queries, and what creating it
 * would take. Sizes are DynamoDB's own, up to six hours old; null where it does not say.
 */
export interface LegacyIndex {
  sourceId: string;
  table: string;
  /** `unavailable`: there is no such table to look at. `creating`: DynamoDB fills it; nothing is read by it yet. */
  state: 'unavailable' | 'absent' | 'creating' | 'active';
  /** Hosts that are known to write the table. */
  hosts: number;
  /** What it stores, about. */
  tableBytes: number | null;
  /** Write units that filling it takes. */
  writeUnits: number | null;
  /** US dollars at on-demand prices, once. */
  cost: number | null;
  /** US dollars a month that it takes to store, as large as it is now. */
  storageCost: number | null;
  /** Units a second that it gets, as many as the provisioned table has; null: on demand. */
  throughput: { read: number; write: number } | null;
  /** Seconds that filling it takes at least at that throughput; null on demand. */
  seconds: number | null;
  /** The same by the AWS CLI, for who may not change the table; null where the source cannot be asked. */
  command: string | null;
}

/** What one operation on one table consumed within one UTC day. */
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
  /** What a month costs at the mean of the days reported, US dollars. */
  perMonth: number;
  /** ISO date and AWS region of the price list. */
  pricesAsOf: string;
  pricesRegion: string;
}

/** What a connection test found; an error of the source is the request's own error. */
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
  /** What runs the app: Electron itself, or the Chromium stand-in used where Electron cannot be had. */
  host: 'electron' | 'chromium-stand-in';
  /** Whether the data directory holds made-up machines: every page then says so. */
  demo: boolean;
  /** Whether this copy can update itself; one of a system package or a source folder cannot. */
  updates: boolean;
}

/** How often a rule would have fired in the last seven days. */
export interface RuleTrial {
  /** Hosts that the rule would hold for. */
  hosts: number;
  /** How often on all of them. */
  times: number;
  /** Those on which it would have fired, the most often first. */
  fired: (HostRef & { times: number })[];
}
