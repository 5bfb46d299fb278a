import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  MAIN_METRIC,
  METRICS,
  type MetricId,
  type RequiredMetric,
} from '../../contract/metrics.ts';
import type { Sample } from '../../contract/sample.ts';
import { HOUR_S, MINUTE_S, hourOf } from '../../contract/time.ts';
import { CORE_METRICS, EXTRA_METRICS, keyColumns, rowKey } from './migrations.ts';
import type { Layout, MinuteRecord } from './minute.ts';
import { Rollups, type MetricArrays } from './rollups.ts';
import {
  HOUR_LENGTH,
  countValues,
  decodeValues,
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

/** Hour blocks: one row per host and UTC hour, one BLOB per metric. Callers hold the transaction. */
export class Blocks {
  readonly #rollups: Rollups;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #getExtra: StatementSync;
  readonly #putExtra: StatementSync;
  readonly #through: StatementSync;
  readonly #extent: StatementSync;

  readonly #versions = new Map<number, number>();

  constructor(db: DatabaseSync) {
    const core = CORE_METRICS.join(', ');
    const extra = EXTRA_METRICS.join(', ');
    this.#rollups = new Rollups(db);
    this.#get = db.prepare(`SELECT through, ${core}, legacy FROM block WHERE key = ?`);
    this.#put = db.prepare(
      `INSERT OR REPLACE INTO block (key, through, minutes, legacy, ${core})
       VALUES (?, ?, ?, ?${', ?'.repeat(CORE_METRICS.length)})`,
    );
    this.#getExtra = db.prepare(`SELECT ${extra} FROM block_extra WHERE key = ?`);
    this.#putExtra = db.prepare(
      `INSERT OR REPLACE INTO block_extra (key, ${extra}) VALUES (?${', ?'.repeat(EXTRA_METRICS.length)})`,
    );
    this.#through = db.prepare('SELECT through FROM block WHERE key = ?');
    this.#extent = db.prepare(
      `SELECT count(*) AS hours, ${keyColumns(HOUR_S).time} AS oldest, min(key) FROM block`,
    );
  }

  /** Hours of all hosts that are stored, and the oldest of them (Unix seconds), or null where there is none. */
  extent(): { hostHours: number; oldest: number | null } {
    const row = this.#extent.get();
    const oldest = row?.['oldest'];
    return {
      hostHours: Number(row?.['hours'] ?? 0),
      oldest: typeof oldest === 'number' ? oldest : null,
    };
  }

  /** A number that changes with every write of this process to an hour. */
  version(hour: number): number {
    return this.#versions.get(hour) ?? 0;
  }

  /** Merges minutes of one host and hour: v2 (and local) values win over legacy ones. */
  write({ host, hour, layout, records, known }: HourWrite): WriteResult {
    const key = rowKey(hour, HOUR_S, host);
    const row = this.#get.get(key);
    const block: Block = {
      through: Number(row?.['through'] ?? 0),
      core: coreOf(row),
      legacy: row?.['legacy'] instanceof Uint8Array ? row['legacy'] : null,
    };
    const before = countValues(block.core[MAIN_METRIC]);
    const wasComplete = block.through >= HOUR_LENGTH;
    const changed = records.filter((record) => mergeCore(block, record, hour, layout));
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
      const extra = this.#writeExtra(host, hour, changed);
      this.#rollups.update(host, hour, { ...block.core, ...extra }, changed);
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

  #writeExtra(host: number, hour: number, changed: readonly MinuteRecord[]): MetricArrays {
    const arrays: MetricArrays = {};
    if (!changed.some(({ sample }) => hasExtra(sample))) return arrays;
    const row = this.#getExtra.get(rowKey(hour, HOUR_S, host));
    for (const metric of EXTRA_METRICS) {
      const stored = row?.[metric] ?? null;
      const given = changed.some(({ sample }) => sample[METRICS[metric].field] !== undefined);
      if (stored === null && !given) continue;
      arrays[metric] = valuesOf(metric, stored);
    }
    for (const { sample } of changed) {
      const index = (sample.minute - hour) / MINUTE_S;
      for (const metric of EXTRA_METRICS) {
        const values = arrays[metric];
        const value = sample[METRICS[metric].field];
        if (values !== undefined && value !== undefined) setValue(values, index, value);
      }
    }
    this.#putExtra.run(
      rowKey(hour, HOUR_S, host),
      ...EXTRA_METRICS.map((metric) => {
        const values = arrays[metric];
        return values === undefined ? null : encodeValues(values);
      }),
    );
    return arrays;
  }
}

function coreOf(row: Record<string, unknown> | undefined): Block['core'] {
  return Object.fromEntries(
    CORE_METRICS.map((id) => [id, valuesOf(id, row?.[id])]),
  ) as Block['core'];
}

function valuesOf(metric: MetricId, blob: unknown): ValueArray {
  return blob === null || blob === undefined
    ? emptyValues(metric, HOUR_LENGTH)
    : decodeValues(metric, blob, HOUR_LENGTH);
}

/** Puts one minute's core metrics into the block. Returns whether it was taken. */
function mergeCore(block: Block, record: MinuteRecord, hour: number, layout: Layout): boolean {
  const { sample, weight = 1 } = record;
  const index = (sample.minute - hour) / MINUTE_S;
  const held = block.legacy?.[index] ?? 0;
  if (layout !== 'legacy') {
    for (const id of CORE_METRICS) setValue(block.core[id], index, sample[METRICS[id].field]);
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
    setValue(values, index, mean);
  }
  block.legacy[index] = Math.min(255, held + weight);
  return true;
}

/** Minutes known from the start of the hour, once `known` is known too; a range that does not join adds nothing. */
function extended(through: number, hour: number, known: KnownRange): number {
  const from = Math.max(0, (known.from - hour) / MINUTE_S);
  const to = Math.min(HOUR_LENGTH, Math.floor((known.to - hour) / MINUTE_S));
  return from <= through ? Math.max(through, to) : through;
}

function hasExtra(sample: Sample): boolean {
  return EXTRA_METRICS.some((metric) => sample[METRICS[metric].field] !== undefined);
}
