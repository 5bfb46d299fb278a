import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { METRICS, type MetricId } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S, MINUTE_S, dayOf } from '../../contract/time.ts';
import { rowKey, timeOfKey } from './tables.ts';
import { FRAME_BYTES, closeFrame, openFrame } from './packed/frame.ts';

/** An hour of the fleet's figures by the minute, or a UTC day of them by longer steps. Unix seconds. */
export interface FigureUnit {
  metric: MetricId;
  /** Its start. */
  time: number;
  step: number;
}

/**
 * Figures of the whole fleet that were computed once everything of their hour or day was in and packed. `scope` is a number
 * that stands for the hosts that do not count: figures of another are as if they were not there. Whoever adds something
 * to an hour drops them.
 */
export class FleetFigures {
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #scopes: StatementSync;
  readonly #drop: StatementSync;
  readonly #dropRange: StatementSync;
  readonly #open: StatementSync;
  readonly #hours: StatementSync;
  readonly #days: StatementSync;
  readonly #extent: StatementSync;

  constructor(db: DatabaseSync) {
    const minute = String(MINUTE_S);
    this.#get = db.prepare(
      'SELECT packed FROM fleet_figure WHERE time = ? AND step = ? AND metric = ? AND scope = ?',
    );
    this.#put = db.prepare(
      'INSERT OR REPLACE INTO fleet_figure (time, step, metric, scope, packed) VALUES (?, ?, ?, ?, ?)',
    );
    this.#scopes = db.prepare('SELECT metric, scope FROM fleet_figure WHERE time = ? AND step = ?');
    this.#drop = db.prepare(
      `DELETE FROM fleet_figure WHERE (time = ?1 AND step = ${minute}) OR (time = ?2 AND step > ${minute})`,
    );
    this.#dropRange = db.prepare('DELETE FROM fleet_figure WHERE time >= ? AND time <= ?');
    this.#open = db.prepare('SELECT 1 FROM block WHERE key >= ? AND key < ? LIMIT 1');
    this.#hours = db.prepare('SELECT 1 FROM packed_hour WHERE key >= ? AND key < ? LIMIT 1');
    this.#days = db.prepare('SELECT 1 FROM packed_day WHERE key >= ? AND key < ? LIMIT 1');
    this.#extent = db.prepare('SELECT min(key) AS first FROM packed_day');
  }

  /** The figures of a unit, as many as there were; null where there are none, or none that can be read. */
  get({ metric, time, step }: FigureUnit, scope: number): Float32Array | null {
    const blob = this.#get.get(time, step, METRICS[metric].code, scope)?.['packed'];
    if (blob === undefined) return null;
    try {
      return new Float32Array(openFrame(blob).slice(FRAME_BYTES).buffer);
    } catch {
      // They are computed again.
      return null;
    }
  }

  /** Keeps figures; not those of an hour or day to which more may yet come. Within `write`. */
  put({ metric, time, step }: FigureUnit, scope: number, figures: Float32Array): void {
    if (!this.isClosed(time, step)) return;
    const block = new Uint8Array(FRAME_BYTES + figures.byteLength);
    block.set(new Uint8Array(figures.buffer, figures.byteOffset, figures.byteLength), FRAME_BYTES);
    this.#put.run(time, step, METRICS[metric].code, scope, closeFrame(block));
  }

  /** Whether anything of the hour or day is packed. */
  isPacked(time: number, step: number): boolean {
    const [of, unit] = step === MINUTE_S ? [this.#hours, HOUR_S] : [this.#days, DAY_S];
    return of.get(rowKey(time, unit, 0), rowKey(time + unit, unit, 0)) !== undefined;
  }

  /** Whether nothing of the hour or day is open. */
  isClosed(time: number, step: number): boolean {
    const end = time + (step === MINUTE_S ? HOUR_S : DAY_S);
    return this.#open.get(rowKey(time, HOUR_S, 0), rowKey(end, HOUR_S, 0)) === undefined;
  }

  /** The scopes of what is kept of an hour or day, by the number of its metric. */
  scopesOf(time: number, step: number): Map<number, number> {
    return new Map(
      this.#scopes.all(time, step).map((row) => [Number(row['metric']), Number(row['scope'])]),
    );
  }

  /** The first day (Unix seconds) that there are rollups of; null where there are none. */
  firstDay(): number | null {
    const first = this.#extent.get()?.['first'];
    return typeof first === 'number' ? timeOfKey(first, DAY_S) : null;
  }

  /** Something comes to an hour (Unix seconds) that nothing was known to come to. Within `write`. */
  drop(hour: number): void {
    this.#drop.run(hour, dayOf(hour));
  }

  /** Drops all from day `from` to day `to`, Unix seconds. Within `write`. */
  dropDays(from: number, to: number): void {
    this.#dropRange.run(dayOf(from), dayOf(to) + DAY_S);
  }
}
