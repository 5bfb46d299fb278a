import { OWN_ROWS, isOwnRow } from '../../contract/hostname.ts';
import { READ_UNIT_BYTES } from '../../contract/prices.ts';
import type { Item } from '../../contract/records.ts';
import type { Page } from './dynamo-source.ts';

/** Name of the row of our own whose version counts the changes of large documents. */
export const CHANGES_ROW = 'changes';
/** Bytes of a document from which a scan leaps over it: a page more costs up to half a read unit, which reads as much. */
export const LEAP_FROM_BYTES = 4096;
/** Scans that leap, for each unit that is saved, until one reads everything: that costs an eighth of a unit a scan. */
const SCANS_A_UNIT = 8;
/** Scans after which everything is read at the latest, about two hours. */
const MOST_SCANS = 120;

/** A row that a scan leaps over. */
interface Leap {
  hostname: string;
  /** Rows of its segment between it and the leap before, and the last of them. */
  before: number;
  previous: string | null;
  bytes: number;
  version: number;
}

interface SegmentSoFar {
  leaps: Leap[];
  /** Rows since the last leap, and the last of them. */
  count: number;
  last: string | null;
}

/** What a scan asks for besides its segment. */
export interface ScanPart {
  ExclusiveStartKey?: Item;
  Limit?: number;
}

/**
 * Lets scans of one registry leap over large documents, which cost as much as all hosts together: a scan begins after
 * any key, and the order of rows stays. Where the row before a document is the one that was there at the last scan, it
 * goes on behind the document; where it is not, hosts have come or gone, and it reads on. A small row says whether
 * documents have changed. A host that is new right before a document is seen once everything is read, every so many scans.
 * One scan at a time.
 */
export class RegistryLeaps {
  #plan: readonly (readonly Leap[])[] = [];
  /** Scans that may leap until one reads everything. */
  #left = 0;
  /** The version of the row that counts changes, at the last scan; null: no such row; undefined: no scan yet. */
  #changes: number | null | undefined;
  #isLeaping = false;
  #segments: SegmentSoFar[] = [];
  #leapt: Leap[] = [];
  #changesNow: number | null = null;

  /** The next scan reads everything: somebody asks for what is there now. */
  readAll(): void {
    this.#left = 0;
  }

  /** A scan of so many segments begins. */
  begin(segments: number): void {
    this.#isLeaping = this.#left > 0 && this.#plan.length === segments;
    this.#segments = Array.from({ length: segments }, () => ({ leaps: [], count: 0, last: null }));
    this.#leapt = [];
    this.#changesNow = null;
  }

  /** Reads the pages of a segment, each from a key on: those of `allPages`. */
  reading(
    segment: number,
    scan: (part: ScanPart) => Promise<Page>,
  ): (start: Item | undefined) => Promise<Page> {
    let ahead = this.#isLeaping ? [...(this.#plan[segment] ?? [])] : [];
    let left = ahead[0]?.before ?? 0;
    /** Leaps over what comes next, and what follows at once; answers where to go on. */
    const leap = (start: Item | undefined): Item | undefined => {
      let from = start;
      for (let next = ahead[0]; next !== undefined && left === 0; next = ahead[0]) {
        this.#leap(segment, next);
        from = { hostname: next.hostname };
        ahead.shift();
        left = ahead[0]?.before ?? 0;
      }
      return from;
    };
    return async (start) => {
      const from = start ?? leap(undefined);
      const next = ahead[0];
      const page = await scan({
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        ...(next === undefined ? {} : { Limit: left }),
      });
      this.#note(segment, page.items);
      if (next === undefined) return page;
      left -= page.items.length;
      if (page.next === undefined) return page;
      if (left > 0) return page;
      if (page.items.at(-1)?.['hostname'] === next.previous)
        return { ...page, next: leap(page.next) ?? page.next };
      // Hosts have come or gone.
      ahead = [];
      return page;
    };
  }

  /** All pages are read. Returns the versions of the rows leapt over, by name; NaN where one may have changed. */
  end(): Map<string, number> {
    const isSame = this.#changes === this.#changesNow;
    this.#changes = this.#changesNow;
    this.#plan = this.#segments.map(({ leaps }) => leaps);
    if (this.#leapt.length > 0) this.#left = isSame ? this.#left - 1 : 0;
    else {
      const bytes = this.#plan.flat().reduce((sum, leap) => sum + leap.bytes, 0);
      const units = bytes / READ_UNIT_BYTES;
      // A document that was written while this scan went on is read by the next one.
      this.#left = isSame && units > 1 ? Math.min(MOST_SCANS, Math.ceil(units * SCANS_A_UNIT)) : 0;
    }
    return new Map(
      this.#leapt.map(({ hostname, version }) => [nameOf(hostname), isSame ? version : NaN]),
    );
  }

  #note(segment: number, items: readonly Item[]): void {
    const known = this.#segments[segment];
    if (known === undefined) return;
    for (const { hostname, version, document } of items) {
      if (typeof hostname !== 'string') continue;
      const isOwn = isOwnRow(hostname);
      const number = typeof version === 'number' ? version : NaN;
      if (isOwn && nameOf(hostname) === CHANGES_ROW) this.#changesNow = number;
      const bytes = isOwn && typeof document === 'string' ? Buffer.byteLength(document) : 0;
      if (bytes >= LEAP_FROM_BYTES) {
        known.leaps.push({
          hostname,
          before: known.count,
          previous: known.last,
          bytes,
          version: number,
        });
        known.count = 0;
        known.last = null;
      } else {
        known.count += 1;
        known.last = hostname;
      }
    }
  }

  #leap(segment: number, leap: Leap): void {
    this.#leapt.push(leap);
    const known = this.#segments[segment];
    if (known === undefined) return;
    known.leaps.push(leap);
    known.count = 0;
    known.last = null;
  }
}

function nameOf(hostname: string): string {
  return hostname.slice(OWN_ROWS.length);
}
