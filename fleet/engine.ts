import { rulesFor } from '../contract/alert-rules.ts';
import { hostKey } from '../contract/host.ts';
import type { AlertAction, OpenAlert } from '../contract/open-alerts.ts';
import { appFailure, type AppError } from '../contract/errors.ts';
import type { FunctionArguments } from '../contract/functions.ts';
import type { ParsedInput } from '../contract/requests.ts';
import type { FleetOverview, SyncReport, SyncState } from '../contract/fleet.ts';
import type { HostFacts, Sample } from '../contract/sample.ts';
import type { Settings } from '../contract/settings.ts';
import { nowSeconds } from '../platform/clock.ts';
import { Annotations } from './annotations.ts';
import { Alerts } from './alerts/alerts.ts';
import type { AlertConfig } from './alerts/effective-rules.ts';
import { ChannelService } from './channels/channel-service.ts';
import { ratioOf } from './alerts/slower.ts';
import { OutlookQueries } from './alerts/outlook-queries.ts';
import { OpenAlerts } from './alerts/open-alerts.ts';
import { Diagnostics } from './diagnostics.ts';
import type { EngineSettings, FleetEngineOptions, SyncOptions } from './engine-options.ts';
import { HostRequests } from './host-requests.ts';
import { FunctionQueries } from './queries/functions.ts';
import { Queries } from './queries/queries.ts';
import { Replicas } from './queries/replicas.ts';
import { isHidden, toSummary } from './store/hosts.ts';
import { Sharing } from './sharing/sharing.ts';
import { openStore, quarantineNotice } from './store/open-store.ts';
import type { FleetStore } from './store/store.ts';
import { fetchArguments } from './sync/functions-arguments.ts';
import { FunctionFolders } from './sync/functions-folders.ts';
import { HostBackfills } from './sync/host-backfills.ts';
import { budgetOf } from './sync/legacy-budget.ts';
import { LegacyFollower } from './sync/legacy-follower.ts';
import { SourceSet } from './sync/source-set.ts';
import { storeJanitor } from './sync/store-janitor.ts';
import { storeFigures } from './sync/store-figures.ts';
import type { StoreLoop } from './sync/store-loop.ts';
import { storePacking } from './sync/store-packing.ts';
import { Syncer, type SyncReason } from './sync/syncer.ts';

/**
 * Milliseconds that `close` waits for what was aborted; with the collector's last upload before it, quitting takes
 * under 2 s.
 */
const CLOSE_GRACE_MS = 700;

/** Milliseconds after which nobody waits for arguments any more. */
const ARGUMENTS_TIMEOUT_MS = 60_000;

/**
 * The fleet: local store, reader of DynamoDB, sync, alerts and answers, put together. It knows no Electron and runs in
 * any Node thread. It holds the store open until `close`.
 */
export class FleetEngine {
  /** Answers from the store. */
  readonly queries: Queries;
  /** Sources that read the same fleet. */
  readonly replicas: Replicas;
  /** Answers about runs of the py-perf library. */
  readonly functions: FunctionQueries;
  /** Notes of the user. */
  readonly annotations: Annotations;
  /** Folders of the py-perf library's local mode. */
  readonly functionFolders: FunctionFolders;
  /** The configured sources, and what runs for each. */
  readonly sources: SourceSet;
  /** What is asked about one host and may reach DynamoDB. */
  readonly hosts: HostRequests;
  /** What is expected of hosts, and what a rule would have found on them. */
  readonly outlooks: OutlookQueries;
  /** Costs, `doctor`, and trying out a source. */
  readonly diagnostics: Diagnostics;
  readonly #options: FleetEngineOptions;
  readonly #store: FleetStore;
  readonly #syncer: Syncer;
  readonly #backfills: HostBackfills;
  readonly #upkeep: StoreLoop;
  readonly #packing: StoreLoop;
  readonly #figures: StoreLoop;
  readonly #follower: LegacyFollower;
  readonly #alerts: Alerts;
  /** Null: this program tells nothing to channels. */
  readonly channels: ChannelService | null;
  /** Null: this program shares nothing. */
  readonly sharing: Sharing | null;
  readonly #openAlerts: OpenAlerts;
  readonly #notices: AppError[];
  #settings: EngineSettings;
  #alertConfig: AlertConfig;
  #revision: number;
  #started = false;
  #closing: Promise<void> | null = null;

  /** Opens the store and the engine on it. Throws `AppFailure`. */
  constructor(options: FleetEngineOptions) {
    const { clock, logger, settings, storePath } = options;
    this.#options = options;
    this.#settings = settings;
    this.#alertConfig = settings;
    this.#revision = options.firstRevision ?? 1;
    const { store, quarantine } = openStore(storePath, clock, logger);
    this.#store = store;
    store.judging.configure(settings);
    this.#notices = [
      ...(options.notices ?? []),
      ...(quarantine === null ? [] : [quarantineNotice(quarantine)]),
    ];
    const onStored = (): void => {
      this.#changed();
    };
    const onProgress = (): void => {
      this.#tellSync();
    };
    this.sources = new SourceSet(
      {
        ...options,
        store,
        onStored,
        onProgress,
        legacyBudget: () => budgetOf(this.#settings.sync),
        forgetDays: () => this.#settings.retention.forgetDays,
      },
      settings.sources,
    );
    this.replicas = new Replicas({
      store,
      sources: () => this.sources.forReplicas(),
      intervalSeconds: () => this.#settings.sync.intervalSeconds,
      ownHost: () => options.thisHost?.() ?? null,
    });
    this.queries = new Queries({
      store,
      clock,
      isShown: (sourceId) => this.sources.has(sourceId),
      isCovered: (host) => this.replicas.covers(host),
      reading: (sourceId) => this.sources.reading(sourceId),
      retention: () => this.#settings.retention,
      revision: () => this.#revision,
    });
    this.functionFolders = new FunctionFolders({
      store,
      clock,
      logger,
      folders: () => this.#settings.functions?.folders ?? [],
      onStored,
    });
    this.functions = new FunctionQueries({
      store,
      clock,
      isShown: (sourceId) => this.sources.has(sourceId) && !this.replicas.isBehind(sourceId),
      folders: () => this.functionFolders.states(),
      revision: () => this.#revision,
      slowerRatio: (host) => {
        const { alerts, labels } = this.#alertConfig;
        return ratioOf(rulesFor(host, labels[hostKey(host)] ?? [], alerts).slower);
      },
    });
    this.annotations = new Annotations({
      store,
      clock,
      author: options.author ?? null,
      isShown: (sourceId) => this.sources.has(sourceId),
      onChanged: () => {
        this.#share();
        this.#tellChange();
      },
    });
    this.outlooks = new OutlookQueries({
      store,
      clock,
      queries: this.queries,
      config: () => this.#alertConfig,
    });
    this.#openAlerts = new OpenAlerts(store, clock);
    this.#alerts = new Alerts({
      store,
      clock,
      logger,
      config: settings,
      isShown: (host) =>
        this.sources.has(host.sourceId) && !isHidden(host) && !this.replicas.covers(host),
      sources: () => this.sources.reads(),
      backfilling: () => this.sources.progress() !== null,
      ownHost: options.thisHost ?? (() => null),
      onNotices: options.onAlertNotices ?? null,
      onChanged: () => {
        this.#tellChange();
      },
    });
    this.channels =
      options.channels === undefined
        ? null
        : new ChannelService({
            ...options.channels,
            store,
            clock,
            logger,
            config: settings,
            isShown: (host) => !isHidden(host) && !this.replicas.covers(host),
            sources: () => this.sources.forChannels(),
          });
    this.sharing =
      options.sharing === undefined
        ? null
        : new Sharing({
            ...options.sharing,
            store,
            storePath,
            clock,
            logger,
            sources: () => this.sources.forSharing(),
            hasSecret: (channel, secret) => this.channels?.hasSecret(channel, secret) ?? false,
            onChanged: () => {
              this.#tellChange();
            },
          });
    this.diagnostics = new Diagnostics({
      ...options,
      store,
      sources: this.sources,
      queries: this.queries,
      replicas: this.replicas,
      alertConfig: () => this.#alertConfig,
    });
    const retention = (): EngineSettings['retention'] => this.#settings.retention;
    this.#backfills = new HostBackfills({ store, clock, retention, logger });
    this.#packing = storePacking({ store, clock, logger });
    this.#figures = storeFigures({ store, clock, logger }, () => this.queries.storeFigures());
    this.hosts = new HostRequests({
      store,
      queries: this.queries,
      isCovered: (host) => this.replicas.covers(host),
      sources: this.sources,
      backfills: this.#backfills,
      onChanged: onStored,
    });
    this.#upkeep = storeJanitor({
      store,
      clock,
      retention,
      onForeignChange: () => {
        for (const runtime of this.sources.all()) runtime.noteForeignSync();
        this.#alerts.noteForeignChange();
        this.#changed();
      },
      onMoved: () => {
        if (this.#closing !== null) return;
        store.leavePlace();
        options.onStoreMoved?.();
      },
      logger,
    });
    this.#follower = new LegacyFollower({ clock, logger, runtimes: () => this.sources.all() });
    this.#syncer = new Syncer({
      clock,
      logger,
      runtimes: () => this.sources.all(),
      intervalSeconds: () => this.#settings.sync.intervalSeconds,
      hosts: () => this.queries.hosts().length,
      onChanged: onProgress,
      onFleetChanged: () => {
        onStored();
        this.#share();
      },
    });
    this.replicas.look();
  }

  /** The newest revision that was told. */
  get revision(): number {
    return this.#revision;
  }

  /** What is known now, from the store; never waits for the network. `thisHost` is null. */
  overview(): FleetOverview {
    const hosts = this.queries.hosts();
    return {
      revision: this.#revision,
      hosts: hosts.map(toSummary),
      sources: this.#store.read(() => this.sources.all().map((runtime) => runtime.state())),
      sync: this.#syncState(),
      alerts: this.#alerts.active(hosts),
      outlooks: this.#alerts.outlooks(hosts),
      maintenance: this.#alerts.inMaintenance(hosts),
      notices: this.#notices,
      thisHost: null,
    };
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
    await Promise.allSettled(hosts.map((host) => this.hosts.backfill(host, now)));
    return report;
  }

  /** Stops fetching missing hours; the next sync takes them up again. */
  cancelBackfill(): SyncState {
    this.sources.cancelBackfill();
    return this.#syncState();
  }

  /** Resolves when no sync and no backfill runs. */
  async whenIdle(): Promise<void> {
    do {
      await this.#follower.whenIdle();
      await this.#backfills.whenDone();
      await this.#syncer.whenIdle();
      await Promise.all(this.sources.all().map((runtime) => runtime.whenBackgroundDone()));
    } while (this.#backfills.running);
    await Promise.all(this.sources.all().map(({ legacyHistory }) => legacyHistory.whenDone()));
    await this.whenFunctionsRead();
  }

  /** Resolves when no table of the py-perf library is being read. */
  async whenFunctionsRead(): Promise<void> {
    await Promise.all(this.sources.all().map(({ functionTable }) => functionTable.whenDone()));
  }

  /** Asks for the arguments of a run's calls where it came from; they are kept nowhere. Throws `AppFailure`. */
  functionArguments(query: ParsedInput<'functionArguments'>): Promise<FunctionArguments> {
    const { clock } = this.#options;
    const options = { store: this.#store, clock, sources: this.sources };
    return fetchArguments(options, query, AbortSignal.timeout(ARGUMENTS_TIMEOUT_MS));
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
    await this.sources.replace(settings.sources);
    this.functionFolders.renew();
    this.#share();
    this.#sourcesChanged();
  }

  /** Reconnects these sources and syncs: their credentials have changed. */
  async reconnect(sourceIds: readonly string[]): Promise<void> {
    await this.sources.renew(sourceIds);
    this.#sourcesChanged();
  }

  /** The alerts that last, of the hosts that are shown. Throws `AppFailure`. */
  openAlerts(): OpenAlert[] {
    return this.#openAlerts.list(this.queries.hosts());
  }

  /** Acknowledges alerts, snoozes them or takes that back; answers those that last. Throws `AppFailure`. */
  actOnAlerts(action: AlertAction): OpenAlert[] {
    const open = this.#openAlerts.act(action, this.queries.hosts());
    this.#share();
    this.#tellChange();
    return open;
  }

  /** Takes over changed rules and labels: they hold from now on. */
  configureAlerts(config: AlertConfig & Pick<Settings, 'channels'>): void {
    this.#alertConfig = config;
    this.#store.judging.configure(config);
    this.#alerts.configure(config);
    this.channels?.configure(config);
    this.#share();
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
    this.#packing.start();
    this.#figures.start();
    this.functionFolders.start();
    this.channels?.start();
    this.#started = true;
    this.#share();
  }

  /**
   * One read of all sources and one look for alerts instead of `start`; what is due is told to the channels. A source or
   * channel that fails says so in its state.
   */
  async lookOnce(): Promise<void> {
    const since = nowSeconds(this.#options.clock);
    this.#alerts.start();
    await this.sync('user');
    await this.whenIdle();
    await this.sharing?.sync();
    this.#alerts.evaluate();
    await this.channels?.once(since);
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
    this.#packing.stop();
    this.#figures.stop();
    this.functionFolders.stop();
    this.#alerts.stop();
    const unshared = this.sharing?.stop();
    // Before the sources are closed: giving up a lease needs one.
    await this.channels?.stop();
    await Promise.race([
      Promise.allSettled([this.#syncer.whenIdle(), this.sources.close(), unfollowed, unshared]),
      this.#options.clock.sleep(CLOSE_GRACE_MS, grace.signal).catch(() => undefined),
    ]);
    grace.abort();
    this.#store.close();
  }

  /** Sends what was changed here, and takes over what a scan has found; not for a command that only looks. */
  #share(): void {
    if (!this.#started || this.#closing !== null) return;
    this.sharing?.forgetOthers();
    void this.sharing?.sync();
  }

  #syncState(): SyncState {
    return {
      running: this.#syncer.running,
      nextAt: this.#syncer.nextAt,
      intervalSeconds: this.#settings.sync.intervalSeconds,
      backfill: this.sources.progress(),
    };
  }

  #sourcesChanged(): void {
    this.#changed();
    this.#tellSync();
    this.#syncer.wake();
  }

  #changed(): void {
    if (this.#store.closed) return;
    // Before anything is judged or told twice.
    this.replicas.look();
    if (this.#alerts.evaluate()) this.channels?.wake();
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
