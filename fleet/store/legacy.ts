import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ScanSegment } from './scan-segments.ts';
import { numberOrNull } from './nullable.ts';

/** Scans of a source's legacy table: what they have read, and what they cost. Times are Unix seconds. */
export interface LegacyCoverage {
  /** Start of the last scan that came to its end: every batch uploaded before is read. */
  scannedThrough: number | null;
  /** Start of the scan whose segments are stored. */
  scanStarted: number | null;
  /** That scan keeps batches uploaded since then. */
  scanSince: number;
  /** Start of the UTC day that `spentUnits` is of. */
  spentDay: number;
  /** Read units that scans consumed on that day. */
  spentUnits: number;
}

/** Which legacy batches have been read, and how far a scan of the table has come. */
export class LegacyProgress {
  readonly #add: StatementSync;
  readonly #has: StatementSync;
  readonly #segments: StatementSync;
  readonly #put: StatementSync;
  readonly #clear: StatementSync;
  readonly #coverage: StatementSync;
  readonly #putCoverage: StatementSync;

  constructor(db: DatabaseSync) {
    this.#add = db.prepare('INSERT OR IGNORE INTO legacy_batch (host, id) VALUES (?, ?)');
    this.#has = db.prepare('SELECT 1 FROM legacy_batch WHERE host = ? AND id = ?');
    this.#segments = db.prepare('SELECT * FROM legacy_scan WHERE source = ? ORDER BY segment');
    this.#put = db.prepare(
      `INSERT OR REPLACE INTO legacy_scan (source, segment, segments, next_key, done, items, units)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#clear = db.prepare('DELETE FROM legacy_scan WHERE source = ?');
    this.#coverage = db.prepare('SELECT * FROM legacy_coverage WHERE source = ?');
    this.#putCoverage = db.prepare(
      `INSERT OR REPLACE INTO legacy_coverage
         (source, scanned_through, scan_started, scan_since, spent_day, spent_units)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
  }

  coverage(sourceId: string): LegacyCoverage {
    const row = this.#coverage.get(sourceId);
    return {
      scannedThrough: numberOrNull(row?.['scanned_through']),
      scanStarted: numberOrNull(row?.['scan_started']),
      scanSince: Number(row?.['scan_since'] ?? 0),
      spentDay: Number(row?.['spent_day'] ?? 0),
      spentUnits: Number(row?.['spent_units'] ?? 0),
    };
  }

  putCoverage(sourceId: string, coverage: LegacyCoverage): void {
    const { scannedThrough, scanStarted, scanSince, spentDay, spentUnits } = coverage;
    this.#putCoverage.run(sourceId, scannedThrough, scanStarted, scanSince, spentDay, spentUnits);
  }

  /** Takes note of a batch; returns whether it is new. A batch merged twice would weigh twice. */
  isNew(host: number, id: number): boolean {
    return this.#add.run(host, id).changes === 1;
  }

  /** Whether a batch has been read. */
  has(host: number, id: number): boolean {
    return this.#has.get(host, id) !== undefined;
  }

  segments(sourceId: string): ScanSegment[] {
    return this.#segments.all(sourceId).map((row) => ({
      segment: Number(row['segment']),
      segments: Number(row['segments']),
      nextKey: row['next_key'] === null ? null : String(row['next_key']),
      done: row['done'] === 1,
      items: Number(row['items']),
      units: Number(row['units']),
    }));
  }

  putSegment(sourceId: string, segment: ScanSegment): void {
    this.#put.run(
      sourceId,
      segment.segment,
      segment.segments,
      segment.nextKey,
      segment.done ? 1 : 0,
      segment.items,
      segment.units,
    );
  }

  clear(sourceId: string): void {
    this.#clear.run(sourceId);
  }
}
