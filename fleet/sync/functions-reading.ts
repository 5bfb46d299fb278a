import type { Item } from '../../contract/records.ts';
import { DAY_S, HOUR_S, dayOf } from '../../contract/time.ts';
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
import type { ReadingBudget, ReadingPace } from './functions-limits.ts';
import { pageItems } from './legacy-budget.ts';
import type { ScannedSource } from './scanned-source.ts';

/** Segments that a table of runs is scanned in. */
export const SEGMENTS = 8;
/** Uploads may come with a time a little before that of the newest one known: clocks differ, requests take time. */
const OVERLAP_S = HOUR_S;
/** How far before it the first look of a UTC day goes: clocks step back, or are put right. */
const DAILY_OVERLAP_S = 7 * DAY_S;
/** Units of an eventually consistent read per byte. */
const UNITS_PER_BYTE = 0.5 / 4096;

/** What reading a table needs; `isAutomatic`: whether it ends where the budget of the day does, which may change. */
export interface FunctionReadingOptions {
  runtime: ScannedSource;
  pace: ReadingPace;
  budget: ReadingBudget;
  isAutomatic: () => boolean;
}

/** Reads the library's table: what a scan finds, or what the index has. */
export class FunctionReading {
  readonly #runtime: ScannedSource;
  readonly #pace: ReadingPace;
  readonly #budget: ReadingBudget;
  readonly #isAutomatic: () => boolean;

  constructor({ runtime, pace, budget, isAutomatic }: FunctionReadingOptions) {
    this.#runtime = runtime;
    this.#pace = pace;
    this.#budget = budget;
    this.#isAutomatic = isAutomatic;
  }

  /** Reads what is left of the table, or begins anew where it has been read as a whole. Rejects once aborted. */
  async scan(reader: DynamoSource, signal: AbortSignal): Promise<void> {
    const { store, config, clock } = this.#runtime;
    if (openSegments(this.#runtime).length === 0)
      store.write(() => {
        store.functionScans.putProgress(config.id, { scanStarted: nowSeconds(clock) });
        store.functionScans.clear(config.id);
        for (const segment of unreadSegments(SEGMENTS))
          store.functionScans.putSegment(config.id, segment);
      });
    // The ids alone are sent where most items are known; what is read is charged all the same.
    const first = store.read(() => store.functionScans.progress(config.id)).scannedThrough === null;
    const open = openSegments(this.#runtime);
    // One after another: side by side they would begin with a burst.
    for (const at of open) await this.#scanSegment(reader, at, first, signal);
    if (openSegments(this.#runtime).length > 0) return;
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
      await this.#pace.wait(signal);
      if (this.#isAutomatic() && this.#budget.unitsLeft() <= 0) return;
      const page = await reader.scan(
        'functions',
        {
          ...(first ? RUN_PROJECTION : ID_PROJECTION),
          Segment: at.segment,
          TotalSegments: SEGMENTS,
          Limit: pageItems(tableInfo.functions, this.#pace.rate),
          ...startingAt(keyIn(at.nextKey)),
        },
        signal,
      );
      this.#pace.used(page.units);
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

  /**
   * Asks the index for each host: those of the fleet, and those that have had runs. A host in `asked` is left out; those
   * asked for are added to it. Rejects once aborted.
   */
  async queryHosts(reader: DynamoSource, asked: Set<string>, signal: AbortSignal): Promise<void> {
    const { store, config, clock } = this.#runtime;
    const startedAt = nowSeconds(clock);
    // Uploads of a clock that was ahead are no sign that those of the time between are read.
    const { queriedAt } = store.read(() => store.functionScans.progress(config.id));
    const readTo = queriedAt ?? startedAt;
    // Runs of a clock that has stepped back lie before what was read.
    const overlap = dayOf(startedAt) === dayOf(readTo) ? OVERLAP_S : DAILY_OVERLAP_S;
    const names = store.read(() => [
      ...store.hosts.ofSource(config.id).map(({ hostname }) => hostname),
      ...store.functionReader
        .hosts()
        .filter(({ sourceId }) => sourceId === config.id)
        .map(({ hostname }) => hostname),
      // What the library calls every Windows machine.
      'unknown',
    ]);
    for (const hostname of names) {
      if (asked.has(hostname)) continue;
      asked.add(hostname);
      const since = store.read(() =>
        Math.max(
          store.functions.prunedBefore,
          Math.min(store.functionScans.newest(config.id, hostname) ?? 0, readTo) - overlap,
          0,
        ),
      );
      let start: Item | undefined;
      do {
        await this.#pace.wait(signal);
        const page = await queryFunctionIds(reader, { hostname, since }, start, signal);
        this.#pace.used(page.units);
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
    const perRequest = pageItems(tableInfo.functions, this.#pace.rate);
    for (let at = 0; at < ids.length; at += perRequest) {
      await this.#pace.wait(signal);
      const found = await getFunctionItems(reader, clock, ids.slice(at, at + perRequest), signal);
      this.#pace.used(found.reduce((sum, item) => sum + unitsOf(item), 0));
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
        this.#budget.spend(units, now);
      }
      return store.functions.add(config.id, runs);
    });
    if (bad.length > 0) this.#runtime.noteBadItems(bad);
    if (added > 0) this.#runtime.onStored();
    this.#runtime.onProgress();
  }
}

/** The segments that have not been read to their end. */
export function openSegments({ store, config }: ScannedSource): ScanSegment[] {
  const segments = store.read(() => store.functionScans.segments(config.id, SEGMENTS));
  return segments.filter(({ done }) => !done);
}

/** Units that a read of an item costs, about: what it holds is nearly all in its data. */
function unitsOf({ data }: Item): number {
  const bytes = typeof data === 'string' ? data.length + 200 : 200;
  return Math.max(0.5, bytes * UNITS_PER_BYTE);
}
