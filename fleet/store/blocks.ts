import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  MAIN_METRIC,
  METRICS,
  type MetricId,
  type RequiredMetric,
} from '../../contract/metrics.ts';
import { HOUR_S, MINUTE_S, hourOf } from '../../contract/time.ts';
import { CORE_METRICS, rowKey, timeOfKey } from './tables.ts';
import type { FleetFigures } from './fleet-figures.ts';
import type { Layout, MinuteRecord } from './minute.ts';
import type { OpenExtras } from './open-extras.ts';
import type { HourExtent, PackedHours } from './packed-hours.ts';
import { Peaks, quarterOf } from './peaks.ts';
import type { Rollups } from './rollups.ts';
import {
  HOUR_LENGTH,
  countValues,
  decodeColumns,
  emptyValues,
  encodeValues,
  getValue,
  hasValue,
  setValue,
  type ValueArray,
} from './series-codec.ts';

/** Seconds `[from, to)`, multiples of 60, over which every sample that exists is now in the store. */
export interface KnownRange {
  from: number;
  to: number;
}

/** Minutes of one host and hour to merge into the stored block. */
export interface HourWrite {
  host: number;
  hour: number;
  layout: Layout;
  /** Minutes of this hour only. */
  records: readonly MinuteRecord[];
  known?: KnownRange;
}

/** What a write changed. */
export interface WriteResult {
  /** Minutes that had no sample before. */
  added: number;
  /** Whether the hour became complete by this write, and with how many minutes. */
  completed: boolean;
  minutes: number;
}

interface Block {
  through: number;
  core: Record<RequiredMetric, ValueArray>;
  legacy: Uint8Array | null;
}

/** Open hours: one row per host and UTC hour, one BLOB per metric. Callers hold the transaction. */
export class Blocks {
  readonly #rollups: Rollups;
  readonly #packed: PackedHours;
  readonly #figures: FleetFigures;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #extras: OpenExtras;
  readonly #through: StatementSync;
  readonly #extent: StatementSync;

  readonly #versions = new Map<number, number>();

  constructor(
    db: DatabaseSync,
    parts: { rollups: Rollups; packed: PackedHours; figures: FleetFigures; extras: OpenExtras },
  ) {
    const core = CORE_METRICS.join(', ');
    this.#rollups = parts.rollups;
    this.#packed = parts.packed;
    this.#figures = parts.figures;
    this.#extras = parts.extras;
    this.#get = db.prepare(`SELECT through, ${core}, legacy FROM block WHERE key = ?`);
    this.#put = db.prepare(
      `INSERT OR REPLACE INTO block (key, through, minutes, legacy, ${core})
       VALUES (?, ?, ?, ?${', ?'.repeat(CORE_METRICS.length)})`,
    );
    this.#through = db.prepare(
      `SELECT through FROM packed_hour WHERE key = ?1 UNION ALL SELECT through FROM block WHERE key = ?1`,
    );
    this.#extent = db.prepare(
      `SELECT sum(hours) AS hours, min(oldest) AS oldest FROM (
         SELECT count(*) AS hours, min(key) AS oldest FROM packed_hour
         UNION ALL SELECT count(*), min(key) FROM block)`,
    );
  }

  /** Hours of all hosts that are stored, and the oldest of them (Unix seconds), or null where there is none. */
  extent(): { hostHours: number; oldest: number | null } {
    const row = this.#extent.get();
    const oldest = row?.['oldest'];
    return {
      hostHours: Number(row?.['hours'] ?? 0),
      oldest: typeof oldest === 'number' ? timeOfKey(oldest, HOUR_S) : null,
    };
  }

  /** A number that changes with every write of this process to an hour. */
  version(hour: number): number {
    return this.#versions.get(hour) ?? 0;
  }

  /** Merges minutes of one host and hour: v2 (and local) values win over legacy ones. An hour that was packed is opened again. */
  write({ host, hour, layout, records, known }: HourWrite): WriteResult {
    const key = rowKey(hour, HOUR_S, host);
    let row = this.#get.get(key);
    if (row === undefined) {
      const packed = records.length === 0 ? this.#packed.extent(key) : null;
      if (packed !== null) return this.#extendPacked(key, hour, packed, known);
      if (this.#packed.reopen(key)) row = this.#get.get(key);
      this.#figures.drop(hour);
    }
    const block: Block = {
      through: Number(row?.['through'] ?? 0),
      core: coreOf(row),
      legacy: row?.['legacy'] instanceof Uint8Array ? row['legacy'] : null,
    };
    const before = countValues(block.core[MAIN_METRIC]);
    const wasComplete = block.through >= HOUR_LENGTH;
    const peaks = new Peaks();
    const changed = records.filter((record) => mergeCore(block, record, hour, layout, peaks));
    if (known !== undefined) block.through = extended(block.through, hour, known);
    const minutes = countValues(block.core[MAIN_METRIC]);
    this.#put.run(
      key,
      block.through,
      minutes,
      block.legacy,
      ...CORE_METRICS.map((id) => (minutes === 0 ? null : encodeValues(block.core[id]))),
    );
    if (changed.length > 0) {
      this.#versions.set(hour, this.version(hour) + 1);
      this.#extras.merge(host, hour, changed, peaks);
      this.#rollups.note(key, peaks);
    }
    return {
      added: minutes - before,
      completed: !wasComplete && block.through >= HOUR_LENGTH,
      minutes,
    };
  }

  /** Minutes known from the start of each stored hour in `[from, to)`, by hour. */
  known(host: number, from: number, to: number): Map<number, number> {
    const known = new Map<number, number>();
    for (let hour = hourOf(from); hour < to; hour += HOUR_S) {
      const row = this.#through.get(rowKey(hour, HOUR_S, host));
      if (row !== undefined) known.set(hour, Number(row['through']));
    }
    return known;
  }

  #extendPacked(
    key: number,
    hour: number,
    { through, minutes }: HourExtent,
    known: KnownRange | undefined,
  ): WriteResult {
    const reached = known === undefined ? through : extended(through, hour, known);
    if (reached !== through) this.#packed.setThrough(key, reached);
    return {
      added: 0,
      completed: through < HOUR_LENGTH && reached >= HOUR_LENGTH,
      minutes,
    };
  }
}

function coreOf(row: Record<string, unknown> | undefined): Block['core'] {
  const stored = decodeColumns(CORE_METRICS, row, HOUR_LENGTH);
  return Object.fromEntries(
    CORE_METRICS.map((id) => [id, stored[id] ?? emptyValues(id, HOUR_LENGTH)]),
  ) as Block['core'];
}

/** Puts one minute's core metrics into the block. Returns whether it was taken. */
function mergeCore(
  block: Block,
  record: MinuteRecord,
  hour: number,
  layout: Layout,
  peaks: Peaks,
): boolean {
  const { sample, weight = 1 } = record;
  const index = (sample.minute - hour) / MINUTE_S;
  const held = block.legacy?.[index] ?? 0;
  if (layout !== 'legacy') {
    for (const id of CORE_METRICS)
      putValue(block.core[id], id, index, sample[METRICS[id].field], record, peaks);
    if (block.legacy !== null) block.legacy[index] = 0;
    return true;
  }
  const present = hasValue(block.core[MAIN_METRIC], index);
  if (present && held === 0) return false;
  block.legacy ??= new Uint8Array(HOUR_LENGTH);
  for (const metric of CORE_METRICS) {
    const values = block.core[metric];
    const value = sample[METRICS[metric].field];
    const old = getValue(values, index);
    // Two batches may each hold a part of one minute.
    const mean = present ? (old * held + value * weight) / (held + weight) : value;
    putValue(values, metric, index, mean, record, peaks);
  }
  block.legacy[index] = Math.min(255, held + weight);
  return true;
}

/** Stores a minute's value. What it replaces, and the extremes within the minute, are noted. */
function putValue(
  values: ValueArray,
  metric: MetricId,
  index: number,
  value: number,
  record: MinuteRecord,
  peaks: Peaks,
): void {
  const old = getValue(values, index);
  setValue(values, index, value);
  if (!Number.isNaN(old) && old !== getValue(values, index))
    peaks.widen(metric, quarterOf(index), old, old);
  const peak = record.peaks?.[metric];
  if (peak !== undefined) peaks.widen(metric, quarterOf(index), peak.min, peak.max);
}

/** Minutes known from the start of the hour, once `known` is known too; a range that does not join adds nothing. */
function extended(through: number, hour: number, known: KnownRange): number {
  const from = Math.max(0, (known.from - hour) / MINUTE_S);
  const to = Math.min(HOUR_LENGTH, Math.floor((known.to - hour) / MINUTE_S));
  return from <= through ? Math.max(through, to) : through;
}
