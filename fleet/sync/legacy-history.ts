import { AppFailure, appFailure, type AppError } from '../../contract/errors.ts';
import type { LegacyHistory } from '../../contract/answers.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import { readCost } from '../doctor/prices.ts';
import { BATCH_PROJECTION, decodeLegacyItems } from '../remote/legacy.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import { SEEN_IN } from '../store/minute.ts';
import type { ScanSegment } from '../store/legacy.ts';
import { applyWithin } from './legacy-sync.ts';
import type { SourceRuntime } from './source-runtime.ts';

const SEGMENTS = 16;
/** Items a page: about 1 MB of batches, so that one page never bursts far over the rate. */
const PAGE_ITEMS = 100;
/** Eventually consistent reads: half a unit per 4 KiB. */
const UNITS_PER_BYTE = 0.5 / 4096;
const DEFAULT_RATE = 100;

/**
 * Reads the whole history of a legacy table without an index: a parallel scan, all segments and all pages, at a
 * limited rate. Each page and the place behind it are stored together, so it goes on where it was after a restart.
 */
export class LegacyHistoryScan {
  readonly #runtime: SourceRuntime;
  #abort: AbortController | null = null;
  #running: Promise<void> | null = null;
  #error: AppError | null = null;
  #rate = DEFAULT_RATE;
  /** Milliseconds of the clock before which no page may be asked for. */
  #nextAt = 0;

  constructor(runtime: SourceRuntime) {
    this.#runtime = runtime;
  }

  status(): LegacyHistory {
    const { store, config, tableInfo, stored } = this.#runtime;
    const { bytes, indexed } = tableInfo.legacy;
    const segments = store.read(() => store.legacy.segments(config.id));
    const done = segments.filter((segment) => segment.done).length;
    const units = bytes === null ? null : Math.ceil(bytes * UNITS_PER_BYTE);
    return {
      sourceId: config.id,
      state: this.#state(stored.tables.legacy === 'active', indexed, segments, done),
      tableBytes: bytes,
      readUnits: units,
      cost: units === null ? null : readCost(units),
      seconds: units === null ? null : Math.ceil(units / this.#rate),
      segments: { done, total: SEGMENTS },
      itemsRead: segments.reduce((sum, { items }) => sum + items, 0),
      unitsUsed: segments.reduce((sum, segment) => sum + segment.units, 0),
      error: this.#error,
    };
  }

  /** Begins, goes on, or begins anew after an end. Throws `AppFailure` where there is no table to read. */
  start(reader: DynamoSource, unitsPerSecond: number): void {
    const { store, config, stored } = this.#runtime;
    if (stored.tables.legacy !== 'active')
      throw appFailure(
        'table-missing',
        `The legacy table ${config.tables.legacy} cannot be read.`,
        'Check the table names in Settings; "doctor" tells the state of each table.',
      );
    this.#rate = unitsPerSecond;
    if (this.#running !== null) return;
    const segments = store.read(() => store.legacy.segments(config.id));
    if (segments.length !== SEGMENTS || segments.every(({ done }) => done)) this.#reset();
    this.#error = null;
    this.#abort = new AbortController();
    this.#running = this.#run(reader, this.#abort.signal).finally(() => {
      this.#running = null;
      this.#runtime.onProgress();
    });
  }

  async stop(): Promise<void> {
    this.#abort?.abort(appFailure('aborted', 'Reading the legacy history was stopped.', ''));
    await this.#running;
  }

  async whenDone(): Promise<void> {
    await this.#running;
  }

  #state(
    readable: boolean,
    indexed: boolean,
    segments: readonly ScanSegment[],
    done: number,
  ): LegacyHistory['state'] {
    if (!readable) return 'unavailable';
    if (this.#running !== null) return 'running';
    if (segments.length > 0) return done === segments.length ? 'done' : 'paused';
    return indexed ? 'index' : 'idle';
  }

  #reset(): void {
    const { store, config } = this.#runtime;
    store.write(() => {
      store.legacy.clear(config.id);
      for (let segment = 0; segment < SEGMENTS; segment += 1)
        store.legacy.putSegment(config.id, {
          segment,
          segments: SEGMENTS,
          nextKey: null,
          done: false,
          items: 0,
          units: 0,
        });
    });
  }

  async #run(reader: DynamoSource, signal: AbortSignal): Promise<void> {
    const { store, config } = this.#runtime;
    const open = store.legacy.segments(config.id).filter(({ done }) => !done);
    try {
      await Promise.all(open.map((segment) => this.#readSegment(reader, segment, signal)));
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
    const { clock } = this.#runtime;
    let at = start;
    while (!at.done) {
      await this.#pace(clock, signal);
      const page = await reader.scan(
        'legacy',
        {
          ...BATCH_PROJECTION,
          Segment: at.segment,
          TotalSegments: at.segments,
          Limit: PAGE_ITEMS,
          ...(at.nextKey === null
            ? {}
            : { ExclusiveStartKey: JSON.parse(at.nextKey) as Record<string, unknown> }),
        },
        signal,
      );
      signal.throwIfAborted();
      this.#nextAt = Math.max(this.#nextAt, clock.now()) + (page.units / this.#rate) * 1000;
      at = this.#applyPage(at, page);
      this.#runtime.onProgress();
    }
  }

  #applyPage(
    at: ScanSegment,
    page: {
      items: Record<string, unknown>[];
      next: Record<string, unknown> | undefined;
      units: number;
    },
  ): ScanSegment {
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
      return applyWithin(this.#runtime, records, now);
    });
    if (bad.length > 0) this.#runtime.noteBadItems(bad);
    if (added > 0) this.#runtime.onStored();
    return after;
  }

  async #pace(clock: Clock, signal: AbortSignal): Promise<void> {
    const wait = this.#nextAt - clock.now();
    if (wait > 0) await clock.sleep(wait, signal);
  }
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
