import { AppFailure, type AppError, type ErrorCode } from '../../contract/errors.ts';
import type { BackfillProgress } from '../../contract/fleet.ts';
import { HOUR_S, MINUTE_S, minuteOf } from '../../contract/time.ts';
import { awsFailure } from '../../platform/aws/errors.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import { queryHour, type SampleSet } from '../remote/minutes.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import type { Recheck } from '../store/rechecks.ts';
import { HOUR_LENGTH } from '../store/series-codec.ts';
import type { FleetStore } from '../store/store.ts';
import { ARRIVAL_DELAY_S } from '../store/minute.ts';

/** Queries at a time: a first day of a host (25 hours) is one round. */
const CONCURRENCY = 32;
/** Failures in a row, across all queries, before it is left to the next sync. */
const MAX_FAILURES = 8;
const PAUSE_MS = 250;
/** Milliseconds between tellings of progress: hundreds of hours a second may come in. */
const REPORT_EVERY_MS = 250;
/** What may well pass: all else (access denied, no credentials) ends the backfill at once. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'throttled',
  'service-failure',
  'network',
  'timeout',
  'bad-answer',
]);

/** One hour of one host to query. */
export interface HourTask {
  host: number;
  hostname: string;
  hour: number;
  recheck?: Recheck;
}

/** Hours to fetch that are planned when there is room for them. */
export interface HourPlan {
  /** How many are not planned yet. */
  readonly rest: number;
  /** The next of them; none where nothing is left. */
  next(): HourTask[];
}

interface QueuedTask extends HourTask {
  /** Where somebody waits for it. */
  done?: PromiseWithResolvers<undefined>;
}

/** What the backfill of one source reports to. */
export interface BackfillOptions {
  sourceId: string;
  store: FleetStore;
  clock: Clock;
  onProgress: () => void;
  /** Something was stored. */
  onStored: (added: number) => void;
  onBadItems: (set: SampleSet) => void;
  /** It stopped before its end; the blocks still say what is missing. */
  onFailure: (error: AppError) => void;
}

/**
 * Fetches hours of v2 by parallel queries, newest first, with what the user looks at in front. The queue is in memory
 * only, and holds a part of the plan: what is missing can always be planned again from the blocks, so it survives a
 * restart.
 */
export class Backfill {
  readonly #options: BackfillOptions;
  readonly #queued = new Map<string, QueuedTask>();
  readonly #running = new Set<QueuedTask>();
  #front: QueuedTask[] = [];
  #queue: QueuedTask[] = [];
  #plan: HourPlan | null = null;
  #sorted = true;
  #done = 0;
  #total = 0;
  #failures = 0;
  /** Minutes stored since the last report, and when that was. */
  #unreported = 0;
  #toldAt = 0;
  readonly #workers = new Set<Promise<void>>();
  #abort = new AbortController();

  constructor(options: BackfillOptions) {
    this.#options = options;
  }

  get progress(): BackfillProgress | null {
    return this.#total === 0
      ? null
      : { done: this.#done, total: this.#total + (this.#plan?.rest ?? 0) };
  }

  /**
   * Adds hours and sees to it that they are worked on. Resolves when all of them are stored; rejects with
   * `AppFailure` when the backfill stops before. The promise may be ignored.
   */
  enqueue(reader: DynamoSource, tasks: readonly HourTask[], urgent = false): Promise<void> {
    const awaited = tasks.map((task) => {
      const queued = this.#add(task, urgent);
      queued.done ??= Promise.withResolvers<undefined>();
      queued.done.promise.catch(() => undefined);
      return queued.done.promise;
    });
    this.#startWorkers(reader);
    const all = Promise.all(awaited).then(() => undefined);
    all.catch(() => undefined);
    return all;
  }

  /** Works on these hours, then on those of the plan, which replaces the one before. Nobody waits for them. */
  follow(reader: DynamoSource, tasks: readonly HourTask[], plan: HourPlan): void {
    for (const task of tasks) this.#add(task, false);
    this.#plan = plan.rest > 0 ? plan : null;
    this.#startWorkers(reader);
  }

  get busy(): boolean {
    return this.#workers.size > 0;
  }

  /** Resolves when nothing is queued any more, whether it was stored or dropped. */
  async whenDone(): Promise<void> {
    while (this.#workers.size > 0) await Promise.allSettled(this.#workers);
  }

  /** Drops what is queued and aborts what runs. */
  cancel(reason: AppFailure): void {
    this.#abort.abort(reason);
    this.#abort = new AbortController();
    this.#clear(reason);
  }

  #add(task: HourTask, urgent: boolean): QueuedTask {
    const key = `${String(task.host)} ${String(task.hour)}`;
    let queued = this.#queued.get(key);
    if (queued === undefined) {
      queued = { ...task };
      this.#queued.set(key, queued);
      this.#total += 1;
      if (!urgent) this.#queue.push(queued);
    }
    if (urgent) this.#front.push(queued);
    this.#sorted = false;
    return queued;
  }

  #startWorkers(reader: DynamoSource): void {
    while (this.#workers.size < Math.min(CONCURRENCY, this.#queued.size)) this.#startWorker(reader);
  }

  #startWorker(reader: DynamoSource): void {
    const { signal } = this.#abort;
    const worker = this.#work(reader, signal).finally(() => {
      this.#workers.delete(worker);
      // What was queued while cancelled workers were still ending needs new ones.
      if (this.#queued.size > this.#running.size) this.#startWorker(reader);
      else if (this.#workers.size === 0) this.#finish();
    });
    this.#workers.add(worker);
  }

  async #work(reader: DynamoSource, signal: AbortSignal): Promise<void> {
    for (;;) {
      let task: QueuedTask | undefined;
      try {
        task = signal.aborted ? undefined : (this.#next() ?? this.#nextPlanned(reader));
        if (task === undefined) return;
        await this.#fetch(reader, task, signal);
      } catch (error) {
        if (signal.aborted) return;
        if (task !== undefined && (await this.#retryLater(task, error, signal))) continue;
        // Another query may have failed while this one waited.
        if (!signal.aborted) this.#fail(awsFailure(error, 'fetching missing hours'));
        return;
      }
      this.#settle(task);
    }
  }

  async #fetch(reader: DynamoSource, task: QueuedTask, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    this.#options.store.requireRoomForOld();
    const startedAt = nowSeconds(clock);
    const set = await queryHour(reader, task.hostname, task.hour, startedAt, signal);
    signal.throwIfAborted();
    this.#failures = 0;
    const added = this.#store(task, set, startedAt);
    if (set.bad.length > 0) this.#options.onBadItems(set);
    this.#unreported += added;
  }

  #store(task: QueuedTask, { samples }: SampleSet, startedAt: number): number {
    const { store } = this.#options;
    const { host, hour, recheck } = task;
    const newest = samples.reduce((latest, { minute }) => Math.max(latest, minute), 0);
    const settled = Math.min(hour + HOUR_S, minuteOf(startedAt - ARRIVAL_DELAY_S));
    const to = Math.max(newest === 0 ? 0 : newest + MINUTE_S, settled);
    return store.write(() => {
      const added = store.record({
        host,
        layout: 'v2',
        records: samples.map((sample) => ({ sample })),
        now: startedAt,
        ...(to > hour ? { known: { from: hour, to } } : {}),
      });
      if (to > hour) store.hosts.setPolledThrough(host, to);
      if (recheck !== undefined)
        store.rechecks.done(recheck, startedAt, samples.length >= HOUR_LENGTH);
      return added;
    });
  }

  async #retryLater(task: QueuedTask, error: unknown, signal: AbortSignal): Promise<boolean> {
    if (!(error instanceof AppFailure) || !PASSING.has(error.error.code)) return false;
    this.#failures += 1;
    if (this.#failures > MAX_FAILURES) return false;
    this.#running.delete(task);
    this.#front.push(task);
    await this.#options.clock
      .sleep(PAUSE_MS * 2 ** Math.min(4, this.#failures), signal)
      .catch(() => undefined);
    return !signal.aborted;
  }

  #next(): QueuedTask | undefined {
    if (!this.#sorted) {
      // Taken from the end: newest last.
      this.#queue.sort((a, b) => a.hour - b.hour || b.host - a.host);
      this.#front.sort((a, b) => a.hour - b.hour);
      this.#sorted = true;
    }
    for (;;) {
      const task = this.#front.pop() ?? this.#queue.pop();
      if (task === undefined || this.#take(task)) return task;
    }
  }

  #nextPlanned(reader: DynamoSource): QueuedTask | undefined {
    if (this.#plan === null) return undefined;
    for (const task of this.#plan.next()) this.#add(task, false);
    if (this.#plan.rest === 0) this.#plan = null;
    const next = this.#next();
    this.#startWorkers(reader);
    return next;
  }

  /** A task may lie in both queues: it is done once. */
  #take(task: QueuedTask): boolean {
    const key = `${String(task.host)} ${String(task.hour)}`;
    if (this.#queued.get(key) !== task || this.#running.has(task)) return false;
    this.#running.add(task);
    return true;
  }

  #settle(task: QueuedTask): void {
    this.#running.delete(task);
    this.#queued.delete(`${String(task.host)} ${String(task.hour)}`);
    this.#done += 1;
    task.done?.resolve(undefined);
    if (this.#options.clock.now() - this.#toldAt >= REPORT_EVERY_MS) this.#tell();
  }

  #fail(failure: AppFailure): void {
    this.#abort.abort(failure);
    this.#abort = new AbortController();
    this.#clear(failure);
    this.#options.onFailure(failure.error);
  }

  #clear(reason: AppFailure): void {
    for (const task of this.#queued.values()) task.done?.reject(reason);
    this.#queued.clear();
    this.#running.clear();
    this.#front = [];
    this.#queue = [];
    this.#plan = null;
    this.#finish();
  }

  #finish(): void {
    this.#done = 0;
    this.#total = 0;
    this.#failures = 0;
    this.#tell();
  }

  #tell(): void {
    const { clock, onProgress, onStored } = this.#options;
    const added = this.#unreported;
    this.#unreported = 0;
    this.#toldAt = clock.now();
    onProgress();
    if (added > 0) onStored(added);
  }
}
