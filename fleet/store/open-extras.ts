import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { MetricId } from '../../contract/metrics.ts';
import { HOUR_S, MINUTE_S, QUARTER_HOUR_S } from '../../contract/time.ts';
import type { MinuteRecord } from './minute.ts';
import { quarterOf, type Peaks } from './peaks.ts';
import { mergeQuarter, metricsOf, quarterBlock, readQuarter } from './quarter-block.ts';
import {
  HOUR_LENGTH,
  clearValues,
  decodeColumns,
  decodeWhole,
  emptyValues,
  type MetricArrays,
  type ValueArray,
} from './series-codec.ts';
import { EXTRA_METRICS, hostOfKey, rowKey, type HostRange } from './tables.ts';

const QUARTERS = HOUR_S / QUARTER_HOUR_S;

/** Minutes of one metric in an hour of a host (Unix seconds). */
export type OpenHour = [hour: number, host: number, values: ValueArray];

type Row = [key: number, blob: Uint8Array];

/**
 * The optional metrics of open hours: a row for each host and quarter of an hour, so that a poll writes a quarter of what an hour
 * takes. Releases before had a row for each hour (`block_extra`); that of an hour is taken over when something comes to it, and
 * else when it is packed. Writing is within `write`.
 */
export class OpenExtras {
  readonly #db: DatabaseSync;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #range: StatementSync;
  readonly #getOld: StatementSync;
  readonly #anyOld: StatementSync;
  readonly #removeOld: StatementSync;
  /** Nothing is written to the table of older releases: once it is empty, it stays so. */
  #isOldEmpty = false;
  readonly #oldStatements = new Map<MetricId, { one: StatementSync; range: StatementSync }>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#get = db.prepare('SELECT packed FROM block_quarter WHERE key = ?');
    this.#put = db.prepare('INSERT OR REPLACE INTO block_quarter (key, packed) VALUES (?, ?)');
    this.#remove = db.prepare('DELETE FROM block_quarter WHERE key = ?');
    this.#range = db.prepare('SELECT key, packed FROM block_quarter WHERE key >= ? AND key < ?');
    this.#range.setReturnArrays(true);
    this.#getOld = db.prepare(`SELECT ${EXTRA_METRICS.join(', ')} FROM block_extra WHERE key = ?`);
    this.#anyOld = db.prepare('SELECT 1 FROM block_extra LIMIT 1');
    this.#removeOld = db.prepare('DELETE FROM block_extra WHERE key = ?');
  }

  /** Merges minutes of one host and hour (Unix seconds); what they replace goes to `peaks`. */
  merge(host: number, hour: number, records: readonly MinuteRecord[], peaks: Peaks): void {
    if (this.#hasOld() && this.#getOld.get(rowKey(hour, HOUR_S, host)) !== undefined)
      this.put(host, hour, this.hour(host, hour));
    for (const [quarter, ofQuarter] of byQuarter(hour, records)) {
      const start = hour + quarter * QUARTER_HOUR_S;
      const key = rowKey(start, QUARTER_HOUR_S, host);
      const stored = this.#get.get(key)?.['packed'];
      const block = mergeQuarter(stored, { start, quarter }, ofQuarter, peaks);
      if (block !== null) this.#put.run(key, block);
    }
  }

  /** Stores a whole hour, in place of what there is of it. */
  put(host: number, hour: number, values: MetricArrays): void {
    this.remove(host, hour);
    for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
      const block = quarterBlock(values, quarter);
      if (block !== null)
        this.#put.run(rowKey(hour + quarter * QUARTER_HOUR_S, QUARTER_HOUR_S, host), block);
    }
  }

  remove(host: number, hour: number): void {
    for (const key of keysOf(host, hour)) this.#remove.run(key);
    this.#removeOld.run(rowKey(hour, HOUR_S, host));
  }

  /** All metrics of a host's hour (Unix seconds); those without a value are left out. */
  hour(host: number, hour: number): MetricArrays {
    const old = this.#getOld.get(rowKey(hour, HOUR_S, host));
    const values: MetricArrays = decodeColumns(EXTRA_METRICS, old, HOUR_LENGTH);
    keysOf(host, hour).forEach((key, quarter) => {
      const blob = this.#get.get(key)?.['packed'];
      for (const metric of metricsOf(blob)) {
        const minutes = values[metric] ?? emptyValues(metric, HOUR_LENGTH);
        if (readQuarter(blob, metric, quarter, minutes)) values[metric] = minutes;
      }
    });
    return values;
  }

  /** Reads a metric's minutes of a host's hour (Unix seconds) into `values`. Returns whether there are any. */
  read(metric: MetricId, host: number, hour: number, values: ValueArray): boolean {
    clearValues(values);
    let found = false;
    if (this.#hasOld()) {
      const [row] = this.#old(metric).one.all(rowKey(hour, HOUR_S, host)) as unknown as Row[];
      found = row !== undefined && copyOld(metric, row[1], values);
    }
    keysOf(host, hour).forEach((key, quarter) => {
      if (readQuarter(this.#get.get(key)?.['packed'], metric, quarter, values)) found = true;
    });
    return found;
  }

  /** The open hours in `[from, to)`, two full hours in Unix seconds, of hosts in a range; in no particular order. */
  *ofFleet(metric: MetricId, from: number, to: number, hosts: HostRange): Generator<OpenHour> {
    const old = this.#old(metric).range;
    for (let hour = from; hour < to; hour += HOUR_S) {
      const found = new Map<number, ValueArray>();
      const minutesOf = (host: number): ValueArray =>
        found.get(host) ?? emptyValues(metric, HOUR_LENGTH);
      const range = [rowKey(hour, HOUR_S, hosts.first), rowKey(hour, HOUR_S, hosts.end)];
      for (const [key, blob] of old.all(...range) as unknown as Row[]) {
        const values = minutesOf(hostOfKey(key));
        if (copyOld(metric, blob, values)) found.set(hostOfKey(key), values);
      }
      for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
        const start = hour + quarter * QUARTER_HOUR_S;
        const rows = this.#range.iterate(
          rowKey(start, QUARTER_HOUR_S, hosts.first),
          rowKey(start, QUARTER_HOUR_S, hosts.end),
        );
        for (const [key, blob] of rows as unknown as Iterable<Row>) {
          const values = minutesOf(hostOfKey(key));
          if (readQuarter(blob, metric, quarter, values)) found.set(hostOfKey(key), values);
        }
      }
      for (const [host, values] of found) yield [hour, host, values];
    }
  }

  #hasOld(): boolean {
    if (!this.#isOldEmpty) this.#isOldEmpty = this.#anyOld.get() === undefined;
    return !this.#isOldEmpty;
  }

  #old(metric: MetricId): { one: StatementSync; range: StatementSync } {
    let statements = this.#oldStatements.get(metric);
    if (statements === undefined) {
      const select = `SELECT key, ${metric} FROM block_extra WHERE ${metric} IS NOT NULL AND`;
      statements = {
        one: this.#db.prepare(`${select} key = ?`),
        range: this.#db.prepare(`${select} key >= ? AND key < ?`),
      };
      for (const statement of Object.values(statements)) statement.setReturnArrays(true);
      this.#oldStatements.set(metric, statements);
    }
    return statements;
  }
}

function copyOld(metric: MetricId, blob: unknown, values: ValueArray): boolean {
  const stored = blob instanceof Uint8Array ? decodeWhole(metric, blob, HOUR_LENGTH) : null;
  if (stored === null) return false;
  values.set(stored);
  return true;
}

function keysOf(host: number, hour: number): number[] {
  return Array.from({ length: QUARTERS }, (_, quarter) =>
    rowKey(hour + quarter * QUARTER_HOUR_S, QUARTER_HOUR_S, host),
  );
}

function byQuarter(hour: number, records: readonly MinuteRecord[]): Map<number, MinuteRecord[]> {
  return Map.groupBy(records, ({ sample }) => quarterOf((sample.minute - hour) / MINUTE_S));
}
