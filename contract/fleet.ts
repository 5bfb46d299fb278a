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
 * `unconfigured`: nothing says where to read. `waiting`: configured, not read yet. `fresh`: the last sync
 * succeeded. `failing`: the last sync failed with `error`; what is shown is as of `lastSyncedAt`.
 */
export type SourceStatus = 'unconfigured' | 'waiting' | 'fresh' | 'failing';

/** A source and the result of its last sync. Times are Unix seconds. */
export interface SourceState {
  id: string;
  name: string;
  status: SourceStatus;
  /** Unix seconds at which the last complete sync began: what is shown is at least as new. */
  lastSyncedAt: number | null;
  lastAttemptAt: number | null;
  error: AppError | null;
  tables: Record<TableRole, TableState>;
  /** Items skipped because they made no sense, since the store was made. */
  badItems: number;
}

/** How far the background download of past hours has come. */
export interface BackfillProgress {
  /** Host hours fetched and to fetch. */
  done: number;
  total: number;
}

/** The schedule of polls, and what runs now. */
export interface SyncState {
  running: boolean;
  /** Unix seconds of the next poll on the schedule. */
  nextAt: number | null;
  intervalSeconds: number;
  backfill: BackfillProgress | null;
}

/** Everything that the overview shows: hosts, sources, alerts and the state of the sync. */
export interface FleetOverview {
  /** Grows by one with every change of the store; carried by `fleetChanged` too. */
  revision: number;
  hosts: HostSummary[];
  sources: SourceState[];
  sync: SyncState;
  /** Thresholds that are exceeded now, by the rules of Settings. */
  alerts?: ActiveAlert[];
  /** What is known of hosts beyond their newest samples: when they are full, how unusual they are. */
  outlooks?: HostOutlook[];
  /** Hosts that are under announced maintenance now. */
  maintenance?: HostRef[];
  /** Messages to show once about this machine's store, e.g. that a damaged file was set aside. */
  notices?: AppError[];
  /** This machine, when it collects. */
  thisHost: HostRef | null;
}

/** The hosts of one name, and how their sources stand. */
export interface HostLookup {
  /** One a source at most. */
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
   * Uploads to the legacy table (Unix seconds; `from` null: since the table began) that may never have been read and
   * fall into the range: minutes may be missing. Absent: nothing is.
   */
  unread?: { from: number | null; to: number };
  /** What is known of the machine itself. */
  facts?: HostFacts;
  revision: number;
}

/** What one sync brought. */
export interface SyncReport {
  /** Unix seconds. */
  startedAt: number;
  endedAt: number;
  sources: SourceState[];
  hosts: number;
  newSamples: number;
  requests: number;
}

/** What a sync did, and the fleet after it. */
export interface SyncAnswer {
  report: SyncReport;
  overview: FleetOverview;
}
