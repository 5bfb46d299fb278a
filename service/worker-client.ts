import { Worker } from 'node:worker_threads';
import type { ServiceEventName, ServiceRequestName } from '../contract/channels.ts';
import { AppFailure, type AppError } from '../contract/errors.ts';
import type { EventPayload, ParsedInput, RequestOutput, Unsubscribe } from '../contract/ipc.ts';
import { fail, type Result } from '../contract/result.ts';
import { ServiceEvents } from './events.ts';
import type { Service, ServiceOptions } from './service.ts';
import type { SourceCredentials } from './source-keys.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

/** Milliseconds that closing may take before the thread is ended; its files survive that. */
const CLOSE_TIMEOUT = 1500;

/** Restarts after which a service that keeps dying is left stopped: something is wrong that a restart cannot mend. */
const MAX_RESTARTS = 5;

const DIED: AppError = {
  code: 'unavailable',
  message: 'The data service stopped unexpectedly.',
  hint: 'It has been started again; try once more.',
};

/**
 * Starts the service in a worker thread. `entry` is the built `service-worker` (or `service/worker.ts` itself).
 * Rejects with `AppFailure` where the service cannot open its files.
 */
export async function startServiceWorker(
  entry: string | URL,
  options: ServiceOptions,
): Promise<WorkerService> {
  const client = new WorkerClient(entry, options);
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
  #started = false;
  #restarts = 0;
  #closing = false;
  #onClosed: () => void = () => undefined;

  constructor(entry: string | URL, options: ServiceOptions) {
    this.#entry = entry;
    this.#options = options;
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
    if (this.#worker === null) return Promise.resolve(fail(DIED));
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

  advanceClock(seconds: number): void {
    this.#post({ kind: 'clock', seconds });
  }

  start(): void {
    this.#started = true;
    this.#post({ kind: 'start' });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#closing = true;
    if (worker === null) return;
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_TIMEOUT);
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
    else if (message.kind === 'response') {
      const settle = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      settle?.(message.result as Result<never>);
    }
  }

  /** A worker that ended by itself is replaced, so that one bug does not end the app. */
  #exited(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const settle of this.#pending.values()) settle(fail(DIED));
    this.#pending.clear();
    this.#onClosed();
    this.#restarts += 1;
    if (this.#closing || !this.#started || this.#restarts > MAX_RESTARTS) return;
    this.open().then(
      () => {
        if (this.#credentials !== null) void this.setCredentials(this.#credentials);
        this.start();
      },
      () => {
        // Requests answer `unavailable` from here on: `#worker` stays null, and every view says so.
        this.#worker = null;
      },
    );
  }
}
