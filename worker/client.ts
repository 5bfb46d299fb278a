import { Worker } from 'node:worker_threads';
import type { ChannelSecrets } from '../contract/channels.ts';
import type { ServiceEventName, EventPayload, Unsubscribe } from '../contract/events.ts';
import type { ServiceRequestName, ParsedInput, RequestOutput } from '../contract/requests.ts';
import { AppFailure, type AppError } from '../contract/errors.ts';
import type { ProxyIdentities } from '../contract/network.ts';
import { fail, type Result } from '../contract/result.ts';
import { RateLimiter } from '../platform/rate-limiter.ts';
import { systemClock, type Clock } from '../platform/clock.ts';
import type { ProxyResolver } from '../platform/net/proxy.ts';
import { ServiceEvents } from './events.ts';
import type { Service, ServiceOptions } from './service.ts';
import type { SourceCredentials } from './source-keys.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** Milliseconds that closing may take before the thread is ended; its files survive that. */
const CLOSE_TIMEOUT_MS = 1500;

/**
 * Milliseconds within which a service that keeps dying is started again so often, and after which it is tried again.
 */
const RESTART_SPAN_MS = 60 * 60 * 1000;
const MAX_RESTARTS = 5;

const DIED: AppError = {
  code: 'unavailable',
  message: 'The data service stopped unexpectedly.',
  hint: 'It has been started again; try once more.',
};

const STOPPED: AppError = {
  code: 'unavailable',
  message: 'The data service keeps stopping.',
  hint: 'It is tried again within the hour. The log says why (Help, Open logs); starting the app again tries at once.',
};

/** What the thread gets from the process around it. */
export interface WorkerSurroundings {
  /** For the waits between restarts; the system's where absent. */
  clock?: Clock;
  /** The system's proxy for an address; absent: none but the environment's. */
  proxyFor?: ProxyResolver;
  /** Milliseconds that closing may take; absent: `CLOSE_TIMEOUT_MS`. */
  closeTimeoutMs?: number;
}

/**
 * Starts the service in a worker thread. `entry` is the built `worker` (or `worker/worker.ts` itself).
 * Rejects with `AppFailure` where the service cannot open its files.
 */
export async function startServiceWorker(
  entry: string | URL,
  options: ServiceOptions,
  surroundings: WorkerSurroundings = {},
): Promise<WorkerService> {
  const client = new WorkerClient(entry, options, surroundings);
  await client.open();
  return client;
}

/** The service in its thread, whose clock tests of the whole app put forward. */
export interface WorkerService extends Service {
  advanceClock(seconds: number): void;
}

class WorkerClient implements WorkerService {
  readonly #entry: string | URL;
  readonly #options: ServiceOptions;
  readonly #events = new ServiceEvents();
  readonly #pending = new Map<number, (result: Result<never>) => void>();
  #worker: Worker | null = null;
  #nextId = 1;
  #credentials: SourceCredentials | null = null;
  #channelSecrets: ReadonlyMap<string, ChannelSecrets> | null = null;
  #proxyIdentities: ProxyIdentities | null = null;
  #started = false;
  readonly #restarts: RateLimiter;
  readonly #clock: Clock;
  readonly #proxyFor: ProxyResolver;
  readonly #closeTimeoutMs: number;
  readonly #closing = new AbortController();
  #startingAgain = false;
  #onClosed: () => void = () => undefined;

  constructor(
    entry: string | URL,
    options: ServiceOptions,
    {
      clock = systemClock,
      proxyFor = () => Promise.resolve(null),
      closeTimeoutMs = CLOSE_TIMEOUT_MS,
    }: WorkerSurroundings,
  ) {
    this.#closeTimeoutMs = closeTimeoutMs;
    this.#entry = entry;
    this.#options = options;
    this.#clock = clock;
    this.#proxyFor = proxyFor;
    this.#restarts = new RateLimiter(MAX_RESTARTS, RESTART_SPAN_MS, clock);
  }

  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.#entry, { workerData: this.#options });
      this.#worker = worker;
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'ready') resolve();
        else if (message.kind === 'failed') reject(new AppFailure(message.error));
        else this.#receive(message);
      });
      worker.once('error', reject);
      worker.once('exit', () => {
        reject(new AppFailure(DIED));
        this.#exited(worker);
      });
    });
  }

  request<K extends ServiceRequestName>(
    name: K,
    input: ParsedInput<K>,
  ): Promise<Result<RequestOutput<K>>> {
    if (this.#worker === null) return Promise.resolve(fail(STOPPED));
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve) => {
      this.#pending.set(id, resolve);
      this.#post({ kind: 'request', id, name, input });
    });
  }

  on<E extends ServiceEventName>(
    event: E,
    listener: (payload: EventPayload<E>) => void,
  ): Unsubscribe {
    return this.#events.on(event, listener);
  }

  setCredentials(credentials: SourceCredentials): Promise<void> {
    // Kept for a worker that takes the place of this one.
    this.#credentials = credentials;
    this.#post({ kind: 'credentials', credentials });
    return Promise.resolve();
  }

  addFunctionFolder(path: string): Promise<void> {
    this.#post({ kind: 'functionFolder', path });
    return Promise.resolve();
  }

  setChannelSecrets(secrets: ReadonlyMap<string, ChannelSecrets>): void {
    this.#channelSecrets = secrets;
    this.#post({ kind: 'channelSecrets', secrets });
  }

  setProxyIdentities(identities: ProxyIdentities): void {
    this.#proxyIdentities = identities;
    this.#post({ kind: 'proxyIdentities', identities });
  }

  setCaFile(path: string): Promise<void> {
    this.#post({ kind: 'caFile', path });
    return Promise.resolve();
  }

  acknowledgeNotices(ids: readonly string[]): void {
    this.#post({ kind: 'acknowledge', ids });
  }

  advanceClock(seconds: number): void {
    this.#post({ kind: 'clock', seconds });
  }

  start(): void {
    this.#started = true;
    this.#post({ kind: 'start' });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#closing.abort();
    if (worker === null) return;
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#closeTimeoutMs);
    });
    const closed = new Promise<void>((resolve) => {
      this.#onClosed = resolve;
    });
    this.#post({ kind: 'close' });
    await Promise.race([closed, expired]);
    clearTimeout(timer);
    await worker.terminate();
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'closed') this.#onClosed();
    else if (message.kind === 'event') this.#events.emit(message.name, message.payload);
    else if (message.kind === 'proxyFor') void this.#answerProxy(message.id, message.address);
    else if (message.kind === 'response') {
      const settle = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      settle?.(message.result as Result<never>);
    }
  }

  async #answerProxy(id: number, address: string): Promise<void> {
    const proxy = await this.#proxyFor(address).catch(() => null);
    this.#post({ kind: 'proxy', id, proxy });
  }

  /** A worker that ended by itself is replaced, so that one bug does not end the app. */
  #exited(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const settle of this.#pending.values()) settle(fail(DIED));
    this.#pending.clear();
    this.#onClosed();
    if (this.#started && !this.#startingAgain) void this.#startAgain();
  }

  /**
   * At once, or later where it has died too often: until then every view says so, for requests are answered `STOPPED`.
   */
  async #startAgain(): Promise<void> {
    const { signal } = this.#closing;
    this.#startingAgain = true;
    while (this.#startingAgain && !signal.aborted) {
      try {
        if (!this.#restarts.take()) {
          await this.#clock.sleep(RESTART_SPAN_MS, signal);
          continue;
        }
        await this.open();
        if (this.#proxyIdentities !== null) this.setProxyIdentities(this.#proxyIdentities);
        if (this.#credentials !== null) await this.setCredentials(this.#credentials);
        if (this.#channelSecrets !== null) this.setChannelSecrets(this.#channelSecrets);
        this.start();
        this.#startingAgain = false;
      } catch {
        // It could not open its files.
        this.#worker = null;
      }
    }
  }
}
