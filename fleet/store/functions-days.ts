import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DAY_S } from '../../contract/time.ts';
import {
  decodeTimings,
  eachOfDay,
  encodeDay,
  type DayTiming,
  type StoredTiming,
} from './functions-codec.ts';
import { HOST_OF_KEY, hostOfKey, rowKey, timeOfKey } from './tables.ts';

/** Runs of the same millisecond that can be told apart. */
export const RUNS_PER_MS = 1024;

/** Key of the first run that an upload at `at` (Unix seconds) can have: runs are in the order of their times. */
export function runKey(at: number): number {
  return Math.floor(at * 1000) * RUNS_PER_MS;
}

type Day = Map<number, DayTiming>;

/** What the functions of each host did on each UTC day: one row each. Methods that write are called within `write`. */
export class FunctionDays {
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #range: StatementSync;
  readonly #ofHost: StatementSync;
  readonly #runs: StatementSync;
  readonly #remove: StatementSync;
  readonly #prune: StatementSync;
  /** Days with runs that are not written yet. */
  readonly #open = new Map<number, Day>();

  constructor(db: DatabaseSync) {
    this.#get = db.prepare('SELECT packed FROM function_day WHERE key = ?');
    this.#put = db.prepare('INSERT OR REPLACE INTO function_day (key, packed) VALUES (?, ?)');
    this.#range = db.prepare('SELECT key, packed FROM function_day WHERE key >= ? AND key < ?');
    this.#ofHost = db.prepare(
      `SELECT key, packed FROM function_day WHERE key >= ? AND key < ? AND ${HOST_OF_KEY} = ?`,
    );
    this.#runs = db.prepare(
      `SELECT packed FROM function_run JOIN function_timing USING (key)
       WHERE key >= ? AND key < ? AND host = ? AND state <> 1`,
    );
    this.#remove = db.prepare('DELETE FROM function_day WHERE key = ?');
    this.#prune = db.prepare('DELETE FROM function_day WHERE key < ?');
  }

  /** Counts a run of a host. It is written by `flush`. */
  add(day: number, host: number, timings: readonly StoredTiming[]): void {
    const key = rowKey(day, DAY_S, host);
    let of = this.#open.get(key);
    if (of === undefined) {
      of = this.#read(key);
      this.#open.set(key, of);
    }
    for (const timing of timings) merge(of, timing);
  }

  /** Writes what `add` counted. Days in `stale` are counted anew, from their runs. */
  flush(stale: ReadonlyMap<string, { day: number; host: number }>): void {
    try {
      for (const { day, host } of stale.values())
        this.#open.set(rowKey(day, DAY_S, host), this.#count(day, host));
      for (const [key, of] of this.#open)
        if (of.size === 0) this.#remove.run(key);
        else this.#put.run(key, encodeDay(Array.from(of.values()).sort((a, b) => a.fn - b.fn)));
    } finally {
      this.#open.clear();
    }
  }

  /**
   * Calls `take` for what each host did on each day of `[from, to)`, days in order; of `fn` alone, and of one host alone,
   * where given.
   */
  each(
    { from, to, fn = null, host }: { from: number; to: number; fn?: number | null; host?: number },
    take: (timing: DayTiming, day: number, host: number) => void,
  ): void {
    const range = [rowKey(from, DAY_S, 0), rowKey(to, DAY_S, 0)] as const;
    const rows =
      host === undefined ? this.#range.iterate(...range) : this.#ofHost.iterate(...range, host);
    for (const row of rows) {
      const key = Number(row['key']);
      const day = timeOfKey(key, DAY_S);
      const of = hostOfKey(key);
      eachOfDay(
        row['packed'] as Uint8Array,
        (timing) => {
          take(timing, day, of);
        },
        fn,
      );
    }
  }

  prune(before: number): void {
    this.#prune.run(rowKey(before, DAY_S, 0));
  }

  #read(key: number): Day {
    const of: Day = new Map();
    const packed = this.#get.get(key)?.['packed'];
    if (packed instanceof Uint8Array)
      eachOfDay(packed, (timing) => {
        of.set(timing.fn, timing);
      });
    return of;
  }

  #count(day: number, host: number): Day {
    const of: Day = new Map();
    for (const { packed } of this.#runs.iterate(runKey(day), runKey(day + DAY_S), host))
      for (const timing of decodeTimings(packed as Uint8Array)) merge(of, timing);
    return of;
  }
}

/** Adds a run's timing to what is known of its function. */
function merge(of: Map<number, DayTiming>, timing: StoredTiming): void {
  const { fn, calls, wall, cpu, min, max } = timing;
  const mean = wall / calls;
  const before = of.get(fn);
  if (before === undefined) {
    of.set(fn, { fn, calls, runs: 1, wall, cpu, min, max, low: mean, high: mean });
    return;
  }
  before.calls += calls;
  before.runs += 1;
  before.wall += wall;
  // Of a sum, a part is not enough.
  before.cpu += cpu;
  before.min = known(before.min, min, Math.min);
  before.max = known(before.max, max, Math.max);
  before.low = Math.min(before.low, mean);
  before.high = Math.max(before.high, mean);
}

/** Joins two values, each of which may be unknown. */
export function known(a: number, b: number, join: (a: number, b: number) => number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : join(a, b);
}
