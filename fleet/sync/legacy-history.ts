import { AppFailure, appFailure, type AppError } from '../../contract/errors.ts';
import type { LegacyHistory } from '../../contract/answers.ts';
import { HOUR_S, dayOf } from '../../contract/time.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import { BATCH_PROJECTION, decodeLegacyItems } from '../remote/legacy.ts';
import { startingAt, type DynamoSource } from '../remote/dynamo-source.ts';
import { SEEN_IN } from '../store/minute.ts';
import { keyIn, unreadSegments, type ScanSegment } from '../store/scan-segments.ts';
import { ON_DEMAND_RATE, estimateScan, pageItems, unitsLeft } from './legacy-budget.ts';
import { unreadOf } from '../store/legacy-coverage.ts';
import { applyWithin } from './legacy-apply.ts';
import type { ScannedSource } from './scanned-source.ts';

const SEGMENTS = 16;
/** Seconds between scans that start by themselves, where one has come to its end before. */
const AUTOMATIC_EVERY_S = HOUR_S;

interface ScanPage {
  items: Record<string, unknown>[];
  next: Record<string, unknown> | undefined;
  units: number;
}

/**
 * Reads what is missing of a legacy table without an index: a parallel scan, all segments and all pages, at a limited
 * rate. Each page and the place behind it are stored together, so it continues where it was after a restart. It starts
 * by itself while a day's scans cost no more than the budget of the settings.
 */
export class LegacyHistoryScan {
  readonly #runtime: ScannedSource;
  #abort: AbortController | null = null;
  #running: Promise<void> | null = null;
  #error: AppError | null = null;
  #rate = ON_DEMAND_RATE;
  /** Whether the running scan ends where the budget of the day does. */
  #automatic = false;
  #startedByItselfAt = -Infinity;
  /** Milliseconds of the clock before which no page may be asked for. */
  #nextAt = 0;

  constructor(runtime: ScannedSource) {
    this.#runtime = runtime;
  }

  status(): LegacyHistory {
    const { store, config, tableInfo, stored } = this.#runtime;
    const indexed = tableInfo.legacy.index === 'active';
    const segments = store.read(() => store.legacy.segments(config.id));
    const done = segments.filter((segment) => segment.done).length;
    const { bytes, units, cost, seconds } = estimateScan(tableInfo.legacy, this.#rate);
    return {
      sourceId: config.id,
      state: this.#state(stored.tables.legacy === 'active', indexed, segments, done),
      tableBytes: bytes,
      readUnits: units,
      cost,
      seconds,
      segments: { done, total: SEGMENTS },
      itemsRead: segments.reduce((sum, { items }) => sum + items, 0),
      unitsUsed: segments.reduce((sum, segment) => sum + segment.units, 0),
      unread: this.#unread(),
      withinBudget: this.#isAffordable(),
      error: this.#error,
    };
  }

  /**
   * Starts, continues, or starts again after an end, whatever it costs. `unitsPerSecond` is lowered to a quarter of
   * what a provisioned table has. Throws `AppFailure` where there is no table to read.
   */
  start(reader: DynamoSource, unitsPerSecond: number): void {
    const { config, stored } = this.#runtime;
    if (stored.tables.legacy !== 'active')
      throw appFailure(
        'table-missing',
        `The legacy table ${config.tables.legacy} cannot be read.`,
        'Check the table names in Settings; "doctor" tells the state of each table.',
      );
    this.#automatic = false;
    this.#begin(reader, unitsPerSecond);
  }

  /**
   * Starts or continues by itself where batches may be unread, the table has no index, and the rest of the day's budget
   * is enough. Where it came to its end before, an hour passes first, unless `urgent`: somebody waits.
   */
  startIfAffordable(reader: DynamoSource, urgent = false): void {
    const { clock, stored, tableInfo } = this.#runtime;
    if (this.#running !== null || tableInfo.legacy.index === 'active') return;
    if (stored.tables.legacy !== 'active' || this.#unread() === null) return;
    const now = nowSeconds(clock);
    const isOpen = this.#openSegments().length > 0;
    if (!isOpen && !urgent && now - this.#startedByItselfAt < AUTOMATIC_EVERY_S) return;
    if (!this.#isAffordable()) return;
    this.#startedByItselfAt = now;
    this.#automatic = true;
    this.#begin(reader, ON_DEMAND_RATE);
  }

  async stop(): Promise<void> {
    this.#abort?.abort(appFailure('aborted', 'Reading the legacy history was stopped.', ''));
    await this.#running;
  }

  async whenDone(): Promise<void> {
    await this.#running;
  }

  #begin(reader: DynamoSource, unitsPerSecond: number): void {
    this.#rate = estimateScan(this.#runtime.tableInfo.legacy, unitsPerSecond).rate;
    if (this.#running !== null) return;
    if (this.#openSegments().length === 0) this.#reset();
    this.#error = null;
    this.#abort = new AbortController();
    this.#running = this.#run(reader, this.#abort.signal).finally(() => {
      this.#running = null;
      this.#runtime.onProgress();
    });
  }

  #openSegments(): ScanSegment[] {
    const { store, config } = this.#runtime;
    const segments = store.read(() => store.legacy.segments(config.id));
    return segments.length === SEGMENTS ? segments.filter(({ done }) => !done) : [];
  }

  #unread(): LegacyHistory['unread'] {
    const { store, config, clock, tableInfo } = this.#runtime;
    if (tableInfo.legacy.index === 'active') return null;
    const now = nowSeconds(clock);
    return store.read(() => {
      const { scannedThrough } = store.legacy.coverage(config.id);
      const unread = store.hosts
        .ofLegacy(config.id, 0)
        .map((host) => unreadOf(host, scannedThrough, now))
        .filter((range) => range !== null);
      if (unread.length === 0) return null;
      const starts = unread.map(({ from }) => from ?? 0);
      const from = starts.reduce((least, start) => Math.min(least, start), Infinity);
      const to = unread.reduce((most, range) => Math.max(most, range.to), 0);
      return { hosts: unread.length, from: from === 0 ? null : from, to };
    });
  }

  /** Whether what is left to read of the table costs no more than what is left of the day's budget. */
  #isAffordable(): boolean {
    const { tableInfo } = this.#runtime;
    const { units } = estimateScan(tableInfo.legacy);
    if (units === null) return false;
    const open = this.#openSegments().length;
    const share = open === 0 ? 1 : open / SEGMENTS;
    return units * share <= this.#unitsLeft();
  }

  #unitsLeft(): number {
    const { store, config, clock } = this.#runtime;
    const coverage = store.read(() => store.legacy.coverage(config.id));
    return unitsLeft(coverage, this.#runtime.legacyBudget, nowSeconds(clock));
  }

  #state(
    readable: boolean,
    indexed: boolean,
    segments: readonly ScanSegment[],
    done: number,
  ): LegacyHistory['state'] {
    if (!readable) return 'unavailable';
    if (this.#running !== null) return 'running';
    if (indexed) return 'index';
    if (segments.length > 0) return done === segments.length ? 'done' : 'paused';
    return 'idle';
  }

  /** A first scan keeps all that it finds; a later one what was uploaded since the oldest gap began. */
  #reset(): void {
    const { store, config, clock } = this.#runtime;
    const scanSince = this.#unread()?.from ?? 0;
    const now = nowSeconds(clock);
    store.write(() => {
      const coverage = store.legacy.coverage(config.id);
      store.legacy.putCoverage(config.id, { ...coverage, scanStarted: now, scanSince });
      store.legacy.clear(config.id);
      for (const segment of unreadSegments(SEGMENTS)) store.legacy.putSegment(config.id, segment);
    });
  }

  async #run(reader: DynamoSource, signal: AbortSignal): Promise<void> {
    try {
      const open = this.#openSegments();
      await Promise.all(open.map((segment) => this.#readSegment(reader, segment, signal)));
      if (this.#openSegments().length === 0) this.#noteWhole();
      this.#runtime.save();
    } catch (error) {
      this.#abort?.abort(error);
      if (signal.aborted && signal.reason instanceof AppFailure) {
        if (signal.reason.error.code !== 'aborted') this.#error = signal.reason.error;
        return;
      }
      this.#error = unexpected(error);
    }
  }

  async #readSegment(reader: DynamoSource, start: ScanSegment, signal: AbortSignal): Promise<void> {
    const { clock, store, config, tableInfo } = this.#runtime;
    const { scanSince } = store.legacy.coverage(config.id);
    let at = start;
    while (!at.done) {
      store.requireRoomForOld();
      await this.#pace(clock, signal);
      // The size that the estimate rests on may be hours old.
      if (this.#automatic && this.#unitsLeft() <= 0) return;
      const page = await reader.scan(
        'legacy',
        {
          ...uploadedSince(scanSince),
          Segment: at.segment,
          TotalSegments: at.segments,
          Limit: pageItems(tableInfo.legacy, this.#rate),
          ...startingAt(keyIn(at.nextKey)),
        },
        signal,
      );
      signal.throwIfAborted();
      this.#nextAt = Math.max(this.#nextAt, clock.now()) + (page.units / this.#rate) * 1000;
      at = this.#applyPage(at, page);
      this.#runtime.onProgress();
    }
  }

  #applyPage(at: ScanSegment, page: ScanPage): ScanSegment {
    const { store, config, clock } = this.#runtime;
    const now = nowSeconds(clock);
    const { records, markers, bad } = decodeLegacyItems(page.items, now);
    const after: ScanSegment = {
      ...at,
      nextKey: page.next === undefined ? null : JSON.stringify(page.next),
      done: page.next === undefined,
      items: at.items + page.items.length,
      units: at.units + page.units,
    };
    const added = store.write(() => {
      for (const { hostname } of markers)
        store.hosts.markSeenIn(
          store.hosts.ensure({ sourceId: config.id, hostname }),
          SEEN_IN.legacy,
        );
      store.legacy.putSegment(config.id, after);
      this.#spend(page.units, now);
      return applyWithin(this.#runtime, records, now);
    });
    if (bad.length > 0) this.#runtime.noteBadItems(bad);
    if (added > 0) this.#runtime.onStored();
    return after;
  }

  #spend(units: number, now: number): void {
    const { store, config } = this.#runtime;
    const coverage = store.legacy.coverage(config.id);
    const today = dayOf(now);
    const before = coverage.spentDay === today ? coverage.spentUnits : 0;
    store.legacy.putCoverage(config.id, {
      ...coverage,
      spentDay: today,
      spentUnits: before + units,
    });
  }

  /** Every batch that was uploaded before the scan began is read. */
  #noteWhole(): void {
    const { store, config, clock } = this.#runtime;
    store.write(() => {
      const coverage = store.legacy.coverage(config.id);
      const scannedThrough = coverage.scanStarted ?? nowSeconds(clock);
      store.legacy.putCoverage(config.id, { ...coverage, scannedThrough });
      for (const host of store.hosts.ofLegacy(config.id, 0))
        if (host.legacyWholeFrom === null)
          store.hosts.setLegacyCoverage(host.id, scannedThrough, host.legacyGapFrom);
    });
  }

  async #pace(clock: Clock, signal: AbortSignal): Promise<void> {
    const wait = this.#nextAt - clock.now();
    if (wait > 0) await clock.sleep(wait, signal);
  }
}

/** The filter costs nothing and saves what would be sent for nothing; what is read is charged all the same. */
function uploadedSince(since: number): Record<string, unknown> {
  if (since === 0) return BATCH_PROJECTION;
  return {
    ProjectionExpression: BATCH_PROJECTION.ProjectionExpression,
    ExpressionAttributeNames: { ...BATCH_PROJECTION.ExpressionAttributeNames, '#ts': 'timestamp' },
    FilterExpression: '#ts >= :since',
    ExpressionAttributeValues: { ':since': since },
  };
}

function unexpected(error: unknown): AppError {
  if (error instanceof AppFailure) return error.error;
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    message: `Reading the legacy history failed: ${message}`,
    hint: 'Start it again: it goes on where it was.',
  };
}
