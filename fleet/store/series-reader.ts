import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isRequired, type MetricId } from '../../contract/metrics.ts';
import { HOUR_S, MINUTE_S, QUARTER_HOUR_S, dayOf, hourOf } from '../../contract/time.ts';
import type { DamagedBlocks } from './damage.ts';
import type { OpenExtras } from './open-extras.ts';
import { rowKey } from './tables.ts';
import { unpackHour } from './packed/value-pack.ts';
import type { RollupDays } from './rollup-days.ts';
import {
  HOUR_LENGTH,
  ROLLUP_MAX,
  ROLLUP_MEAN,
  ROLLUP_MIN,
  decodeValues,
  emptyValues,
  getValue,
  type ValueArray,
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

type HourValues = [packed: Uint8Array | null, open: Uint8Array | null];

/** Reads series of one host from hours and rollups. Prepared statements are kept per metric. */
export class SeriesReader {
  readonly #db: DatabaseSync;
  readonly #days: RollupDays;
  readonly #damage: DamagedBlocks;
  readonly #extras: OpenExtras;
  readonly #statements = new Map<MetricId, StatementSync>();

  constructor(db: DatabaseSync, days: RollupDays, damage: DamagedBlocks, extras: OpenExtras) {
    this.#extras = extras;
    this.#db = db;
    this.#days = days;
    this.#damage = damage;
  }

  /** One value a minute, NaN where there is no sample. The grid's step is 60. */
  minutes(host: number, metric: MetricId, { start, count }: Grid): Float32Array {
    const values = new Float32Array(count).fill(NaN);
    const end = start + count * MINUTE_S;
    const statement = this.#statement(metric);
    const hourValues = emptyValues(metric, HOUR_LENGTH);
    for (let hour = hourOf(start); hour < end; hour += HOUR_S) {
      const key = rowKey(hour, HOUR_S, host);
      const row = statement.get(key) as unknown as HourValues | undefined;
      const stored =
        row === undefined
          ? this.#open(metric, host, hour, hourValues)
          : this.#decode(metric, key, row, hourValues);
      if (stored === null) continue;
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
    for (const [day, , stored] of this.#days.ofHost(host, metric, dayOf(start), end)) {
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

  /** Required metrics of an open hour are in the same row as those of a packed one. */
  #open(metric: MetricId, host: number, hour: number, values: ValueArray): ValueArray | null {
    if (isRequired(metric)) return null;
    return this.#extras.read(metric, host, hour, values) ? values : null;
  }

  #decode(
    metric: MetricId,
    key: number,
    [packed, open]: HourValues,
    values: ValueArray,
  ): ValueArray | null {
    if (open !== null) return decodeValues(metric, open, HOUR_LENGTH);
    if (packed === null) return null;
    const table = isRequired(metric) ? 'packed_hour' : 'packed_hour_extra';
    const found = this.#damage.read(table, key, () => unpackHour(metric, packed, values));
    return found === true ? values : null;
  }

  #statement(metric: MetricId): StatementSync {
    let statement = this.#statements.get(metric);
    if (statement === undefined) {
      statement = this.#db.prepare(
        isRequired(metric)
          ? `SELECT packed, NULL FROM packed_hour WHERE key = ?1
             UNION ALL SELECT NULL, ${metric} FROM block WHERE key = ?1`
          : 'SELECT packed, NULL FROM packed_hour_extra WHERE key = ?1',
      );
      statement.setReturnArrays(true);
      this.#statements.set(metric, statement);
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
