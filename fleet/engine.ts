import type {
  CapacityReport,
  FleetEvents,
  FleetSeries,
  HeatMap,
  HostStatistics,
  LegacyHistory,
  MinuteProcesses,
} from '../contract/answers.ts';
import type { AccessKeys } from '../contract/credentials.ts';
import type { QueuedNotice } from '../contract/alerts.ts';
import type { DoctorReport } from '../contract/doctor.ts';
import type {
  FleetOverview,
  HostRef,
  HostSeries,
  HostSummary,
  SyncReport,
  SyncState,
} from '../contract/fleet.ts';
import type { SourceTest } from '../contract/answers.ts';
import type { ParsedInput } from '../contract/requests.ts';
import type { HostFacts, Sample } from '../contract/sample.ts';
import type { Settings, SourceConfig } from '../contract/settings.ts';
import type { Clock } from '../platform/clock.ts';
import type { DynamoClients } from '../platform/aws/dynamo-client.ts';
import type { Logger } from '../platform/log/log.ts';
import type { AlertConfig } from './alerts/effective-rules.ts';
import type { LegacyScanConsent } from './sync/legacy-backfill.ts';
import { Engine } from './engine-core.ts';

export interface FleetEngineOptions {
  /** Path of the store's SQLite file; its folder exists. */
  storePath: string;
  clock: Clock;
  logger: Logger;
  settings: Pick<Settings, 'sources' | 'sync' | 'retention'> & AlertConfig;
  /** This machine, where its samples come from this program: its silences are the program's own. Absent: it is not known. */
  thisHost?: () => HostRef | null;
  /** What the user is to be told: again at each start until it is acknowledged. Absent: nobody is told, and it waits. */
  onAlertNotices?: (notices: QueuedNotice[]) => void;
  /** Opens clients for a source, with `keys` instead of its own credentials where given. */
  connect: (source: SourceConfig, keys?: AccessKeys) => Promise<DynamoClients>;
  /** Whether the source is to be read at all. */
  isConnected: (source: SourceConfig) => boolean;
  onFleetChanged: (revision: number) => void;
  onSyncChanged: (state: SyncState) => void;
}

export type SyncReason = 'user' | 'poll' | 'resume' | 'network';

export interface SyncOptions {
  /** Hosts whose missing hours go first; the call waits for them. */
  hosts?: HostRef[];
  signal?: AbortSignal;
}

/** The fleet: local store, reader of DynamoDB and sync. It knows no Electron and runs in any Node thread. */
export interface FleetEngine {
  /** What is known now, from the store; never waits for the network. `thisHost` is null. */
  overview(): FleetOverview;
  /**
   * A host's series from the store. Hours that are missing are fetched in the background, before all others.
   * Throws `AppFailure` (`not-found`).
   */
  hostSeries(query: ParsedInput<'hostSeries'>): HostSeries;
  /** Mean, p95, maximum and number online over the fleet, from the store. */
  fleetSeries(query: ParsedInput<'fleetSeries'>): FleetSeries;
  /** Hosts by time, from the store. */
  heatMap(query: ParsedInput<'heatMap'>): HeatMap;
  /** OfflineDetector and alerts of the fleet or of one host. Throws `AppFailure` (`not-found`). */
  events(query: ParsedInput<'events'>): FleetEvents;
  /** What used most in one minute. Throws `AppFailure` (`not-found`). */
  minuteProcesses(query: ParsedInput<'minuteProcesses'>): MinuteProcesses;
  /** Mean, p50, p95 and extremes of a range. Throws `AppFailure` (`not-found`). */
  hostStatistics(query: ParsedInput<'hostStatistics'>): HostStatistics;
  /**
   * Syncs all sources, one sync at a time: later calls join. `poll` is answered with the last report when that is
   * younger than half an interval. A source that fails says so in its state; the call itself resolves.
   */
  sync(reason: SyncReason, options?: SyncOptions): Promise<SyncReport>;
  /**
   * Fetches what is missing of one host from `from` (Unix seconds) on, 30 days back at most, and resolves when it is stored.
   * Throws `AppFailure`, also where the table is missing; a host of a source that is not connected has nothing to fetch.
   */
  backfillHost(host: HostRef, from: number, scan?: LegacyScanConsent): Promise<void>;
  /** Stops fetching missing hours; the next sync takes them up again. */
  cancelBackfill(): SyncState;
  /** Soft delete in the registry. Throws `AppFailure`. */
  removeHost(host: HostRef): Promise<HostRef>;
  restoreHost(host: HostRef): Promise<HostRef>;
  removedHosts(): HostSummary[];
  /** How the legacy history of a source stands, and what reading it would cost. Throws `AppFailure` (`not-found`). */
  legacyHistory(sourceId: string): LegacyHistory;
  /** Reads it in the background, at so many read units a second, or goes on with it. Throws `AppFailure`. */
  readLegacyHistory(sourceId: string, unitsPerSecond: number): Promise<LegacyHistory>;
  stopLegacyHistory(sourceId: string): Promise<LegacyHistory>;
  /** What this program consumed over the last days, priced. */
  capacity(days: number): CapacityReport;
  /** Examines sources, hosts and store. `outbox` is the number of samples that wait to be uploaded. */
  doctor(machine: { outbox: number; here: HostRef }): Promise<DoctorReport>;
  /** Resolves when no sync and no backfill runs. */
  whenIdle(): Promise<void>;
  /** Tries out a source that need not be saved, with keys that need not be. Throws `AppFailure`. */
  testSource(source: SourceConfig, keys?: AccessKeys): Promise<SourceTest>;
  /** Stores a sample of this machine's own collector. Throws `AppFailure`. */
  recordLocal(sourceId: string, sample: Sample, facts: HostFacts): void;
  /** Takes over changed sources, intervals and retention. */
  reconfigure(settings: Pick<Settings, 'sources' | 'sync' | 'retention'>): Promise<void>;
  /** Connects these sources anew and syncs: their credentials have changed. */
  reconnect(sourceIds: readonly string[]): Promise<void>;
  /** Takes over changed rules and labels: they hold from now on. */
  configureAlerts(config: AlertConfig): void;
  /** Those of `onAlertNotices` with these ids need not come again. */
  acknowledgeNotices(ids: readonly string[]): void;
  /** Begins the schedule, and looking for alerts: a sync now, and one whenever nobody has asked for interval + 15 s. */
  start(): void;
  /** Aborts what runs and closes the store, in under 2 s. */
  close(): Promise<void>;
}

/** Opens the store and the engine on it. Throws `AppFailure`. */
export function openFleetEngine(options: FleetEngineOptions): FleetEngine {
  return new Engine(options);
}
