import type { QueuedNotice } from '../contract/alerts.ts';
import type {
  CapacityReport,
  FleetEvents,
  FleetSeries,
  HeatMap,
  HostStatistics,
  LegacyHistory,
  MinuteProcesses,
  SourceTest,
} from '../contract/answers.ts';
import type { AccessKeys } from '../contract/credentials.ts';
import type { DoctorReport } from '../contract/doctor.ts';
import { appFailure, type AppError } from '../contract/errors.ts';
import type { FleetOverview, HostSeries, SyncReport, SyncState } from '../contract/fleet.ts';
import type { HostRef, HostSummary } from '../contract/host.ts';
import { createHealthJudge } from '../contract/host-health.ts';
import type { ParsedInput } from '../contract/requests.ts';
import type { HostFacts, Sample } from '../contract/sample.ts';
import type { Settings, SourceConfig } from '../contract/settings.ts';
import type { DynamoClients } from '../platform/aws/dynamo-client.ts';
import { nowSeconds, type Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log/log.ts';
import { Alerts } from './alerts/alerts.ts';
import type { AlertConfig } from './alerts/effective-rules.ts';
import { reportCapacity } from './doctor/capacity-report.ts';
import { examine } from './doctor/doctor.ts';
import { Queries } from './queries/queries.ts';
import { isHidden, toSummary } from './store/hosts.ts';
import { openStore, quarantineNotice } from './store/open-store.ts';
import type { FleetStore } from './store/store.ts';
import { HostBackfills } from './sync/host-backfills.ts';
import { unreadIn, type LegacyScanConsent } from './sync/legacy-backfill.ts';
import { budgetOf } from './sync/legacy-budget.ts';
import { LegacyFollower } from './sync/legacy-follower.ts';
import { setHostActive } from './sync/removal.ts';
import { SourceSet } from './sync/source-set.ts';
import { StoreJanitor } from './sync/store-janitor.ts';
import { Syncer, type SyncReason } from './sync/syncer.ts';
import { testSource } from './sync/test-source.ts';

/** The settings that the engine follows, besides those of alerts. */
export type EngineSettings = Pick<Settings, 'sources' | 'sync' | 'retention'>;

/** What an engine is opened with. */
export interface FleetEngineOptions {
  /** Path of the store's SQLite file; its folder exists. */
  storePath: string;
  clock: Clock;
  logger: Logger;
  settings: EngineSettings & AlertConfig;
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

/** What one sync is asked for besides its reason. */
export interface SyncOptions {
  /** Hosts whose missing hours go first; the call waits for them. */
  hosts?: HostRef[];
  signal?: AbortSignal;
}

/** Milliseconds that `close` waits for what was aborted; with the collector's last upload before it, quitting takes under 2 s. */
const CLOSE_GRACE_MS = 700;

/**
 * The fleet: local store, reader of DynamoDB, sync, alerts and answers, put together. It knows no Electron and runs in any Node
 * thread. It holds the store open until `close`.
 */
export class FleetEngine {
  readonly #options: FleetEngineOptions;
  readonly #store: FleetStore;
  readonly #sources: SourceSet;
  readonly #syncer: Syncer;
  readonly #queries: Queries;
  readonly #backfills: HostBackfills;
  readonly #upkeep: StoreJanitor;
  readonly #follower: LegacyFollower;
  readonly #alerts: Alerts;
  readonly #notices: AppError[];
  #settings: EngineSettings;
  #alertConfig: AlertConfig;
  #revision = 1;
  #closing: Promise<void> | null = null;

  /** Opens the store and the engine on it. Throws `AppFailure`. */
  constructor(options: FleetEngineOptions) {
    const { clock, logger, settings, storePath } = options;
    this.#options = options;
    this.#settings = settings;
    this.#alertConfig = settings;
    const { store, quarantine } = openStore(storePath, clock, logger);
    this.#store = store;
    this.#notices = quarantine === null ? [] : [quarantineNotice(quarantine)];
    const onStored = (): void => {
      this.#changed();
    };
    const onProgress = (): void => {
      this.#tellSync();
    };
    this.#sources = new SourceSet(
      {
        ...options,
        store,
        onStored,
        onProgress,
        legacyBudget: () => budgetOf(this.#settings.sync),
      },
      settings.sources,
    );
    this.#queries = new Queries({
      store,
      clock,
      isShown: (sourceId) => this.#sources.has(sourceId),
      retention: () => this.#settings.retention,
      revision: () => this.#revision,
    });
    this.#alerts = new Alerts({
      store,
      clock,
      logger,
      config: settings,
      isShown: (host) => this.#sources.has(host.sourceId) && !isHidden(host),
      sources: () =>
        this.#sources.all().map(({ config, connected, stored }) => ({
          id: config.id,
          connected,
          lastSyncedAt: stored.lastSyncedAt,
        })),
      backfilling: () => this.#sources.progress() !== null,
      ownHost: options.thisHost ?? (() => null),
      onNotices: options.onAlertNotices ?? null,
      onChanged: () => {
        this.#tellChange();
      },
    });
    this.#backfills = new HostBackfills({
      store,
      clock,
      retention: () => this.#settings.retention,
      logger,
    });
    this.#upkeep = new StoreJanitor({
      store,
      clock,
      retention: () => this.#settings.retention,
      onForeignChange: () => {
        for (const runtime of this.#sources.all()) runtime.noteForeignSync();
        this.#alerts.noteForeignChange();
        this.#changed();
      },
      logger,
    });
    this.#follower = new LegacyFollower({ clock, logger, runtimes: () => this.#sources.all() });
    this.#syncer = new Syncer({
      clock,
      logger,
      runtimes: () => this.#sources.all(),
      intervalSeconds: () => this.#settings.sync.intervalSeconds,
      hosts: () => this.#queries.hosts().length,
      onChanged: onProgress,
      onFleetChanged: onStored,
    });
  }

  /** What is known now, from the store; never waits for the network. `thisHost` is null. */
  overview(): FleetOverview {
    const hosts = this.#queries.hosts();
    return {
      revision: this.#revision,
      hosts: hosts.map(toSummary),
      sources: this.#store.read(() => this.#sources.all().map((runtime) => runtime.state())),
      sync: this.#syncState(),
      alerts: this.#alerts.active(hosts),
      maintenance: this.#alerts.inMaintenance(hosts),
      notices: this.#notices,
      thisHost: null,
    };
  }

  /**
   * A host's series from the store. Hours that are missing are fetched in the background, before all others.
   * Throws `AppFailure` (`not-found`).
   */
  hostSeries(query: ParsedInput<'hostSeries'>): HostSeries {
    const series = this.#queries.hostSeries(query);
    const end = series.start + series.count * series.step;
    const host = this.#queries.find(query);
    const runtime = this.#sources.get(host.sourceId);
    const pendingHours = this.#backfills.want(runtime, host, series.start, end);
    const unread = unreadIn(runtime, this.#queries.find(query), series.start, end);
    return {
      ...series,
      pendingHours,
      ...(unread === null || runtime.tableInfo.legacy.indexed ? {} : { unread }),
    };
  }

  /** Mean, p95, maximum and number online over the fleet, from the store. */
  fleetSeries(query: ParsedInput<'fleetSeries'>): FleetSeries {
    return this.#queries.fleetSeries(query);
  }

  /** Hosts by time, from the store. */
  heatMap(query: ParsedInput<'heatMap'>): HeatMap {
    return this.#queries.heatMap(query);
  }

  /** OfflineDetector and alerts of the fleet or of one host. Throws `AppFailure` (`not-found`). */
  events(query: ParsedInput<'events'>): FleetEvents {
    return this.#queries.events(query);
  }

  /** What used most in one minute. Throws `AppFailure` (`not-found`). */
  minuteProcesses(query: ParsedInput<'minuteProcesses'>): MinuteProcesses {
    return this.#queries.minuteProcesses(query);
  }

  /** Mean, p50, p95 and extremes of a range. Throws `AppFailure` (`not-found`). */
  hostStatistics(query: ParsedInput<'hostStatistics'>): HostStatistics {
    return this.#queries.hostStatistics(query);
  }

  /**
   * Syncs all sources, one sync at a time: later calls join. `poll` is answered with the last report when that is
   * younger than half an interval. A source that fails says so in its state; the call itself resolves.
   */
  async sync(reason: SyncReason, options: SyncOptions = {}): Promise<SyncReport> {
    // Before anything new is stored: how long nobody has looked.
    if (reason === 'resume') this.#alerts.evaluate();
    const report = await this.#syncer.sync(reason, options.signal);
    const now = nowSeconds(this.#options.clock);
    const { hosts = [] } = options;
    await Promise.allSettled(hosts.map((host) => this.backfillHost(host, now)));
    return report;
  }

  /**
   * Fetches what is missing of one host from `from` (Unix seconds) on, 30 days back at most, and resolves when it is stored.
   * Throws `AppFailure`, also where the table is missing; a host of a source that is not connected has nothing to fetch.
   */
  backfillHost(ref: HostRef, from: number, scan?: LegacyScanConsent): Promise<void> {
    try {
      const host = this.#queries.find(ref);
      return this.#backfills.fetch(this.#sources.get(host.sourceId), host, from, scan);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Stops fetching missing hours; the next sync takes them up again. */
  cancelBackfill(): SyncState {
    this.#sources.cancelBackfill();
    return this.#syncState();
  }

  /** Soft delete in the registry. Throws `AppFailure`. */
  async removeHost(ref: HostRef): Promise<HostRef> {
    return this.#setActive(ref, false);
  }

  async restoreHost(ref: HostRef): Promise<HostRef> {
    return this.#setActive(ref, true);
  }

  removedHosts(): HostSummary[] {
    return this.#queries.removedHosts().map(toSummary);
  }

  /** How the legacy history of a source stands, and what reading it would cost. Throws `AppFailure` (`not-found`). */
  legacyHistory(sourceId: string): LegacyHistory {
    return this.#sources.get(sourceId).legacyHistory.status();
  }

  /** Reads it in the background, at so many read units a second, or goes on with it. Throws `AppFailure`. */
  async readLegacyHistory(sourceId: string, unitsPerSecond: number): Promise<LegacyHistory> {
    const runtime = this.#sources.get(sourceId);
    runtime.legacyHistory.start(await runtime.reader(), unitsPerSecond);
    return runtime.legacyHistory.status();
  }

  async stopLegacyHistory(sourceId: string): Promise<LegacyHistory> {
    const { legacyHistory } = this.#sources.get(sourceId);
    await legacyHistory.stop();
    return legacyHistory.status();
  }

  /** What this program consumed over the last days, priced. */
  capacity(days: number): CapacityReport {
    for (const runtime of this.#sources.all()) runtime.save();
    const now = nowSeconds(this.#options.clock);
    return reportCapacity(this.#store, (id) => this.#sources.config(id)?.tables, days, now);
  }

  /** Examines sources, hosts and store. `outbox` is the number of samples that wait to be uploaded. */
  doctor({ outbox, here }: { outbox: number; here: HostRef }): Promise<DoctorReport> {
    const { clock, storePath, thisHost } = this.#options;
    return examine({
      store: this.#store,
      storePath,
      clock,
      runtimes: this.#sources.all(),
      hosts: this.#queries.hosts(),
      judge: (sources, now) =>
        createHealthJudge({
          sources,
          thisHost: thisHost?.() ?? null,
          alerts: [],
          settings: this.#alertConfig.alerts,
          labelsOf: (key) => this.#alertConfig.labels[key] ?? [],
          now,
        }),
      outbox,
      here,
    });
  }

  /** Resolves when no sync and no backfill runs. */
  async whenIdle(): Promise<void> {
    do {
      await this.#follower.whenIdle();
      await this.#backfills.whenDone();
      await this.#syncer.whenIdle();
      await Promise.all(this.#sources.all().map((runtime) => runtime.whenBackgroundDone()));
    } while (this.#backfills.running);
    await Promise.all(this.#sources.all().map(({ legacyHistory }) => legacyHistory.whenDone()));
  }

  /** Tries out a source that need not be saved, with keys that need not be. Throws `AppFailure`. */
  testSource(source: SourceConfig, keys?: AccessKeys): Promise<SourceTest> {
    const { connect, clock } = this.#options;
    return testSource(source, () => connect(source, keys), clock);
  }

  /** Stores a sample of this machine's own collector. Throws `AppFailure`. */
  recordLocal(sourceId: string, sample: Sample, facts: HostFacts): void {
    if (this.#closing !== null) return;
    const now = nowSeconds(this.#options.clock);
    this.#store.write(() => {
      this.#store.recordLocal(sourceId, sample, facts, now);
    });
    this.#changed();
  }

  /** Takes over changed sources, intervals and retention. */
  async reconfigure(settings: EngineSettings): Promise<void> {
    this.#settings = settings;
    await this.#sources.replace(settings.sources);
    this.#sourcesChanged();
  }

  /** Connects these sources anew and syncs: their credentials have changed. */
  async reconnect(sourceIds: readonly string[]): Promise<void> {
    await this.#sources.renew(sourceIds);
    this.#sourcesChanged();
  }

  /** Takes over changed rules and labels: they hold from now on. */
  configureAlerts(config: AlertConfig): void {
    this.#alertConfig = config;
    this.#alerts.configure(config);
  }

  /** Those of `onAlertNotices` with these ids need not come again. */
  acknowledgeNotices(ids: readonly string[]): void {
    this.#alerts.acknowledge(ids);
  }

  /** Begins the schedule, and looking for alerts: a sync now, and one whenever nobody has asked for interval + 15 s. */
  start(): void {
    this.#alerts.start();
    this.#syncer.start();
    this.#follower.start();
    this.#upkeep.start();
  }

  /** Aborts what runs and closes the store, in under 2 s. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const grace = new AbortController();
    const closing = appFailure('aborted', 'The app is closing.', '');
    this.#syncer.stop(closing);
    const unfollowed = this.#follower.stop(closing);
    this.#upkeep.stop();
    this.#alerts.stop();
    await Promise.race([
      Promise.allSettled([this.#syncer.whenIdle(), this.#sources.close(), unfollowed]),
      this.#options.clock.sleep(CLOSE_GRACE_MS, grace.signal).catch(() => undefined),
    ]);
    grace.abort();
    this.#store.close();
  }

  async #setActive(ref: HostRef, active: boolean): Promise<HostRef> {
    const host = this.#queries.find(ref);
    await setHostActive(this.#sources.get(host.sourceId), host, active);
    this.#changed();
    return { sourceId: host.sourceId, hostname: host.hostname };
  }

  #syncState(): SyncState {
    return {
      running: this.#syncer.running,
      nextAt: this.#syncer.nextAt,
      intervalSeconds: this.#settings.sync.intervalSeconds,
      backfill: this.#sources.progress(),
    };
  }

  #sourcesChanged(): void {
    this.#changed();
    this.#tellSync();
    this.#syncer.wake();
  }

  #changed(): void {
    if (this.#store.closed) return;
    this.#alerts.evaluate();
    this.#tellChange();
  }

  #tellChange(): void {
    if (this.#store.closed) return;
    this.#revision += 1;
    this.#options.onFleetChanged(this.#revision);
  }

  #tellSync(): void {
    if (this.#store.closed) return;
    this.#options.onSyncChanged(this.#syncState());
  }
}
