import { AppFailure, appFailure, type AppError } from '../../contract/errors.ts';
import type { FunctionTableState } from '../../contract/functions.ts';
import { DAY_S, HOUR_S, MINUTE_S, isWithin } from '../../contract/time.ts';
import { nowSeconds } from '../../platform/clock.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import { ReadingBudget, ReadingPace } from './functions-limits.ts';
import { FunctionReading, SEGMENTS, openSegments } from './functions-reading.ts';
import { refusalOf } from './functions-refusal.ts';
import { ON_DEMAND_RATE, estimateScan } from './legacy-budget.ts';
import type { ScannedSource } from './scanned-source.ts';

/** Seconds between looks that start by themselves: by the index, and by a scan, which reads the whole table. */
const QUERY_EVERY_S = 15 * MINUTE_S;
const SCAN_EVERY_S = 6 * HOUR_S;
/** Seconds between scans of a table that has the index: they find machines that nothing else names. */
const SWEEP_EVERY_S = DAY_S;

/**
 * Reads the library's table of a source in the background, at no more than a quarter of its provisioned throughput: by
 * queries per host where it has an index, else by a scan in segments. Each page and the place behind it are stored
 * together, so that it goes on where it was. Later scans read ids alone, and fetch what is new.
 */
export class FunctionTableReader {
  readonly #runtime: ScannedSource;
  #abort: AbortController | null = null;
  #running: Promise<void> | null = null;
  #error: AppError | null = null;
  /** Whether what runs ends where the budget of the day does. */
  #automatic = false;
  readonly #pace: ReadingPace;
  readonly #budget: ReadingBudget;
  readonly #reading: FunctionReading;

  constructor(runtime: ScannedSource) {
    this.#runtime = runtime;
    const pace = (this.#pace = new ReadingPace(runtime));
    const budget = (this.#budget = new ReadingBudget(runtime));
    const isAutomatic = (): boolean => this.#automatic;
    this.#reading = new FunctionReading({ runtime, pace, budget, isAutomatic });
  }

  status(): FunctionTableState {
    const { store, config, tableInfo } = this.#runtime;
    const { segments, progress } = store.read(() => ({
      segments: store.functionScans.segments(config.id, SEGMENTS),
      progress: store.functionScans.progress(config.id),
    }));
    const done = segments.filter((segment) => segment.done).length;
    const { bytes, units, cost, seconds } = estimateScan(tableInfo.functions, this.#pace.rate);
    const indexed = this.#isIndexed();
    return {
      sourceId: config.id,
      state: this.#state(segments.length, done),
      indexed,
      tableBytes: bytes,
      readUnits: units,
      cost,
      seconds,
      segments: { done, total: SEGMENTS },
      itemsRead: segments.reduce((sum, { items }) => sum + items, 0),
      unitsUsed: segments.reduce((sum, segment) => sum + segment.units, 0),
      readThrough: indexed ? progress.queriedAt : progress.scannedThrough,
      withinBudget: this.#isAffordable(),
      error:
        this.#error ?? refusalOf(this.#runtime.stored.tables.functions, config.tables.functions),
    };
  }

  /**
   * Scans, goes on, or scans again, whatever it costs. `unitsPerSecond` is lowered to a quarter of what a provisioned
   * table has. Throws `AppFailure` where there is no table to read.
   */
  start(reader: DynamoSource, unitsPerSecond: number): void {
    const { config } = this.#runtime;
    if (!this.#isReadable())
      throw appFailure(
        'table-missing',
        `The table of runs ${config.tables.functions} cannot be read.`,
        'Check the table names in Settings; "doctor" tells the state of each table.',
      );
    this.#begin(unitsPerSecond, false, (signal) => this.#reading.scan(reader, signal));
  }

  /** Reads what is new by itself where that is due: by the index, or by a scan within the day's budget. */
  startIfDue(reader: DynamoSource, urgent: boolean): void {
    const { clock, store, config } = this.#runtime;
    if (this.#running !== null || !this.#isReadable()) return;
    const now = nowSeconds(clock);
    const progress = store.read(() => store.functionScans.progress(config.id));
    const due = (span: number, then: number | null): boolean =>
      !isWithin(urgent ? 0 : span, then ?? -Infinity, now);
    if (this.#isIndexed()) {
      const isSweepDue = !isWithin(SWEEP_EVERY_S, progress.scannedThrough ?? -Infinity, now);
      if (due(QUERY_EVERY_S, progress.queriedAt))
        this.#begin(ON_DEMAND_RATE, true, async (signal) => {
          const asked = new Set<string>();
          await this.#reading.queryHosts(reader, asked, signal);
          if (!isSweepDue || !this.#isAffordable()) return;
          await this.#reading.scan(reader, signal);
          // A scan that goes on after an interruption lacks what came since into the part read before it.
          await this.#reading.queryHosts(reader, asked, signal);
        });
      return;
    }
    const open = openSegments(this.#runtime).length > 0;
    if (!open && !due(SCAN_EVERY_S, progress.scannedThrough)) return;
    if (this.#isAffordable())
      this.#begin(ON_DEMAND_RATE, true, (signal) => this.#reading.scan(reader, signal));
  }

  async stop(): Promise<void> {
    this.#abort?.abort(appFailure('aborted', 'Reading the table of runs was stopped.', ''));
    await this.#running;
  }

  async whenDone(): Promise<void> {
    await this.#running;
  }

  #begin(rate: number, automatic: boolean, work: (signal: AbortSignal) => Promise<void>): void {
    this.#pace.limitTo(rate);
    this.#automatic = automatic;
    if (this.#running !== null) return;
    this.#error = null;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#running = work(signal)
      .catch((error: unknown) => {
        if (!isAborted(signal)) this.#error = failureOf(error);
        this.#abort?.abort(error);
      })
      .finally(() => {
        this.#running = null;
        if (!this.#runtime.store.closed) this.#runtime.save();
        this.#runtime.onProgress();
      });
  }

  /** Whether what is left to read of the table costs no more than what is left of the day's budget. */
  #isAffordable(): boolean {
    const open = openSegments(this.#runtime).length;
    return this.#budget.allows(open === 0 ? 1 : open / SEGMENTS);
  }

  #state(segments: number, done: number): FunctionTableState['state'] {
    if (!this.#isReadable()) return 'unavailable';
    if (this.#running !== null) return 'running';
    if (segments === 0) return 'idle';
    return done === segments ? 'done' : 'paused';
  }

  #isReadable(): boolean {
    return this.#runtime.stored.tables.functions === 'active';
  }

  #isIndexed(): boolean {
    return this.#runtime.tableInfo.functions.index === 'active';
  }
}

function isAborted(signal: AbortSignal): boolean {
  const reason: unknown = signal.reason;
  return signal.aborted && reason instanceof AppFailure && reason.error.code === 'aborted';
}

function failureOf(error: unknown): AppError {
  if (error instanceof AppFailure) return error.error;
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    message: `Reading the table of runs failed: ${message}`,
    hint: 'Start it again: it goes on where it was.',
  };
}
