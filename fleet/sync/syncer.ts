import { AppFailure, appFailure } from '../../contract/errors.ts';
import type { SyncReport } from '../../contract/fleet.ts';
import { isWithin } from '../../contract/time.ts';
import { awsFailure } from '../../platform/aws/errors.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import { databaseFailure, isSqliteError } from '../../platform/sqlite/database.ts';
import type { Logger } from '../../platform/log/log.ts';
import { startDeadline } from './deadline.ts';
import type { SourceRuntime } from './source-runtime.ts';
import { syncSource } from './source-sync.ts';

/** Who asks for a sync: a person, a window's poll, or the end of a sleep or of a time without a network. */
export type SyncReason = 'user' | 'poll' | 'resume' | 'network';

/** Seconds that the schedule leaves to a window that polls by itself. */
const SCHEDULE_SLACK_S = 15;
/** Milliseconds after which a sync of one source is given up. */
const SYNC_DEADLINE_MS = 90_000;
/** Reasons to sync for which one that began long before does not do. */
const AFTER_A_GAP = new Set<SyncReason>(['resume', 'network']);
/** Seconds for which a sync counts as begun just now. */
const JUST_BEGUN_S = 5;

/** The schedule of polls, and what they report to. */
export interface SyncerOptions {
  clock: Clock;
  logger: Logger;
  runtimes: () => SourceRuntime[];
  intervalSeconds: () => number;
  hosts: () => number;
  onChanged: () => void;
  onFleetChanged: () => void;
}

/** Runs syncs one at a time, by request and on a schedule. */
export class Syncer {
  readonly #options: SyncerOptions;
  #current: Promise<SyncReport> | null = null;
  #last: SyncReport | null = null;
  #lastGood: number | null = null;
  /** The sources changed while a sync ran: what it reports is not of all of them. */
  #outdated = false;
  #abort = new AbortController();
  #wake = new AbortController();
  #started = false;
  #stopped = false;
  /** Of the sync that runs; Unix seconds. */
  #startedAt = 0;

  constructor(options: SyncerOptions) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#current !== null;
  }

  /** Unix seconds of the next poll, or null before the first. */
  get nextAt(): number | null {
    return this.#last === null ? null : this.#last.endedAt + this.#options.intervalSeconds();
  }

  sync(reason: SyncReason, signal?: AbortSignal): Promise<SyncReport> {
    if (this.#stopped)
      return Promise.reject(appFailure('aborted', 'The app is closing.', 'Start it again.'));
    if (this.#current !== null) {
      const isOld = nowSeconds(this.#options.clock) - this.#startedAt > JUST_BEGUN_S;
      if (!isOld || !AFTER_A_GAP.has(reason)) return this.#current;
      // It began before the machine slept, or the network went: what it has read is as old.
      return this.#current.then(
        () => this.sync(reason, signal),
        () => this.sync(reason, signal),
      );
    }
    if (reason === 'poll' && this.#last !== null && this.#isRecent())
      return Promise.resolve(this.#last);
    signal?.addEventListener('abort', () => {
      this.#abort.abort(signal.reason);
    });
    this.#current = this.#run(reason).finally(() => {
      this.#current = null;
      this.#options.onChanged();
    });
    this.#options.onChanged();
    return this.#current;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    void this.#schedule();
  }

  /** Lets the schedule look at its settings again, at once. */
  wake(): void {
    this.#lastGood = null;
    this.#outdated = true;
    this.#wake.abort();
  }

  stop(reason: AppFailure): void {
    this.#stopped = true;
    this.#abort.abort(reason);
    this.#wake.abort();
  }

  async whenIdle(): Promise<void> {
    for (;;) {
      if (this.#current !== null) await this.#current.catch(() => undefined);
      const running = this.#options.runtimes().filter(({ backfill }) => backfill.busy);
      if (running.length === 0 && this.#current === null) return;
      await Promise.all(running.map(({ backfill }) => backfill.whenDone()));
    }
  }

  async #run(reason: SyncReason): Promise<SyncReport> {
    const { clock, runtimes, hosts } = this.#options;
    this.#abort = new AbortController();
    this.#outdated = false;
    const startedAt = nowSeconds(clock);
    this.#startedAt = startedAt;
    const connected = runtimes().filter((runtime) => runtime.connected);
    const before = connected.map(({ requests }) => requests);
    const counts = await Promise.all(
      connected.map((runtime) => this.#syncOne(runtime, reason === 'user')),
    );
    const report: SyncReport = {
      startedAt,
      endedAt: nowSeconds(clock),
      sources: runtimes().map((runtime) => runtime.state()),
      hosts: hosts(),
      newSamples: counts.reduce((sum, count) => sum + count, 0),
      requests: connected.reduce(
        (sum, { requests }, index) => sum + requests - (before[index] ?? 0),
        0,
      ),
    };
    this.#last = report;
    const isGood = !this.#outdated && connected.every(({ error }) => error === null);
    this.#lastGood = isGood ? report.endedAt : null;
    this.#options.onFleetChanged();
    return report;
  }

  async #syncOne(runtime: SourceRuntime, byUser: boolean): Promise<number> {
    const { clock, logger } = this.#options;
    const { signal, done } = startDeadline(clock, SYNC_DEADLINE_MS, this.#abort.signal, () =>
      deadlineFailure(runtime),
    );
    if (byUser) runtime.registryLeaps.readAll();
    try {
      const { newSamples } = await syncSource({ runtime, byUser, signal });
      runtime.error = null;
      runtime.save();
      return newSamples;
    } catch (error) {
      const failure = this.#failure(error, signal);
      if (failure.error.code !== 'aborted') runtime.error = failure.error;
      logger.info('sync failed', { source: runtime.config.id, code: failure.error.code });
      this.#saveAfterFailure(runtime);
      return 0;
    } finally {
      done();
    }
  }

  #failure(error: unknown, signal: AbortSignal): AppFailure {
    if (signal.aborted && signal.reason instanceof AppFailure) return signal.reason;
    if (error instanceof AppFailure) return error;
    if (isSqliteError(error)) return databaseFailure(error);
    if (this.#stopped) return appFailure('aborted', 'The sync was stopped.', '', error);
    this.#options.logger.error('sync failed unexpectedly', {
      detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return awsFailure(error, 'syncing');
  }

  /** The failure itself may be the disk's: then it cannot be written down, only shown. */
  #saveAfterFailure(runtime: SourceRuntime): void {
    if (this.#stopped) return;
    try {
      runtime.save();
    } catch (error) {
      this.#options.logger.warn('the state of a source could not be saved', {
        source: runtime.config.id,
        detail: error instanceof Error ? error.message : String(error),
      });
    }
  }

  #isRecent(): boolean {
    const { clock, intervalSeconds } = this.#options;
    const lastGood = this.#lastGood;
    return lastGood !== null && isWithin(intervalSeconds() / 2, lastGood, nowSeconds(clock));
  }

  async #schedule(): Promise<void> {
    const { clock, intervalSeconds } = this.#options;
    while (!this.#stopped) {
      const span = intervalSeconds() + SCHEDULE_SLACK_S;
      const now = nowSeconds(clock);
      const last = this.#last?.endedAt ?? -Infinity;
      if (!isWithin(span, last, now) || this.#wake.signal.aborted) {
        this.#wake = new AbortController();
        await this.#current?.catch(() => undefined);
        await this.sync('poll').catch(() => undefined);
      } else
        await clock.sleep((last + span - now) * 1000, this.#wake.signal).catch(() => undefined);
    }
  }
}

function deadlineFailure(runtime: SourceRuntime): AppFailure {
  return appFailure(
    'timeout',
    `${runtime.config.name} did not finish a sync in ${String(SYNC_DEADLINE_MS / 1000)} s.`,
    'It is tried again at the next sync; what was read is stored.',
  );
}
