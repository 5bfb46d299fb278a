import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { MetricId } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S, QUARTER_HOUR_S, dayOf } from '../../contract/time.ts';
import type { DamagedBlocks } from './damage.ts';
import { CORE_METRICS, EXTRA_METRICS, rowKey, type PackedTable } from './tables.ts';
import { asPackedRollup, packDay, unpackWholeDay } from './packed/value-pack.ts';
import { MINUTES_PER_QUARTER, Peaks } from './peaks.ts';
import {
  ROLLUP_LENGTH,
  ROLLUP_MAX,
  ROLLUP_MEAN,
  ROLLUP_MIN,
  decodeColumns,
  emptyValues,
  getValue,
  hasValue,
  setValue,
  type MetricArrays,
  type ValueArray,
} from './series-codec.ts';

/** Quarter hours of min, mean and max of some metrics, per host and UTC day: the packed table, and the one of older releases. */
interface DayTables {
  readonly metrics: readonly MetricId[];
  readonly packed: PackedTable;
  readonly get: StatementSync;
  readonly put: StatementSync;
  readonly getOld: StatementSync;
  readonly removeOld: StatementSync;
}

const QUARTERS_PER_HOUR = HOUR_S / QUARTER_HOUR_S;

/**
 * The rollups of days. An hour is worked in once, when it is packed; until then it is `due`, and who reads adds it (`RollupDays`).
 * Callers hold the transaction.
 */
export class Rollups {
  readonly #tables: readonly DayTables[];
  readonly #damage: DamagedBlocks;
  readonly #note: StatementSync;
  readonly #notePeaks: StatementSync;
  readonly #due: StatementSync;
  readonly #settle: StatementSync;
  readonly #dueBefore: StatementSync;
  readonly #oldKeys: readonly StatementSync[];

  constructor(db: DatabaseSync, damage: DamagedBlocks) {
    this.#damage = damage;
    this.#tables = [
      statements(db, 'rollup', 'packed_day', CORE_METRICS),
      statements(db, 'rollup_extra', 'packed_day_extra', EXTRA_METRICS),
    ];
    this.#note = db.prepare('INSERT OR IGNORE INTO rollup_due (key) VALUES (?)');
    this.#notePeaks = db.prepare('INSERT OR REPLACE INTO rollup_due (key, peaks) VALUES (?, ?)');
    this.#due = db.prepare('SELECT peaks FROM rollup_due WHERE key = ?');
    this.#settle = db.prepare('DELETE FROM rollup_due WHERE key = ?');
    this.#dueBefore = db.prepare('SELECT key FROM rollup_due WHERE key < ?');
    this.#oldKeys = ['rollup', 'rollup_extra'].map((table) =>
      db.prepare(`SELECT key FROM ${table} ORDER BY key LIMIT ?`),
    );
  }

  /** Minutes of an open hour have changed; what the minutes do not show of it is in `peaks`. */
  note(key: number, peaks: Peaks): void {
    if (peaks.isEmpty) {
      this.#note.run(key);
      return;
    }
    const known = this.due(key);
    if (known !== null) peaks.add(known);
    this.#notePeaks.run(key, peaks.toBlob());
  }

  /** What the rollup is to keep of an open hour besides its minutes, or null where it knows all of it. */
  due(key: number): Peaks | null {
    const row = this.#due.get(key);
    return row === undefined ? null : Peaks.of(row['peaks']);
  }

  /** Open hours before `before` (a key) that rollups do not know of. */
  dueBefore(before: number): number[] {
    return this.#dueBefore.all(before).map((row) => Number(row['key']));
  }

  /**
   * Works an hour into its day. The mean follows the minutes; extremes only widen, so that a peak within a minute of the legacy
   * layout, which the minute's mean has lost, stays.
   */
  fold(host: number, hour: number, values: MetricArrays, peaks: Peaks): void {
    const day = dayOf(hour);
    const key = rowKey(day, DAY_S, host);
    for (const tables of this.#tables) {
      const present = tables.metrics.filter((metric) => values[metric] !== undefined);
      if (present.length === 0) continue;
      const stored = this.#read(tables, key);
      for (const metric of present) {
        const minutes = values[metric];
        const rollup = stored[metric] ?? emptyValues(metric, ROLLUP_LENGTH);
        if (minutes !== undefined) foldHour(metric, rollup, (hour - day) / HOUR_S, minutes, peaks);
        stored[metric] = rollup;
      }
      tables.put.run(key, packDay(stored));
      tables.removeOld.run(key);
    }
    this.#settle.run(rowKey(hour, HOUR_S, host));
  }

  /** Packs some days of older releases, oldest first. Returns how many. */
  packOld(limit: number): number {
    let count = 0;
    this.#tables.forEach((tables, index) => {
      for (const row of this.#oldKeys[index]?.all(limit - count) ?? []) {
        const key = Number(row['key']);
        const values = this.#read(tables, key);
        if (Object.keys(values).length > 0) tables.put.run(key, packDay(values));
        tables.removeOld.run(key);
        count += 1;
      }
    });
    return count;
  }

  #read({ packed, get, getOld, metrics }: DayTables, key: number): MetricArrays {
    const blob = get.get(key)?.['packed'];
    if (blob !== undefined) return this.#damage.read(packed, key, () => unpackWholeDay(blob)) ?? {};
    return decodeColumns(metrics, getOld.get(key), ROLLUP_LENGTH);
  }
}

function statements(
  db: DatabaseSync,
  old: string,
  packed: PackedTable,
  metrics: readonly MetricId[],
): DayTables {
  return {
    metrics,
    packed,
    get: db.prepare(`SELECT packed FROM ${packed} WHERE key = ?`),
    put: db.prepare(`INSERT OR REPLACE INTO ${packed} (key, packed) VALUES (?, ?)`),
    getOld: db.prepare(`SELECT ${metrics.join(', ')} FROM ${old} WHERE key = ?`),
    removeOld: db.prepare(`DELETE FROM ${old} WHERE key = ?`),
  };
}

/** Works the minutes of hour 0 to 23 of a day into its rollup, in the resolution that packing keeps. */
export function foldHour(
  metric: MetricId,
  rollup: ValueArray,
  hour: number,
  minutes: ValueArray,
  peaks: Peaks,
): void {
  for (let quarter = 0; quarter < QUARTERS_PER_HOUR; quarter += 1)
    foldQuarter(metric, rollup, hour * QUARTERS_PER_HOUR + quarter, minutes, quarter, peaks);
}

function foldQuarter(
  metric: MetricId,
  rollup: ValueArray,
  at: number,
  minutes: ValueArray,
  quarter: number,
  peaks: Peaks,
): void {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let count = 0;
  const first = quarter * MINUTES_PER_QUARTER;
  for (let index = first; index < first + MINUTES_PER_QUARTER; index += 1) {
    if (!hasValue(minutes, index)) continue;
    const value = getValue(minutes, index);
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    count += 1;
  }
  if (count === 0) return;
  const band = peaks.band(metric, quarter);
  if (band !== undefined) {
    min = Math.min(min, band.min);
    max = Math.max(max, band.max);
  }
  if (hasValue(rollup, ROLLUP_MIN + at)) {
    min = Math.min(min, getValue(rollup, ROLLUP_MIN + at));
    max = Math.max(max, getValue(rollup, ROLLUP_MAX + at));
  }
  setValue(rollup, ROLLUP_MEAN + at, asPackedRollup(metric, sum / count));
  setValue(rollup, ROLLUP_MIN + at, asPackedRollup(metric, min));
  setValue(rollup, ROLLUP_MAX + at, asPackedRollup(metric, max));
}
