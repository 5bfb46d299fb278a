import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ScanSegment } from './scan-segments.ts';
import { numberOrNull } from './nullable.ts';

/** How far the library's table of a source is read. Times are Unix seconds. */
export interface FunctionTableProgress {
  /** Start of the scan whose segments are stored. */
  scanStarted: number | null;
  /** Start of the last scan that came to its end: every run uploaded before is read. */
  scannedThrough: number | null;
  /** When its index was last queried for all hosts. */
  queriedAt: number | null;
}

/** Progress of reading the library's tables. Methods that write are called within `write`. */
export class FunctionScans {
  readonly #progress: StatementSync;
  readonly #putProgress: StatementSync;
  readonly #segments: StatementSync;
  readonly #put: StatementSync;
  readonly #clear: StatementSync;
  readonly #newest: StatementSync;

  constructor(db: DatabaseSync) {
    this.#progress = db.prepare('SELECT * FROM function_table WHERE source = ?');
    this.#putProgress = db.prepare(
      `INSERT OR REPLACE INTO function_table (source, scan_started, scanned_through, queried_at)
       VALUES (?, ?, ?, ?)`,
    );
    this.#segments = db.prepare('SELECT * FROM function_scan WHERE source = ? ORDER BY segment');
    this.#put = db.prepare(
      `INSERT OR REPLACE INTO function_scan (source, segment, next_key, done, items, units)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#clear = db.prepare('DELETE FROM function_scan WHERE source = ?');
    this.#newest = db.prepare(
      `SELECT max(at) AS at FROM function_run
       WHERE key = (SELECT max(key) FROM function_run JOIN function_host ON host = id
                    WHERE source = ?1 AND (?2 IS NULL OR hostname = ?2))`,
    );
  }

  progress(source: string): FunctionTableProgress {
    const row = this.#progress.get(source);
    return {
      scanStarted: numberOrNull(row?.['scan_started']),
      scannedThrough: numberOrNull(row?.['scanned_through']),
      queriedAt: numberOrNull(row?.['queried_at']),
    };
  }

  putProgress(source: string, change: Partial<FunctionTableProgress>): void {
    const progress = { ...this.progress(source), ...change };
    const { scanStarted, scannedThrough, queriedAt } = progress;
    this.#putProgress.run(source, scanStarted, scannedThrough, queriedAt);
  }

  /** The segments of a scan of `total`; none where no scan has begun. */
  segments(source: string, total: number): ScanSegment[] {
    return this.#segments.all(source).map((row) => ({
      segment: Number(row['segment']),
      segments: total,
      nextKey: row['next_key'] === null ? null : String(row['next_key']),
      done: row['done'] === 1,
      items: Number(row['items']),
      units: Number(row['units']),
    }));
  }

  putSegment(source: string, { segment, nextKey, done, items, units }: ScanSegment): void {
    this.#put.run(source, segment, nextKey, done ? 1 : 0, items, units);
  }

  clear(source: string): void {
    this.#clear.run(source);
  }

  /** Unix seconds of the newest upload of a host, or of any, that is known, or null. */
  newest(source: string, hostname: string | null = null): number | null {
    return numberOrNull(this.#newest.get(source, hostname)?.['at']);
  }
}
