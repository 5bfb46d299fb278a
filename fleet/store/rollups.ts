import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { METRICS, type MetricId } from '../../contract/metrics.ts';
import { DAY_S, QUARTER_HOUR_S, dayOf } from '../../contract/time.ts';
import { CORE_METRICS, EXTRA_METRICS, rowKey } from './migrations.ts';
import type { MinuteRecord } from './minute.ts';
import {
  ROLLUP_LENGTH,
  ROLLUP_MAX,
  ROLLUP_MEAN,
  ROLLUP_MIN,
  decodeValues,
  emptyValues,
  encodeValues,
  getValue,
  hasValue,
  setValue,
  type ValueArray,
} from './series-codec.ts';

const MINUTES_PER_QUARTER = 15;

/** Encoded values by metric; a metric without any value is absent. */
export type MetricArrays = Partial<Record<MetricId, ValueArray>>;

interface TableStatements {
  readonly metrics: readonly MetricId[];
  readonly get: StatementSync;
  readonly put: StatementSync;
}

/** Quarter hours of min, mean and max per host and UTC day, kept up to date as blocks change. */
export class Rollups {
  readonly #tables: readonly TableStatements[];

  constructor(db: DatabaseSync) {
    this.#tables = [
      statements(db, 'rollup', CORE_METRICS),
      statements(db, 'rollup_extra', EXTRA_METRICS),
    ];
  }

  /**
   * Works the changed minutes of one block into its day. The mean follows the block; extremes only widen, so that a
   * peak within a minute of the legacy layout, which the block's mean has lost, stays.
   */
  update(host: number, hour: number, block: MetricArrays, changed: readonly MinuteRecord[]): void {
    const day = dayOf(hour);
    const quarters = new Set(
      changed.map(({ sample }) => Math.floor((sample.minute - day) / QUARTER_HOUR_S)),
    );
    for (const { metrics, get, put } of this.#tables) {
      const present = metrics.filter((metric) => block[metric] !== undefined);
      if (present.length === 0) continue;
      const row = get.get(rowKey(day, DAY_S, host));
      const arrays = metrics.map((metric): ValueArray | null => {
        const stored = row?.[metric] ?? null;
        if (stored !== null) return decodeValues(metric, stored, ROLLUP_LENGTH);
        return block[metric] === undefined ? null : emptyValues(metric, ROLLUP_LENGTH);
      });
      metrics.forEach((metric, index) => {
        const values = block[metric];
        const rollup = arrays[index];
        if (values === undefined || rollup === undefined || rollup === null) return;
        for (const quarter of quarters) foldQuarter(rollup, quarter, values, hour - day);
        widen(rollup, metric, day, changed);
      });
      put.run(
        rowKey(day, DAY_S, host),
        ...arrays.map((array) => (array === null ? null : encodeValues(array))),
      );
    }
  }
}

function statements(
  db: DatabaseSync,
  table: string,
  metrics: readonly MetricId[],
): TableStatements {
  const columns = metrics.join(', ');
  return {
    metrics,
    get: db.prepare(`SELECT ${columns} FROM ${table} WHERE key = ?`),
    put: db.prepare(
      `INSERT OR REPLACE INTO ${table} (key, ${columns}) VALUES (?${', ?'.repeat(metrics.length)})`,
    ),
  };
}

function foldQuarter(
  rollup: ValueArray,
  quarter: number,
  values: ValueArray,
  hourOffset: number,
): void {
  const first = quarter * MINUTES_PER_QUARTER - hourOffset / 60;
  let min = NaN;
  let max = NaN;
  let sum = 0;
  let count = 0;
  for (let index = first; index < first + MINUTES_PER_QUARTER; index += 1) {
    if (!hasValue(values, index)) continue;
    const value = getValue(values, index);
    min = count === 0 ? value : Math.min(min, value);
    max = count === 0 ? value : Math.max(max, value);
    sum += value;
    count += 1;
  }
  if (count === 0) return;
  setValue(rollup, ROLLUP_MEAN + quarter, sum / count);
  widenTo(rollup, quarter, min, max);
}

function widen(
  rollup: ValueArray,
  metric: MetricId,
  day: number,
  changed: readonly MinuteRecord[],
): void {
  for (const { sample, peaks } of changed) {
    const peak = peaks?.[metric];
    if (peak === undefined || sample[METRICS[metric].field] === undefined) continue;
    const quarter = Math.floor(((sample.minute - day) % DAY_S) / QUARTER_HOUR_S);
    widenTo(rollup, quarter, peak.min, peak.max);
  }
}

function widenTo(rollup: ValueArray, quarter: number, min: number, max: number): void {
  const known = hasValue(rollup, ROLLUP_MIN + quarter);
  const low = known ? Math.min(min, getValue(rollup, ROLLUP_MIN + quarter)) : min;
  const high = known ? Math.max(max, getValue(rollup, ROLLUP_MAX + quarter)) : max;
  setValue(rollup, ROLLUP_MIN + quarter, low);
  setValue(rollup, ROLLUP_MAX + quarter, high);
}
