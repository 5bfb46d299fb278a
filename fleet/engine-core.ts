import type { CapacityReport, LegacyHistory } from '../contract/answers.ts';
import type { AccessKeys } from '../contract/credentials.ts';
import type { DoctorReport } from '../contract/doctor.ts';
import { appFailure, type AppError } from '../contract/errors.ts';
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
import type { SourceConfig } from '../contract/settings.ts';
import { nowSeconds } from '../platform/clock.ts';
import { createHealthJudge } from '../contract/host-health.ts';
import type { Alerts } from './alerts/alerts.ts';
import { createAlerts } from './engine-alerts.ts';
import type { AlertConfig } from './alerts/effective-rules.ts';
import { reportCapacity } from './doctor/capacity-report.ts';
import { examine } from './doctor/doctor.ts';
import type { FleetEngine, FleetEngineOptions, SyncOptions, SyncReason } from './engine.ts';
import { Queries } from './queries/queries.ts';
import { toSummary } from './store/hosts.ts';
import { openStore, quarantineNotice } from './store/open-store.ts';
import type { FleetStore } from './store/store.ts';
import { HostBackfills } from './sync/host-backfills.ts';
import { setHostActive } from './sync/removal.ts';
import { SourceSet } from './sync/source-set.ts';
import { budgetOf } from './sync/legacy-budget.ts';
import { LegacyFollower } from './sync/legacy-follower.ts';
import { unreadIn, type LegacyScanConsent } from './sync/legacy-backfill.ts';
import { Syncer } from './sync/syncer.ts';
import { testSource } from './sync/test-source.ts';
import { StoreJanitor } from './sync/store-janitor.ts';

/** Milliseconds that `close` waits for what was aborted; with the collector's last upload before it, quitting takes under 2 s. */
const CLOSE_GRACE_MS = 700;

/** The engine behind `FleetEngine`: it puts store, sources, sync and answers together. */
export class Engine implements FleetEngine {
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
  #settings: Parameters<FleetEngine['reconfigure']>[0];
  #alertConfig: AlertConfig;
  #revision = 1;
  #closing: Promise<void> | null = null;

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
    this.#alerts = createAlerts(options, store, this.#sources, () => {
      this.#tellChange();
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

  fleetSeries: FleetEngine['fleetSeries'] = (query) => this.#queries.fleetSeries(query);
  heatMap: FleetEngine['heatMap'] = (query) => this.#queries.heatMap(query);
  events: FleetEngine['events'] = (query) => this.#queries.events(query);
  minuteProcesses: FleetEngine['minuteProcesses'] = (query) => this.#queries.minuteProcesses(query);
  hostStatistics: FleetEngine['hostStatistics'] = (query) => this.#queries.hostStatistics(query);

  async sync(reason: SyncReason, options: SyncOptions = {}): Promise<SyncReport> {
    // Before anything new is stored: how long nobody has looked.
    if (reason === 'resume') this.#alerts.evaluate();
    const report = await this.#syncer.sync(reason, options.signal);
    const now = nowSeconds(this.#options.clock);
    const { hosts = [] } = options;
    await Promise.allSettled(hosts.map((host) => this.backfillHost(host, now)));
    return report;
  }

  backfillHost(ref: HostRef, from: number, scan?: LegacyScanConsent): Promise<void> {
    try {
      const host = this.#queries.find(ref);
      return this.#backfills.fetch(this.#sources.get(host.sourceId), host, from, scan);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  cancelBackfill(): SyncState {
    this.#sources.cancelBackfill();
    return this.#syncState();
  }

  async removeHost(ref: HostRef): Promise<HostRef> {
    return this.#setActive(ref, false);
  }

  async restoreHost(ref: HostRef): Promise<HostRef> {
    return this.#setActive(ref, true);
  }

  removedHosts(): HostSummary[] {
    return this.#queries.removedHosts().map(toSummary);
  }

  legacyHistory(sourceId: string): LegacyHistory {
    return this.#sources.get(sourceId).legacyHistory.status();
  }

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

  capacity(days: number): CapacityReport {
    for (const runtime of this.#sources.all()) runtime.save();
    const now = nowSeconds(this.#options.clock);
    return reportCapacity(this.#store, (id) => this.#sources.config(id)?.tables, days, now);
  }

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

  async whenIdle(): Promise<void> {
    do {
      await this.#follower.whenIdle();
      await this.#backfills.whenDone();
      await this.#syncer.whenIdle();
      await Promise.all(this.#sources.all().map((runtime) => runtime.whenBackgroundDone()));
    } while (this.#backfills.running);
    await Promise.all(this.#sources.all().map(({ legacyHistory }) => legacyHistory.whenDone()));
  }

  testSource(source: SourceConfig, keys?: AccessKeys): Promise<SourceTest> {
    const { connect, clock } = this.#options;
    return testSource(source, () => connect(source, keys), clock);
  }

  recordLocal(sourceId: string, sample: Sample, facts: HostFacts): void {
    if (this.#closing !== null) return;
    const now = nowSeconds(this.#options.clock);
    this.#store.write(() => {
      this.#store.recordLocal(sourceId, sample, facts, now);
    });
    this.#changed();
  }

  async reconfigure(settings: Parameters<FleetEngine['reconfigure']>[0]): Promise<void> {
    this.#settings = settings;
    await this.#sources.replace(settings.sources);
    this.#sourcesChanged();
  }

  async reconnect(sourceIds: readonly string[]): Promise<void> {
    await this.#sources.renew(sourceIds);
    this.#sourcesChanged();
  }

  configureAlerts(config: AlertConfig): void {
    this.#alertConfig = config;
    this.#alerts.configure(config);
  }

  acknowledgeNotices(ids: readonly string[]): void {
    this.#alerts.acknowledge(ids);
  }

  start(): void {
    this.#alerts.start();
    this.#syncer.start();
    this.#follower.start();
    this.#upkeep.start();
  }

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
