import { AppFailure, appFailure, type AppError } from '../../contract/errors.ts';
import type { FunctionTableState } from '../../contract/functions.ts';
import type { Item } from '../../contract/records.ts';
import { HOUR_S, MINUTE_S, dayOf, isWithin } from '../../contract/time.ts';
import { nowSeconds } from '../../platform/clock.ts';
import { startingAt, type DynamoSource } from '../remote/dynamo-source.ts';
import {
  ID_PROJECTION,
  RUN_PROJECTION,
  decodeFunctionItems,
  getFunctionItems,
  idOf,
  queryFunctionIds,
} from '../remote/functions.ts';
import { keyIn, unreadSegments, type ScanSegment } from '../store/scan-segments.ts';
import { refusalOf } from './functions-refusal.ts';
import { ON_DEMAND_RATE, estimateScan, pageItems, unitsLeft } from './legacy-budget.ts';
import type { ScannedSource } from './scanned-source.ts';

const SEGMENTS = 8;
/** Seconds between looks that start by themselves: by the index, and by a scan, which reads the whole table. */
const QUERY_EVERY_S = 15 * MINUTE_S;
const SCAN_EVERY_S = 6 * HOUR_S;
/** Uploads may come with a time a little before that of the newest one known: clocks differ, requests take time. */
const OVERLAP_S = HOUR_S;
/** Units of an eventually consistent read per byte. */
const UNITS_PER_BYTE = 0.5 / 4096;

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
  #rate = ON_DEMAND_RATE;
  /** Whether what runs ends where the budget of the day does. */
  #automatic = false;
  /** Milliseconds of the clock before which nothing may be asked for. */
  #nextAt = 0;

  constructor(runtime: ScannedSource) {
    this.#runtime = runtime;
  }

  status(): FunctionTableState {
    const { store, config, tableInfo } = this.#runtime;
    const { segments, progress } = store.read(() => ({
      segments: store.functionScans.segments(config.id, SEGMENTS),
      progress: store.functionScans.progress(config.id),
    }));
    const done = segments.filter((segment) => segment.done).length;
    const { bytes, units, cost, seconds } = estimateScan(tableInfo.functions, this.#rate);
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
    this.#begin(unitsPerSecond, false, (signal) => this.#scan(reader, signal));
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
      if (due(QUERY_EVERY_S, progress.queriedAt))
        this.#begin(ON_DEMAND_RATE, true, (signal) => this.#queryHosts(reader, signal));
      return;
    }
    const open = this.#openSegments().length > 0;
    if (!open && !due(SCAN_EVERY_S, progress.scannedThrough)) return;
    if (this.#isAffordable())
      this.#begin(ON_DEMAND_RATE, true, (signal) => this.#scan(reader, signal));
  }

  async stop(): Promise<void> {
    this.#abort?.abort(appFailure('aborted', 'Reading the table of runs was stopped.', ''));
    await this.#running;
  }

  async whenDone(): Promise<void> {
    await this.#running;
  }

  #begin(rate: number, automatic: boolean, work: (signal: AbortSignal) => Promise<void>): void {
    this.#rate = estimateScan(this.#runtime.tableInfo.functions, rate).rate;
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

  async #scan(reader: DynamoSource, signal: AbortSignal): Promise<void> {
    const { store, config, clock } = this.#runtime;
    if (this.#openSegments().length === 0)
      store.write(() => {
        store.functionScans.putProgress(config.id, { scanStarted: nowSeconds(clock) });
        store.functionScans.clear(config.id);
        for (const segment of unreadSegments(SEGMENTS))
          store.functionScans.putSegment(config.id, segment);
      });
    // The ids alone are sent where most items are known; what is read is charged all the same.
    const first = store.read(() => store.functionScans.progress(config.id)).scannedThrough === null;
    const open = this.#openSegments();
    // One after another: side by side they would begin with a burst.
    for (const at of open) await this.#scanSegment(reader, at, first, signal);
    if (this.#openSegments().length > 0) return;
    store.write(() => {
      const { scanStarted } = store.functionScans.progress(config.id);
      store.functionScans.putProgress(config.id, { scannedThrough: scanStarted });
    });
  }

  async #scanSegment(
    reader: DynamoSource,
    start: ScanSegment,
    first: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const { tableInfo } = this.#runtime;
    let at = start;
    while (!at.done) {
      await this.#pace(signal);
      if (this.#automatic && this.#unitsLeft() <= 0) return;
      const page = await reader.scan(
        'functions',
        {
          ...(first ? RUN_PROJECTION : ID_PROJECTION),
          Segment: at.segment,
          TotalSegments: SEGMENTS,
          Limit: pageItems(tableInfo.functions, this.#rate),
          ...startingAt(keyIn(at.nextKey)),
        },
        signal,
      );
      this.#used(page.units);
      const items = first ? page.items : await this.#fetchNew(reader, page.items, signal);
      signal.throwIfAborted();
      at = {
        ...at,
        nextKey: page.next === undefined ? null : JSON.stringify(page.next),
        done: page.next === undefined,
        items: at.items + page.items.length,
        units: at.units + page.units,
      };
      this.#store(items, page.units, at);
    }
  }

  /** Asks the index for each host: those of the fleet, and those that have had runs. */
  async #queryHosts(reader: DynamoSource, signal: AbortSignal): Promise<void> {
    const { store, config, clock } = this.#runtime;
    const startedAt = nowSeconds(clock);
    // Uploads of a clock that was ahead are no sign that those of the time between are read.
    const readTo = store.read(() => store.functionScans.progress(config.id)).queriedAt ?? startedAt;
    const names = store.read(() => [
      ...store.hosts.ofSource(config.id).map(({ hostname }) => hostname),
      ...store.functionReader
        .hosts()
        .filter(({ sourceId }) => sourceId === config.id)
        .map(({ hostname }) => hostname),
      // What the library calls every Windows machine.
      'unknown',
    ]);
    for (const hostname of new Set(names)) {
      const since = store.read(() =>
        Math.max(
          store.functions.prunedBefore,
          Math.min(store.functionScans.newest(config.id, hostname) ?? OVERLAP_S, readTo) -
            OVERLAP_S,
        ),
      );
      let start: Item | undefined;
      do {
        await this.#pace(signal);
        const page = await queryFunctionIds(reader, { hostname, since }, start, signal);
        this.#used(page.units);
        const items = await this.#fetchNew(reader, page.items, signal);
        signal.throwIfAborted();
        this.#store(items, page.units, null);
        start = page.next;
      } while (start !== undefined);
    }
    store.write(() => {
      store.functionScans.putProgress(config.id, { queriedAt: startedAt });
    });
  }

  /** The items of those ids that are not known yet. */
  async #fetchNew(
    reader: DynamoSource,
    page: readonly Item[],
    signal: AbortSignal,
  ): Promise<Item[]> {
    const { store, config, clock, tableInfo } = this.#runtime;
    const ids = store.read(() => {
      const { prunedBefore } = store.functions;
      return page.flatMap((item) => {
        const id = idOf(item);
        // An id is the time of the upload in microseconds.
        if (id === null || (id > 1e15 && id < prunedBefore * 1e6)) return [];
        return store.functionFiles.hasItem(config.id, id) ? [] : [id];
      });
    });
    const items: Item[] = [];
    const perRequest = pageItems(tableInfo.functions, this.#rate);
    for (let at = 0; at < ids.length; at += perRequest) {
      await this.#pace(signal);
      const found = await getFunctionItems(reader, clock, ids.slice(at, at + perRequest), signal);
      this.#used(found.reduce((sum, item) => sum + unitsOf(item), 0));
      items.push(...found);
    }
    return items;
  }

  /** Stores runs and the place behind them in one transaction. */
  #store(items: readonly Item[], units: number, segment: ScanSegment | null): void {
    const { store, config, clock } = this.#runtime;
    const now = nowSeconds(clock);
    const { runs, bad, ids } = decodeFunctionItems(items, now);
    const added = store.write(() => {
      for (const id of ids) store.functionFiles.addItem(config.id, id);
      if (segment !== null) {
        store.functionScans.putSegment(config.id, segment);
        this.#spend(units, now);
      }
      return store.functions.add(config.id, runs);
    });
    if (bad.length > 0) this.#runtime.noteBadItems(bad);
    if (added > 0) this.#runtime.onStored();
    this.#runtime.onProgress();
  }

  /** Scans of a source share one budget, whichever table they read. */
  #spend(units: number, now: number): void {
    const { store, config } = this.#runtime;
    const coverage = store.legacy.coverage(config.id);
    const spentDay = dayOf(now);
    const before = coverage.spentDay === spentDay ? coverage.spentUnits : 0;
    store.legacy.putCoverage(config.id, { ...coverage, spentDay, spentUnits: before + units });
  }

  #unitsLeft(): number {
    const { store, config, clock, legacyBudget } = this.#runtime;
    const coverage = store.read(() => store.legacy.coverage(config.id));
    return unitsLeft(coverage, legacyBudget, nowSeconds(clock));
  }

  /** Whether what is left to read of the table costs no more than what is left of the day's budget. */
  #isAffordable(): boolean {
    const { units } = estimateScan(this.#runtime.tableInfo.functions);
    if (units === null) return false;
    const open = this.#openSegments().length;
    return units * (open === 0 ? 1 : open / SEGMENTS) <= this.#unitsLeft();
  }

  #openSegments(): ScanSegment[] {
    const { store, config } = this.#runtime;
    const segments = store.read(() => store.functionScans.segments(config.id, SEGMENTS));
    return segments.filter(({ done }) => !done);
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

  #used(units: number): void {
    const { clock } = this.#runtime;
    this.#nextAt = Math.max(this.#nextAt, clock.now()) + (units / this.#rate) * 1000;
  }

  async #pace(signal: AbortSignal): Promise<void> {
    const { clock } = this.#runtime;
    for (;;) {
      const wait = this.#nextAt - clock.now();
      if (wait <= 0) return;
      await clock.sleep(wait, signal);
    }
  }
}

/** Units that a read of an item costs, about: what it holds is nearly all in its data. */
function unitsOf({ data }: Item): number {
  const bytes = typeof data === 'string' ? data.length + 200 : 200;
  return Math.max(0.5, bytes * UNITS_PER_BYTE);
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
