import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isRequired, type MetricId } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S, MINUTE_S, QUARTER_HOUR_S, dayOf, hourOf } from '../../contract/time.ts';
import { rowKey } from './migrations.ts';
import {
  HOUR_LENGTH,
  ROLLUP_LENGTH,
  ROLLUP_MAX,
  ROLLUP_MEAN,
  ROLLUP_MIN,
  decodeValues,
  getValue,
} from './series-codec.ts';

/** A range cut into steps: step `i` covers `[start + i * step, start + (i + 1) * step)`, Unix seconds. */
export interface Grid {
  start: number;
  step: number;
  count: number;
}

/** Mean, minimum and maximum by step; NaN where there is no sample. */
export interface BandSeries {
  mean: Float32Array;
  min: Float32Array;
  max: Float32Array;
}

/** Reads series of one host from blocks and rollups. Prepared statements are kept per metric. */
export class SeriesReader {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** One value a minute, NaN where there is no sample. The grid's step is 60. */
  minutes(host: number, metric: MetricId, { start, count }: Grid): Float32Array {
    const values = new Float32Array(count).fill(NaN);
    const end = start + count * MINUTE_S;
    const statement = this.#statement(metric, HOUR_S);
    for (let hour = hourOf(start); hour < end; hour += HOUR_S) {
      const blob = statement.get(rowKey(hour, HOUR_S, host))?.['data'];
      if (blob === null || blob === undefined) continue;
      const stored = decodeValues(metric, blob, HOUR_LENGTH);
      const offset = (hour - start) / MINUTE_S;
      const from = Math.max(0, -offset);
      const to = Math.min(HOUR_LENGTH, count - offset);
      for (let index = from; index < to; index += 1)
        values[offset + index] = getValue(stored, index);
    }
    return values;
  }

  /** Mean inside a min-max band from rollups. The grid's step is a multiple of 900, its start one of its step. */
  rollups(host: number, metric: MetricId, grid: Grid): BandSeries {
    const { start, step, count } = grid;
    const folder = new BandFolder(count);
    const end = start + count * step;
    const statement = this.#statement(metric, DAY_S);
    for (let day = dayOf(start); day < end; day += DAY_S) {
      const blob = statement.get(rowKey(day, DAY_S, host))?.['data'];
      if (blob === null || blob === undefined) continue;
      const stored = decodeValues(metric, blob, ROLLUP_LENGTH);
      for (let quarter = 0; quarter < ROLLUP_MEAN; quarter += 1) {
        const index = Math.floor((day + quarter * QUARTER_HOUR_S - start) / step);
        if (index < 0 || index >= count) continue;
        folder.add(
          index,
          getValue(stored, ROLLUP_MIN + quarter),
          getValue(stored, ROLLUP_MEAN + quarter),
          getValue(stored, ROLLUP_MAX + quarter),
        );
      }
    }
    return folder.finish();
  }

  #statement(metric: MetricId, unit: number): StatementSync {
    const table = `${unit === HOUR_S ? 'block' : 'rollup'}${!isRequired(metric) ? '_extra' : ''}`;
    const key = `${table} ${metric}`;
    let statement = this.#statements.get(key);
    if (statement === undefined) {
      statement = this.#db.prepare(`SELECT ${metric} AS data FROM ${table} WHERE key = ?`);
      this.#statements.set(key, statement);
    }
    return statement;
  }
}

/** Folds quarter hours into longer steps: mean of means, least minimum, greatest maximum. */
class BandFolder {
  readonly #mean: Float32Array;
  readonly #min: Float32Array;
  readonly #max: Float32Array;
  readonly #counts: Uint16Array;

  constructor(count: number) {
    this.#mean = new Float32Array(count);
    this.#min = new Float32Array(count).fill(Infinity);
    this.#max = new Float32Array(count).fill(-Infinity);
    this.#counts = new Uint16Array(count);
  }

  add(index: number, min: number, mean: number, max: number): void {
    if (Number.isNaN(mean)) return;
    this.#mean[index] = (this.#mean[index] ?? 0) + mean;
    this.#min[index] = Math.min(this.#min[index] ?? Infinity, min);
    this.#max[index] = Math.max(this.#max[index] ?? -Infinity, max);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  finish(): BandSeries {
    for (let index = 0; index < this.#counts.length; index += 1) {
      const count = this.#counts[index] ?? 0;
      this.#mean[index] = count === 0 ? NaN : (this.#mean[index] ?? NaN) / count;
      if (count > 0) continue;
      this.#min[index] = NaN;
      this.#max[index] = NaN;
    }
    return { mean: this.#mean, min: this.#min, max: this.#max };
  }
}
