import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DAY_S, HOUR_S, hourOf } from '../../contract/time.ts';
import type { DamagedBlocks } from './damage.ts';
import { hostOfKey, rowKey, timeOfKey, type PackedTable } from './tables.ts';
import { ARRIVAL_DELAY_S } from './minute.ts';
import { openFrame } from './packed/frame.ts';
import type { PackProgress } from './pack-progress.ts';
import type { PackedHours } from './packed-hours.ts';
import type { Processes } from './processes.ts';
import type { Rollups } from './rollups.ts';

/** What one step packs at most: a few milliseconds of work. */
const HOURS_A_STEP = 8;
const PROCESS_HOURS_A_STEP = 4;
const DAYS_A_STEP = 4;

/** The tables that lose a block when one of them is found damaged. */
const TOGETHER: Readonly<Record<PackedTable, readonly PackedTable[]>> = {
  packed_hour: ['packed_hour', 'packed_hour_extra'],
  packed_hour_extra: ['packed_hour', 'packed_hour_extra'],
  packed_process: ['packed_process'],
  packed_day: ['packed_day'],
  packed_day_extra: ['packed_day_extra'],
};

/** What a step did. */
export interface PackedStep {
  /** Hours, hours of processes, and days of older releases that were packed. */
  packed: number;
  /** Damaged blocks that were removed. */
  damaged: number;
}

/**
 * Packs what is over: hours that ended, their processes, and all that a release before packing has left, oldest first. Each step is
 * a transaction of its own that moves whole hours: whoever stops it, at any moment, leaves each hour either open or packed.
 */
export class Packer {
  readonly #hours: PackedHours;
  readonly #processes: Processes;
  readonly #rollups: Rollups;
  readonly #damage: DamagedBlocks;
  readonly #progress: PackProgress;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(
    db: DatabaseSync,
    parts: {
      hours: PackedHours;
      processes: Processes;
      rollups: Rollups;
      damage: DamagedBlocks;
      progress: PackProgress;
    },
  ) {
    this.#db = db;
    this.#hours = parts.hours;
    this.#processes = parts.processes;
    this.#rollups = parts.rollups;
    this.#damage = parts.damage;
    this.#progress = parts.progress;
  }

  /** One step at `now` (Unix seconds), within a transaction. Nothing is left to do where it packs nothing. */
  step(now: number): PackedStep {
    this.#progress.begin();
    const damaged = this.#removeDamaged();
    const closed = closedAt(now);
    const hours = this.#hours.closed(rowKey(closed, HOUR_S, 0), HOURS_A_STEP);
    for (const key of hours) this.#hours.pack(key);
    let packed = hours.length;
    for (let count = 0; count < PROCESS_HOURS_A_STEP; count += 1) {
      const next = this.#processes.oldestOpen(closed);
      if (next === null) break;
      this.#processes.pack(next.host, next.hour);
      packed += 1;
    }
    packed += this.#rollups.packOld(DAYS_A_STEP);
    if (packed === 0) this.#progress.end();
    return { packed, damaged };
  }

  /** The share of what an older release left that is packed at `now`, 0 to 1; null where nothing is left. */
  progress(now: number): number | null {
    return this.#progress.share(closedAt(now));
  }

  /** What such a block held is fetched again, since nothing is known of its hour any more; rollups are made from the hours. */
  #removeDamaged(): number {
    let count = 0;
    for (const { table, key } of this.#damage.take()) {
      if (!this.#isDamaged(table, key)) continue;
      count += 1;
      for (const each of TOGETHER[table])
        this.#statement(`DELETE FROM ${each} WHERE key = ?`).run(key);
      if (table === 'packed_day' || table === 'packed_day_extra')
        this.#hours.refold(hostOfKey(key), timeOfKey(key, DAY_S));
    }
    return count;
  }

  /** It may have been replaced since the note was taken. */
  #isDamaged(table: PackedTable, key: number): boolean {
    const row = this.#statement(`SELECT packed FROM ${table} WHERE key = ?`).get(key);
    if (row === undefined) return false;
    try {
      openFrame(row['packed']);
      return false;
    } catch {
      return true;
    }
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** Hours before this one (Unix seconds) are over at `now`: what they still get comes late. */
function closedAt(now: number): number {
  return hourOf(now - ARRIVAL_DELAY_S);
}
