import type { ActiveAlert } from './alerts.ts';
import type { AppError } from './errors.ts';
import type { MetricId } from './metrics.ts';
import type { HostOutlook } from './outlook.ts';
import type { HostFacts } from './sample.ts';
import type { TableRole } from './tables.ts';
import type { HostRef, HostSummary } from './host.ts';

/** States of a table. `denied`: the credentials may not read it; `failing`: any other error. */
export const TABLE_STATES = [
  'unknown',
  'active',
  'missing',
  'creating',
  'denied',
  'failing',
] as const;
/** Whether a table of a source can be read, and why not. */
export type TableState = (typeof TABLE_STATES)[number];

/**
 * `unconfigured`: no tables are configured. `waiting`: configured, not read yet. `fresh`: the last sync
 * succeeded. `failing`: the last sync failed with `error`; what is shown is as of `lastSyncedAt`.
 */
export type SourceStatus = 'unconfigured' | 'waiting' | 'fresh' | 'failing';

/** A source and the result of its last sync. Times are Unix seconds. */
export interface SourceState {
  id: string;
  name: string;
  status: SourceStatus;
  /** When the last complete sync began, Unix seconds: the data shown is at least as recent. */
  lastSyncedAt: number | null;
  lastAttemptAt: number | null;
  error: AppError | null;
  tables: Record<TableRole, TableState>;
  /** Invalid items skipped since the store was created. */
  badItems: number;
}

/** Progress of the background download of past hours. */
export interface BackfillProgress {
  /** Host hours fetched and to fetch. */
  done: number;
  total: number;
}

/** The schedule of polls, and work in progress. */
export interface SyncState {
  running: boolean;
  /** Unix seconds of the next poll on the schedule. */
  nextAt: number | null;
  intervalSeconds: number;
  backfill: BackfillProgress | null;
}

/** The data of the overview: hosts, sources, alerts and the state of the sync. */
export interface FleetOverview {
  /** Grows by one with every change of the store; carried by `fleetChanged` too. */
  revision: number;
  hosts: HostSummary[];
  sources: SourceState[];
  sync: SyncState;
  /** Thresholds exceeded now, by the rules of the settings. */
  alerts?: ActiveAlert[];
  /** Forecasts and unusual values of hosts. */
  outlooks?: HostOutlook[];
  /** Hosts now under announced maintenance. */
  maintenance?: HostRef[];
  /** Messages about this machine's store to show once, e.g. that a damaged file was quarantined. */
  notices?: AppError[];
  /** This machine, if it collects. */
  thisHost: HostRef | null;
}

/** The hosts of one name, and the states of their sources. */
export interface HostLookup {
  /** At most one per source. */
  hosts: HostSummary[];
  sources: SourceState[];
}

/** One metric of a host over a range: one value a step, NaN where there is no sample. */
export interface MetricSeries {
  mean: Float32Array;
  /** Present where a step covers more than a minute. */
  min?: Float32Array;
  max?: Float32Array;
}

/**
 * A host's series. Step `i` covers `[start + i * step, start + (i + 1) * step)`, Unix seconds.
 * `pendingHours` counts hours in the range that a sync has still to fetch.
 */
export interface HostSeries extends HostRef {
  start: number;
  step: number;
  count: number;
  metrics: Partial<Record<MetricId, MetricSeries>>;
  pendingHours: number;
  /**
   * Uploads to the legacy table (Unix seconds; `from` null: since the table began) that may be unread and
   * fall into the range, so minutes may be missing. Absent: none.
   */
  unread?: { from: number | null; to: number };
  /** Facts about the machine itself. */
  facts?: HostFacts;
  revision: number;
}

/** The result of one sync. */
export interface SyncReport {
  /** Unix seconds. */
  startedAt: number;
  endedAt: number;
  sources: SourceState[];
  hosts: number;
  newSamples: number;
  requests: number;
}

/** The result of a sync, and the fleet after it. */
export interface SyncAnswer {
  report: SyncReport;
  overview: FleetOverview;
}
