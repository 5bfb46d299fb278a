import { hostname } from 'node:os';
import { join } from 'node:path';
import type { QueuedNotice } from '../contract/alert-notices.ts';
import type { ServiceEventName, EventPayload, Unsubscribe } from '../contract/events.ts';
import type {
  ServiceRequestName,
  ParsedInput,
  RequestOutput,
  Handlers,
} from '../contract/requests.ts';
import type { ChannelSecrets } from '../contract/channels.ts';
import type { ProxyIdentities } from '../contract/network.ts';
import { AppFailure, type AppError } from '../contract/errors.ts';
import { chooseLocale, type Locale } from '../contract/locale.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { Settings } from '../contract/settings.ts';
import { applyDaemonConfig } from '../collector/daemon/daemon-settings.ts';
import { findDaemon } from '../collector/daemon/find-daemon.ts';
import type { FleetEngine } from '../fleet/engine.ts';
import { movedNotice } from '../fleet/store/open-store.ts';
import { isConnected } from '../platform/aws/config.ts';
import { channelWords } from '../platform/channel-words.ts';
import { systemClock, type Clock } from '../platform/clock.ts';
import { ensureDataDir } from '../platform/fs/data-dir.ts';
import { databaseFailure, isSqliteError } from '../platform/sqlite/database.ts';
import { stderrLogger, type Logger } from '../platform/log/log.ts';
import { loadSettings } from '../platform/fs/settings-file.ts';
import { useNetworkSettings, useProxyIdentities } from '../platform/net/settings.ts';
import { CollectorSupervisor } from './collector-supervisor.ts';
import { ServiceEvents } from './events.ts';
import { channelHandlers } from './handlers/channels.ts';
import { collectorHandlers } from './handlers/collector.ts';
import { FleetStatusPublisher } from './fleet-status.ts';
import { fleetHandlers, readOverview } from './handlers/fleet.ts';
import { FollowedEngine } from './followed-engine.ts';
import { annotationHandlers } from './handlers/annotations.ts';
import { thisUser } from './this-user.ts';
import { functionHandlers } from './handlers/functions.ts';
import { networkHandlers } from './handlers/network.ts';
import { settingsHandlers } from './handlers/settings.ts';
import { sharingHandlers } from './handlers/sharing.ts';
import { LiveSettings } from './live-settings.ts';
import type { Service, ServiceOptions } from './service.ts';
import { refuseNewerDirectory } from './newer-directory.ts';
import { SourceKeys, type SourceCredentials } from './source-keys.ts';

const CLOSING: AppError = {
  code: 'unavailable',
  message: 'The app is closing.',
  hint: 'Start it again to go on.',
};

/** What the service in this thread runs with. */
export interface LocalServiceOptions extends ServiceOptions {
  clock?: Clock;
  logger?: Logger;
  /** Changes the loaded settings for this run only, e.g. by the CLI's flags. */
  override?: (settings: Settings) => Settings;
  /** Whether it takes over, from `start` on, what others write into the settings file. */
  followSettings?: boolean;
  /** Whether the app runs it, which hands over the keys that it keeps and shows notices. Absent: no one does. */
  insideApp?: boolean;
  /** Milliseconds of a clock that is never set; Node's own where absent. */
  monotonic?: () => number;
  /** Revisions of the fleet: above those that the same window received before. */
  firstRevision?: number;
}

/** Lays the Python daemon's configuration below the settings, as `collect` does. */
function daemonBelow(logger: Logger): (settings: Settings) => Promise<Settings> {
  return async (settings) => {
    const found = await findDaemon((sentence) => {
      logger.info('the Python daemon\u2019s configuration', { said: sentence });
    });
    return applyDaemonConfig(settings, found?.config ?? null);
  };
}

/** The service in the calling thread. Its constructor opens the files and throws `AppFailure`. */
export class LocalService implements Service {
  readonly collector: CollectorSupervisor;
  readonly #events = new ServiceEvents();
  readonly #storePath: string;
  readonly #engine: FollowedEngine;
  #handlers: Handlers<ServiceRequestName>;
  readonly #logger: Logger;
  readonly #live: LiveSettings;
  readonly #status: FleetStatusPublisher | null;
  readonly #follow: () => void;
  #settings: Settings;
  readonly #keys: SourceKeys;
  #isClosing = false;

  constructor(options: LocalServiceOptions) {
    const { version, clock = systemClock, logger = stderrLogger(), override } = options;
    const dataDir = ensureDataDir(options.dataDir);
    this.#storePath = join(dataDir, 'fleet.db');
    const loaded = loadSettings(dataDir);
    refuseNewerDirectory(dataDir);
    const settings = override === undefined ? loaded : override(loaded);
    useNetworkSettings(settings.network);
    this.#settings = settings;
    this.#logger = logger;
    this.#keys = new SourceKeys(options.insideApp ?? false);
    const connect = this.#keys.connect.bind(this.#keys);
    this.#engine = new FollowedEngine({
      storePath: this.#storePath,
      clock,
      logger,
      settings,
      connect,
      isConnected,
      firstRevision: options.firstRevision ?? 1,
      onReplaced: (engine) => {
        this.#handlers = handlersOf(engine);
        this.#events.emit('fleetChanged', { revision: engine.revision });
      },
      author: thisUser(),
      onFleetChanged: (revision) => {
        this.#events.emit('fleetChanged', { revision });
        this.#status?.noteChange();
      },
      onSyncChanged: (state) => {
        this.#events.emit('syncChanged', state);
      },
      ...(options.insideApp === true
        ? {
            onAlertNotices: (notices: QueuedNotice[]) => {
              this.#events.emit('alertNotices', { notices });
            },
          }
        : {}),
      channels: {
        words: (message) => channelWords(message, this.#locale()),
        keyring: options.insideApp === true,
        ...(options.monotonic === undefined ? {} : { monotonic: options.monotonic }),
      },
      sharing: {
        settings: {
          load: () => this.#live.load(),
          apply: (patch) => this.#live.apply(patch),
        },
        who: thisUser() ?? hostname(),
      },
      thisHost: () =>
        // The engine asks before there is a collector.
        (this.collector as CollectorSupervisor | undefined)?.state().enabled === true
          ? { sourceId: this.collector.sourceId, hostname: this.collector.hostname }
          : null,
    });
    this.collector = new CollectorSupervisor({
      dataDir,
      version,
      clock,
      logger,
      settings,
      mode: options.insideApp === true ? 'desktop app' : 'foreground',
      // The command line lays it below the settings itself.
      ...(options.insideApp === true ? { adjust: daemonBelow(logger) } : {}),
      connect,
      onSample: (sourceId, sample, facts) => {
        this.engine.recordLocal(sourceId, sample, facts);
      },
      onChange: (state) => {
        this.#events.emit('collectorChanged', state);
        this.#status?.noteChange(true);
      },
    });
    const live = new LiveSettings({
      dataDir,
      engine: this.#engine,
      collector: this.collector,
      logger,
      ...(override === undefined ? {} : { override }),
      onChanged: (changed) => {
        this.#settings = changed;
        this.#events.emit('settingsChanged', changed);
        this.#status?.noteChange();
      },
    });
    this.#live = live;
    this.#follow = () => {
      if (options.followSettings === true) live.follow(loaded);
    };
    const handlersOf = (engine: FleetEngine): Handlers<ServiceRequestName> => ({
      ...fleetHandlers(engine, this.collector),
      ...functionHandlers(engine, live),
      ...annotationHandlers(engine.answers),
      ...collectorHandlers(this.collector, live),
      ...settingsHandlers(live),
      ...networkHandlers(live),
      ...channelHandlers(engine, clock),
      ...sharingHandlers(engine, live),
    });
    this.#handlers = handlersOf(this.engine);
    this.#status = options.insideApp === true ? this.#publishStatus(clock) : null;
  }

  /** The engine now: where the store's file is moved away, another one takes its place. */
  get engine(): FleetEngine {
    return this.#engine.current;
  }

  async request<K extends ServiceRequestName>(
    name: K,
    input: ParsedInput<K>,
  ): Promise<Result<RequestOutput<K>>> {
    const { engine } = this;
    try {
      return ok(await this.#handlers[name](input));
    } catch (error) {
      if (engine !== this.engine) return fail(movedNotice(this.#storePath));
      return fail(this.#expected(name, error));
    }
  }

  on<E extends ServiceEventName>(
    event: E,
    listener: (payload: EventPayload<E>) => void,
  ): Unsubscribe {
    return this.#events.on(event, listener);
  }

  async setCredentials(credentials: SourceCredentials): Promise<void> {
    const changed = this.#keys.replace(credentials);
    if (changed.length === 0) return;
    if (changed.includes(this.collector.sourceId)) this.collector.reconnect();
    await this.engine.reconnect(changed);
  }

  setProxyIdentities(identities: ProxyIdentities): void {
    useProxyIdentities(identities);
  }

  async setCaFile(path: string): Promise<void> {
    try {
      await this.#live.setCaFile(path);
    } catch (error) {
      this.#logger.error('the file of certificate authorities could not be set', {
        detail: this.#expected('setCaFile', error).message,
      });
    }
  }

  async addFunctionFolder(path: string): Promise<void> {
    try {
      const { folders } = this.#live.load().functions;
      if (!folders.includes(path)) await this.#live.setFunctionFolders([...folders, path]);
    } catch (error) {
      this.#logger.error('a folder could not be added', {
        detail: this.#expected('addFunctionFolder', error).message,
      });
    }
  }

  setChannelSecrets(secrets: ReadonlyMap<string, ChannelSecrets>): void {
    this.#engine.setChannelSecrets(secrets);
  }

  acknowledgeNotices(ids: readonly string[]): void {
    this.engine.acknowledgeNotices(ids);
  }

  start(): void {
    this.#follow();
    this.engine.start();
    if (this.#settings.collector.enabled)
      this.collector.run().catch((error: unknown) => {
        this.#logger.error('the collector did not start', { reason: String(error) });
      });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#status?.stop();
    await this.#live.stop();
    await this.collector.close();
    await this.#engine.close();
    // Not there after a crash, nor where the thread had to be ended: what to look for in a log.
    this.#logger.info('closed in order');
  }

  /** The language of messages: the one that is set, else the system's. */
  #locale(): Locale {
    const { locale } = this.#settings.display;
    return chooseLocale(locale, [new Intl.DateTimeFormat().resolvedOptions().locale]);
  }

  #publishStatus(clock: Clock): FleetStatusPublisher {
    return new FleetStatusPublisher({
      clock,
      read: () => ({
        overview: readOverview(this.engine, this.collector),
        open: this.engine.openAlerts(),
        collector: this.collector.state(),
        settings: this.#settings,
      }),
      publish: (status) => {
        this.#events.emit('fleetStatus', status);
      },
      onFailure: (error) => {
        this.#logger.warn('the fleet could not be summed up', { reason: String(error) });
      },
    });
  }

  #expected(name: string, error: unknown): AppError {
    if (error instanceof AppFailure) return error.error;
    // A page asks until it is gone, also when the store is closed already.
    if (this.#isClosing) return CLOSING;
    if (isSqliteError(error)) return databaseFailure(error).error;
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#logger.error('request failed unexpectedly', { request: name, detail });
    return {
      code: 'internal',
      message: `Something went wrong inside (${name}).`,
      hint: 'Try again; the log has the details.',
    };
  }
}
