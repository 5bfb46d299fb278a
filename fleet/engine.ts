import type { AlertAction, OpenAlert } from '../contract/open-alerts.ts';
import { appFailure, type AppError } from '../contract/errors.ts';
import type { FunctionArguments } from '../contract/functions.ts';
import type { ParsedInput } from '../contract/requests.ts';
import type { FleetOverview, SyncReport, SyncState } from '../contract/fleet.ts';
import type { HostFacts, Sample } from '../contract/sample.ts';
import type { Settings } from '../contract/settings.ts';
import { nowSeconds } from '../platform/clock.ts';
import type { AlertConfig } from './alerts/effective-rules.ts';
import type { ChannelService } from './channels/channel-service.ts';
import type { Answers } from './answers.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { EngineSettings, FleetEngineOptions, SyncOptions } from './engine-options.ts';
import { engineParts, type EngineParts } from './engine-parts.ts';
import type { HostRequests } from './host-requests.ts';
import { toListed } from './store/host-summary.ts';
import type { Sharing } from './sharing/sharing.ts';
import { diskFullNotice, openStore, quarantineNotice } from './store/open-store.ts';
import type { FleetStore } from './store/store.ts';
import { fetchArguments } from './sync/functions-arguments.ts';
import type { SourceSet } from './sync/source-set.ts';
import type { SyncReason } from './sync/syncer.ts';

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
  /** What is answered from the store. */
  readonly answers: Answers;
  /** The configured sources, and what runs for each. */
  readonly sources: SourceSet;
  /** What is asked about one host and may reach DynamoDB. */
  readonly hosts: HostRequests;
  /** Costs, `doctor`, and trying out a source. */
  readonly diagnostics: Diagnostics;
  readonly #options: FleetEngineOptions;
  readonly #store: FleetStore;
  readonly #parts: EngineParts;
  /** Null: this program sends nothing to channels. */
  readonly channels: ChannelService | null;
  /** Null: this program shares nothing. */
  readonly sharing: Sharing | null;
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
    const { store, quarantine } = openStore(storePath, clock, logger, true);
    this.#store = store;
    store.holdWhileFull();
    store.judging.configure(settings);
    this.#notices = [
      ...(options.notices ?? []),
      ...(quarantine === null ? [] : [quarantineNotice(quarantine)]),
    ];
    this.#parts = engineParts({
      options,
      store,
      settings: () => this.#settings,
      alertConfig: () => this.#alertConfig,
      revision: () => this.#revision,
      isClosing: () => this.#closing !== null,
      onStored: () => {
        this.#changed();
      },
      onProgress: () => {
        this.#tellSync();
      },
      onTold: () => {
        this.#tellChange();
      },
      share: () => {
        this.#share();
      },
    });
    this.answers = this.#parts.answers;
    this.sources = this.#parts.sources;
    this.hosts = this.#parts.hosts;
    this.diagnostics = this.#parts.diagnostics;
    this.channels = this.#parts.channels;
    this.sharing = this.#parts.sharing;
    this.answers.replicas.look();
  }

  /** The newest revision that listeners were notified of. */
  get revision(): number {
    return this.#revision;
  }

  /** What is known now, from the store; never waits for the network. `thisHost` is null. */
  overview(): FleetOverview {
    const hosts = this.answers.queries.hosts();
    return {
      revision: this.#revision,
      hosts: hosts.map((host) => toListed(host, this.#store.judging.countsOf(host))),
      sources: this.#store.read(() => this.sources.all().map((runtime) => runtime.state())),
      sync: this.#syncState(),
      alerts: this.#parts.alerts.active(hosts),
      outlooks: this.#parts.alerts.outlooks(hosts),
      maintenance: this.#parts.alerts.inMaintenance(hosts),
      notices: [...(this.#store.diskFull ? [diskFullNotice()] : []), ...this.#notices],
      thisHost: null,
    };
  }

  /**
   * Syncs all sources, one sync at a time: later calls join. `poll` is answered with the last report when that is
   * younger than half an interval. A source that fails says so in its state; the call itself resolves.
   */
  async sync(reason: SyncReason, options: SyncOptions = {}): Promise<SyncReport> {
    // Before anything new is stored: how long nobody has looked.
    if (reason === 'resume') this.#parts.alerts.evaluate();
    const report = await this.#parts.syncer.sync(reason, options.signal);
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
  whenIdle(): Promise<void> {
    return this.#parts.background.whenIdle(() => this.#parts.syncer.whenIdle());
  }

  /** Resolves when no table of the py-perf library is being read. */
  whenFunctionsRead(): Promise<void> {
    return this.#parts.background.whenFunctionsRead();
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
    this.answers.functionFolders.renew();
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
    return this.#parts.openAlerts.list(this.answers.queries.alertHosts());
  }

  /** Acknowledges alerts, snoozes them or takes that back; answers those that last. Throws `AppFailure`. */
  actOnAlerts(action: AlertAction): OpenAlert[] {
    const open = this.#parts.openAlerts.act(action, this.answers.queries.alertHosts());
    this.#share();
    this.#tellChange();
    return open;
  }

  /** Takes over changed rules and labels: they hold from now on. */
  configureAlerts(config: AlertConfig & Pick<Settings, 'channels'>): void {
    this.#alertConfig = config;
    this.#store.judging.configure(config);
    this.#parts.alerts.configure(config);
    this.channels?.configure(config);
    this.#share();
  }

  /** Those of `onAlertNotices` with these ids need not come again. */
  acknowledgeNotices(ids: readonly string[]): void {
    this.#parts.alerts.acknowledge(ids);
  }

  /** Begins the schedule, and looking for alerts: a sync now, and one whenever nobody has asked for interval + 15 s. */
  start(): void {
    this.#parts.alerts.start();
    this.#parts.syncer.start();
    this.#parts.background.start();
    this.channels?.start();
    this.#started = true;
    this.#share();
  }

  /**
   * One read of all sources and one look for alerts instead of `start`; what is due is sent to the channels. A source or
   * channel that fails says so in its state.
   */
  async lookOnce(): Promise<void> {
    const since = nowSeconds(this.#options.clock);
    this.#parts.alerts.start();
    await this.sync('user');
    await this.whenIdle();
    await this.sharing?.sync();
    this.#parts.alerts.evaluate();
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
    this.#parts.syncer.stop(closing);
    const ended = this.#parts.background.stop(closing);
    this.#parts.alerts.stop();
    const unshared = this.sharing?.stop();
    // Before the sources are closed: giving up a lease needs one.
    await this.channels?.stop();
    await Promise.race([
      Promise.allSettled([this.#parts.syncer.whenIdle(), this.sources.close(), ended, unshared]),
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
      running: this.#parts.syncer.running,
      nextAt: this.#parts.syncer.nextAt,
      intervalSeconds: this.#settings.sync.intervalSeconds,
      backfill: this.sources.progress(),
    };
  }

  #sourcesChanged(): void {
    this.#changed();
    this.#tellSync();
    this.#parts.syncer.wake();
  }

  #changed(): void {
    if (this.#store.closed) return;
    // Before anything is judged or told twice.
    this.answers.replicas.look();
    if (this.#parts.alerts.evaluate()) this.channels?.wake();
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
