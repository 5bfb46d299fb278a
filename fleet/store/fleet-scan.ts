import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { MAIN_METRIC, METRICS, isRequired, type MetricId } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S } from '../../contract/time.ts';
import { keyColumns, rowKey } from './migrations.ts';
import { HOUR_LENGTH } from './series-codec.ts';

/** One host's stored values of one metric, of an hour or a day. */
export type ScanRow = [time: number, host: number, data: Uint8Array];

/**
 * One host's stored hour (Unix seconds): minutes known from its start, minutes that have a sample, and the stored values of
 * `MAIN_METRIC` where some have none.
 */
export type HourRow = [
  hour: number,
  host: number,
  through: number,
  minutes: number,
  values: Uint8Array | null,
];

/** Reads one metric of all hosts over a range of hours or days: one contiguous read of the table. */
export class FleetScan {
  readonly #db: DatabaseSync;
  readonly #hours: StatementSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    const { time, host } = keyColumns(HOUR_S);
    // The minutes of a full hour say nothing more.
    this.#hours = db.prepare(
      `SELECT ${time}, ${host}, through, minutes,
         CASE WHEN minutes < ${String(HOUR_LENGTH)} THEN ${MAIN_METRIC} END
       FROM block WHERE key >= ? AND key < ?`,
    );
    this.#hours.setReturnArrays(true);
  }

  /** What is known of all hosts in the hours of `[from, to)`, two full hours in Unix seconds; oldest first. */
  hours(from: number, to: number): Iterable<HourRow> {
    const rows = this.#hours.iterate(rowKey(from, HOUR_S, 0), rowKey(to, HOUR_S, 0));
    return rows as unknown as Iterable<HourRow>;
  }

  /** Blocks of hours in `[from, to)`. */
  blocks(metric: MetricId, from: number, to: number): Iterable<ScanRow> {
    return this.#rows(isRequired(metric) ? 'block' : 'block_extra', metric, HOUR_S, from, to);
  }

  /** Rollups of days in `[from, to)`. */
  rollups(metric: MetricId, from: number, to: number): Iterable<ScanRow> {
    return this.#rows(isRequired(metric) ? 'rollup' : 'rollup_extra', metric, DAY_S, from, to);
  }

  #rows(
    table: string,
    metric: MetricId,
    unit: number,
    from: number,
    to: number,
  ): Iterable<ScanRow> {
    const { time, host } = keyColumns(unit);
    const sql = `SELECT ${time}, ${host}, ${metric} FROM ${table}
      WHERE key >= ? AND key < ? AND ${metric} IS NOT NULL`;
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      statement.setReturnArrays(true);
      this.#statements.set(sql, statement);
    }
    // The columns are of the schema, so their types are known.
    const first = rowKey(Math.ceil(from / unit) * unit, unit, 0);
    const end = rowKey(Math.ceil(to / unit) * unit, unit, 0);
    return statement.iterate(first, end) as unknown as Iterable<ScanRow>;
  }
}

/** Whether a metric is stored as whole tenths; others are 32-bit floats. */
export function isTenths(metric: MetricId): boolean {
  return METRICS[metric].encoding === 'tenths';
}
