import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { MAIN_METRIC, METRICS, isRequired, type MetricId } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S } from '../../contract/time.ts';
import type { DamagedBlocks } from './damage.ts';
import {
  ALL_HOSTS,
  hostOfKey,
  rowKey,
  timeOfKey,
  type PackedTable,
  type HostRange,
} from './tables.ts';
import { unpackHour } from './packed/value-pack.ts';
import type { OpenExtras } from './open-extras.ts';
import type { RollupDays } from './rollup-days.ts';
import { HOUR_LENGTH, decodeValues, emptyValues, type ValueArray } from './series-codec.ts';

/** One host's values of one metric, of an hour or a day. The array is overwritten when the next one is asked for. */
export type ScanRow = [time: number, host: number, values: ValueArray];

/**
 * One host's stored hour (Unix seconds): minutes known from its start, minutes that have a sample, and the values of `MAIN_METRIC`
 * where some have none. The array is overwritten when the next hour is asked for.
 */
export type HourRow = [
  hour: number,
  host: number,
  through: number,
  minutes: number,
  values: ValueArray | null,
];

type PackedRow = [key: number, packed: Uint8Array];
type OpenRow = [key: number, values: Uint8Array];
type ExtentRow = [
  key: number,
  through: number,
  minutes: number,
  packed: Uint8Array | null,
  open: Uint8Array | null,
];

/** Reads one metric of all hosts over a range of hours or days: contiguous reads of the tables. */
export class FleetScan {
  readonly #db: DatabaseSync;
  readonly #days: RollupDays;
  readonly #damage: DamagedBlocks;
  readonly #extras: OpenExtras;
  readonly #hours: StatementSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync, days: RollupDays, damage: DamagedBlocks, extras: OpenExtras) {
    this.#extras = extras;
    this.#db = db;
    this.#days = days;
    this.#damage = damage;
    // The minutes of a full hour say nothing more.
    const partial = `minutes < ${String(HOUR_LENGTH)}`;
    this.#hours = db.prepare(
      `SELECT key, through, minutes, CASE WHEN ${partial} THEN packed END, NULL
         FROM packed_hour WHERE key >= ?1 AND key < ?2
       UNION ALL
       SELECT key, through, minutes, NULL, CASE WHEN ${partial} THEN ${MAIN_METRIC} END
         FROM block WHERE key >= ?1 AND key < ?2
       ORDER BY 1`,
    );
    this.#hours.setReturnArrays(true);
  }

  /** What is known of all hosts in the hours of `[from, to)`, two full hours in Unix seconds; oldest first. */
  *hours(from: number, to: number): Generator<HourRow> {
    const rows = this.#hours.iterate(rowKey(from, HOUR_S, 0), rowKey(to, HOUR_S, 0));
    const values = emptyValues(MAIN_METRIC, HOUR_LENGTH);
    for (const row of rows as unknown as Iterable<ExtentRow>) {
      const [key, through, minutes, packed, open] = row;
      yield [
        timeOfKey(key, HOUR_S),
        hostOfKey(key),
        through,
        minutes,
        this.#mainOf(key, packed, open, values),
      ];
    }
  }

  /** Minutes of hours in `[from, to)`, in no particular order. */
  blocks(metric: MetricId, from: number, to: number): Generator<ScanRow> {
    const first = Math.ceil(from / HOUR_S) * HOUR_S;
    const end = Math.ceil(to / HOUR_S) * HOUR_S;
    const keys = [rowKey(first, HOUR_S, 0), rowKey(end, HOUR_S, 0)] as const;
    return this.#blocks(metric, keys, this.#extras.ofFleet(metric, first, end, ALL_HOSTS));
  }

  /** Minutes of one hour, of hosts whose ids are in `[first, end)`. */
  hourOf(metric: MetricId, hour: number, hosts: HostRange): Generator<ScanRow> {
    const keys = [rowKey(hour, HOUR_S, hosts.first), rowKey(hour, HOUR_S, hosts.end)] as const;
    return this.#blocks(metric, keys, this.#extras.ofFleet(metric, hour, hour + HOUR_S, hosts));
  }

  /** The open hours of an optional metric are `extras`. */
  *#blocks(
    metric: MetricId,
    [first, end]: readonly [number, number],
    extras: Iterable<ScanRow>,
  ): Generator<ScanRow> {
    const table: PackedTable = isRequired(metric) ? 'packed_hour' : 'packed_hour_extra';
    const values = emptyValues(metric, HOUR_LENGTH);
    // All at once: one by one they cost as much as unpacking them.
    const packed = this.#statement(
      `SELECT key, packed FROM ${table} WHERE key >= ? AND key < ?`,
    ).all(first, end);
    for (const [key, blob] of packed as unknown as PackedRow[]) {
      let found = false;
      try {
        found = unpackHour(metric, blob, values);
      } catch (error) {
        this.#damage.note(table, key, error);
      }
      if (found) yield [timeOfKey(key, HOUR_S), hostOfKey(key), values];
    }
    if (!isRequired(metric)) {
      yield* extras;
      return;
    }
    const open = this.#statement(
      `SELECT key, ${metric} FROM block WHERE key >= ? AND key < ? AND ${metric} IS NOT NULL`,
    ).iterate(first, end);
    for (const [key, blob] of open as unknown as Iterable<OpenRow>)
      yield [timeOfKey(key, HOUR_S), hostOfKey(key), decodeValues(metric, blob, HOUR_LENGTH)];
  }

  /** Rollups of days in `[from, to)`, in no particular order. */
  rollups(metric: MetricId, from: number, to: number): Iterable<ScanRow> {
    return this.#days.ofFleet(metric, from, to);
  }

  /** Rollups of one day, of hosts whose ids are in `[first, end)`. */
  dayOf(metric: MetricId, day: number, hosts: HostRange): Iterable<ScanRow> {
    return this.#days.ofFleet(metric, day, day + DAY_S, hosts);
  }

  #mainOf(
    key: number,
    packed: Uint8Array | null,
    open: Uint8Array | null,
    values: ValueArray,
  ): ValueArray | null {
    if (open !== null) return decodeValues(MAIN_METRIC, open, HOUR_LENGTH);
    if (packed === null) return null;
    const found = this.#damage.read('packed_hour', key, () =>
      unpackHour(MAIN_METRIC, packed, values),
    );
    return found === true ? values : null;
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      statement.setReturnArrays(true);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** Whether a metric is stored as whole tenths; others are 32-bit floats. */
export function isTenths(metric: MetricId): boolean {
  return METRICS[metric].encoding === 'tenths';
}
