import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type {
  Channel,
  ChannelSecrets,
  ChannelsReport,
  ChannelsState,
} from '../../contract/channels.ts';
import { hostKey } from '../../contract/host.ts';
import type { Settings } from '../../contract/settings.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import type { StoredHost } from '../store/host-row.ts';
import type { FleetStore } from '../store/store.ts';
import { deliver } from './deliver.ts';
import { feedDetails, feedGroups } from './feed.ts';
import { keepNewStates } from './kept-states.ts';
import { LEASE_LOOK_S, LEASE_S, Lease } from './lease.ts';
import { Postman, SEND_TIMEOUT_MS } from './postman.ts';
import { secretsOf, type KeyringSecrets } from './secrets.ts';
import type { MessageWords } from './message-batch.ts';
import { channelsReport, type ChannelSource } from './report.ts';
import { ChannelDispatcher } from './channel-dispatcher.ts';
import { testMessage } from './test-message.ts';
import { LocalDeliveryLog, SharedDeliveryLog } from './delivery-log.ts';

/** The part of the settings that channels follow. */
export type ChannelConfig = Pick<Settings, 'channels' | 'alerts' | 'labels'>;

/** What the channels of a fleet run with. */
export interface ChannelServiceOptions {
  store: FleetStore;
  clock: Clock;
  /** Milliseconds of a clock that is never set; Node's own where absent. */
  monotonic?: () => number;
  logger: Logger;
  config: ChannelConfig;
  sources: () => ChannelSource[];
  isShown: (host: StoredHost) => boolean;
  words: MessageWords;
  /** Whether this program has a keyring: its secrets come later, by `setSecrets`. */
  keyring: boolean;
  /** Milliseconds for one request to a receiver. */
  timeoutMs?: number;
}

/** Milliseconds between two looks at what to send. */
const TICK_MS = 5000;
/** Seconds after which a source that cannot be read holds back what other sources bring no longer. */
const PATIENCE_S = 600;
/** Milliseconds that giving up leases may take at the end. */
const RELEASE_MS = 500;

/**
 * Sends alerts to channels: one dispatcher for each source whose alerts are shared, and one for the channels that only
 * this program serves.
 */
export class ChannelService {
  readonly #options: ChannelServiceOptions;
  readonly #postman: Postman;
  /** Names this run of this program in leases; people read it. */
  readonly #owner = `${hostname()} ${String(process.pid)} ${randomUUID().slice(0, 8)}`;
  readonly #dispatchers = new Map<
    string,
    { dispatcher: ChannelDispatcher; kind: string; lookedAt: number }
  >();
  readonly #end = new AbortController();
  #config: ChannelConfig;
  #secrets: KeyringSecrets;
  #startedAt: number | null = null;
  #wake = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: ChannelServiceOptions) {
    const { clock, logger, keyring, timeoutMs } = options;
    this.#options = options;
    this.#config = options.config;
    this.#secrets = keyring ? new Map() : null;
    this.#postman = new Postman({
      clock,
      logger,
      secretsOf: (channel) => secretsOf(channel, this.#secrets),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  }

  /** Sends from now on. */
  start(): void {
    if (this.#startedAt !== null) return;
    this.#startedAt = nowSeconds(this.#options.clock);
    this.#running = this.#run();
  }

  /**
   * One look instead of `start`: sends what is due by reads of the sources since `since` (Unix seconds). Where another
   * program holds a lease, it waits until that shows life, or for as long as a lease lasts. Rejects where the store fails.
   */
  async once(since: number): Promise<ChannelsState> {
    this.#startedAt ??= since;
    const { clock } = this.#options;
    const looks = Math.ceil(LEASE_S / LEASE_LOOK_S);
    await this.#dispatchAll();
    for (let look = 0; look < looks && this.#isUndecided(); look += 1) {
      // A second more: the lease has lasted by the last look.
      await clock.sleep((LEASE_LOOK_S + 1) * 1000, this.#end.signal).catch(() => undefined);
      if (this.#end.signal.aborted) break;
      await this.#dispatchAll();
    }
    return this.state();
  }

  #isUndecided(): boolean {
    return Array.from(this.#dispatchers.values()).some(({ dispatcher }) => dispatcher.undecided);
  }

  /** Ends what is being sent and gives up the leases. */
  async stop(): Promise<void> {
    this.#end.abort();
    this.#wake.abort();
    const grace = new AbortController();
    await Promise.race([
      Promise.allSettled([
        this.#running,
        ...Array.from(this.#dispatchers.values(), ({ dispatcher }) => dispatcher.stop()),
      ]),
      this.#options.clock.sleep(RELEASE_MS, grace.signal).catch(() => undefined),
    ]);
    grace.abort();
  }

  /** Takes over changed channels, rules and labels. */
  configure(config: ChannelConfig): void {
    this.#config = config;
    this.wake();
  }

  /** Takes over what the keyring holds. */
  setSecrets(secrets: ReadonlyMap<string, ChannelSecrets>): void {
    this.#secrets = secrets;
    this.wake();
  }

  /** Whether the keyring has a secret of a channel. */
  hasSecret(channelId: string, secret: string): boolean {
    return this.#secrets?.get(channelId)?.[secret] !== undefined;
  }

  /** Alerts may have changed. */
  wake(): void {
    this.#wake.abort();
  }

  /** The state of channels and dispatchers. */
  state(): ChannelsState {
    const { store } = this.#options;
    const waiting = store.read(() => store.channelQueue.waiting());
    return {
      channels: this.#config.channels.map((channel) => ({
        id: channel.id,
        waiting: waiting.get(channel.id) ?? 0,
        ...this.#postman.state(channel),
      })),
      dispatchers: Array.from(this.#dispatchers.values(), ({ dispatcher }) => dispatcher.state()),
    };
  }

  /** How channels do by what the store and the registries say, whichever program sent to them. Changes nothing. */
  report(): Promise<ChannelsReport> {
    const { store, sources } = this.#options;
    return channelsReport(store, sources(), this.#config.channels);
  }

  /**
   * Sends a test to a channel, with `secrets` before those that are stored. Throws `AppFailure`, and `LaterFailure` for
   * a receiver that wants to be asked later.
   */
  async test(channel: Channel, secrets: ChannelSecrets = {}): Promise<void> {
    const now = nowSeconds(this.#options.clock);
    const keyring = new Map(this.#secrets ?? []);
    keyring.set(channel.id, { ...keyring.get(channel.id), ...secrets });
    const stored = secretsOf(channel, this.#secrets === null ? null : keyring);
    await deliver(channel, stored, testMessage(this.#options.words, now), now, {
      timeoutMs: SEND_TIMEOUT_MS,
    });
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#end;
    while (!signal.aborted) {
      await this.#step();
      await clock.sleep(TICK_MS, this.#wake.signal).catch(() => undefined);
      if (this.#wake.signal.aborted) this.#wake = new AbortController();
    }
  }

  async #step(): Promise<void> {
    const { store, logger } = this.#options;
    if (store.closed) return;
    try {
      await this.#dispatchAll();
    } catch (error) {
      // A full or busy disk: nothing is lost, the next step tries again.
      if (!store.closed)
        logger.error('alerts could not be sent', {
          detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
    }
  }

  async #dispatchAll(): Promise<void> {
    const { store, clock } = this.#options;
    await this.#updateDispatchers();
    const now = nowSeconds(clock);
    // Also of those that others send: this program may have to take over at any time.
    for (const scope of this.#dispatchers.keys()) this.#baselineOf(scope, now);
    await Promise.all(
      Array.from(this.#dispatchers.values(), async (entry) => {
        if (Math.abs(now - entry.lookedAt) >= LEASE_LOOK_S) {
          entry.lookedAt = now;
          await entry.dispatcher.checkLease();
        }
        await entry.dispatcher.dispatch(this.#end.signal);
      }),
    );
    if (!store.closed)
      keepNewStates(store, this.#config.channels, (channel) => this.#postman.state(channel));
  }

  /** Makes the dispatchers that the channels need, and ends those that they need no more. */
  async #updateDispatchers(): Promise<void> {
    const wanted = new Map(this.#options.sources().flatMap((source) => this.#wantedOf(source)));
    for (const [scope, { dispatcher, kind }] of this.#dispatchers) {
      if (wanted.get(scope)?.kind === kind) continue;
      this.#dispatchers.delete(scope);
      await dispatcher.stop();
    }
    for (const [scope, { source, kind }] of wanted)
      if (!this.#dispatchers.has(scope))
        this.#dispatchers.set(scope, {
          dispatcher: this.#dispatcherOf(scope, source, kind),
          kind,
          lookedAt: -Infinity,
        });
  }

  #wantedOf(source: ChannelSource): [string, { source: ChannelSource; kind: string }][] {
    const all = this.#config.channels.filter(({ enabled }) => enabled);
    const kind = source.connected && source.hasRegistry ? 'shared' : 'alone';
    return [
      ...(all.some(({ teller }) => teller === 'one')
        ? [[source.id, { source, kind }] as [string, { source: ChannelSource; kind: string }]]
        : []),
      ...(all.some(({ teller }) => teller === 'this')
        ? [
            [`${source.id}/this`, { source, kind: 'this' }] as [
              string,
              { source: ChannelSource; kind: string },
            ],
          ]
        : []),
    ];
  }

  #dispatcherOf(
    scope: string,
    { id: sourceId, name, reader }: ChannelSource,
    kind: string,
  ): ChannelDispatcher {
    const { store, clock, words, isShown, monotonic = () => performance.now() } = this.#options;
    const isShared = kind === 'shared';
    const input = () => ({ store, sourceId, isShown, config: this.#config });
    return new ChannelDispatcher({
      scope,
      sourceId,
      sourceName: name,
      store,
      clock,
      words,
      postman: this.#postman,
      lease: isShared
        ? new Lease({ reader, owner: this.#owner, clock: { now: () => clock.now(), monotonic } })
        : null,
      log: isShared ? new SharedDeliveryLog(reader) : new LocalDeliveryLog(store, scope),
      channels: () =>
        this.#config.channels.filter(({ teller }) => (teller === 'this') === (kind === 'this')),
      feed: (document, now) => {
        const readAt = this.#sourceOf(sourceId)?.lastSyncedAt ?? null;
        const baseline = this.#baselineOf(scope, now);
        return baseline === null ? [] : feedGroups({ ...input(), readAt, baseline, document, now });
      },
      details: (document, now) => feedDetails({ ...input(), document, now }),
      labelsOf: (host) => this.#config.labels[hostKey({ sourceId, hostname: host })] ?? [],
    });
  }

  #sourceOf(id: string): ChannelSource | undefined {
    return this.#options.sources().find((source) => source.id === id);
  }

  /**
   * When a scope was first watched in this store, once its source has been read: what was noticed before was there
   * before there was anybody to notify. Null: not yet.
   */
  #baselineOf(scope: string, now: number): number | null {
    const { store } = this.#options;
    const key = `channels/${scope}`;
    const stored = store.read(() => store.meta.get(key));
    if (stored !== null) return Number(stored);
    const startedAt = this.#startedAt ?? now;
    const source = this.#sourceOf(scope.replace(/\/.*$/u, ''));
    const wasRead = (source?.lastSyncedAt ?? 0) >= startedAt;
    if (!wasRead && now - startedAt < PATIENCE_S && source?.connected === true) return null;
    store.write(() => {
      store.meta.put(key, String(now));
    });
    return now;
  }
}
