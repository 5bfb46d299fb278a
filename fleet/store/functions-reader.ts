import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  decodeCalls,
  decodeTimings,
  findTiming,
  type StoredCalls,
  type StoredTiming,
} from './functions-codec.ts';
import { runKey, type FunctionDays } from './functions-days.ts';
import { RUN_STATES, type RunState } from './functions-sessions.ts';

/** A run without its functions. Times are Unix seconds. */
export interface StoredRun {
  key: number;
  host: number;
  /** Of the upload. */
  at: number;
  /** Functions that it timed. */
  functions: number;
  /** Seconds: the longest inclusive total of its functions. The program ran at least as long. */
  wall: number;
  state: RunState;
}

/** What tells a run apart where it came from. */
export interface RunOrigin {
  sourceId: string;
  /** The id of its item. */
  item: number;
  session: Uint8Array;
  /** Unix seconds of the upload. */
  at: number;
}

/** A host that has runs. */
export interface FunctionHost {
  id: number;
  sourceId: string;
  hostname: string;
}

const RUN = 'key, host, at, functions, wall, state';
/** An empty list: all hosts. */
const OF_HOSTS = "(?3 = '[]' OR host IN (SELECT value FROM json_each(?3)))";

/** Reads runs of the py-perf library. Hosts are given by their numbers; an empty list is all of them. */
export class FunctionReader {
  readonly days: FunctionDays;
  readonly #names: StatementSync;
  readonly #nameOf: StatementSync;
  readonly #hosts: StatementSync;
  readonly #count: StatementSync;
  readonly #page: StatementSync;
  readonly #timings: StatementSync;
  readonly #timingsOf: StatementSync;
  readonly #run: StatementSync;
  readonly #origin: StatementSync;
  readonly #packed: StatementSync;
  readonly #siblings: StatementSync;
  readonly #going: StatementSync;
  readonly #calls: StatementSync;
  readonly #callsOf: StatementSync;

  constructor(db: DatabaseSync, days: FunctionDays) {
    this.days = days;
    this.#names = db.prepare('SELECT id, name FROM function_name');
    this.#nameOf = db.prepare('SELECT id FROM function_name WHERE name = ?');
    this.#hosts = db.prepare('SELECT id, source, hostname FROM function_host ORDER BY hostname');
    this.#count = db.prepare(
      `SELECT count(*) AS n FROM function_run WHERE key >= ?1 AND key < ?2 AND ${OF_HOSTS}`,
    );
    this.#page = db.prepare(
      `SELECT ${RUN} FROM function_run WHERE key >= ?1 AND key < ?2 AND ${OF_HOSTS}
       ORDER BY key DESC LIMIT ?4 OFFSET ?5`,
    );
    const timings = `SELECT ${RUN}, packed FROM function_run JOIN function_timing USING (key)
       WHERE key >= ?1 AND key < ?2 AND state <> 1`;
    this.#timings = db.prepare(`${timings} ORDER BY key`);
    this.#timingsOf = db.prepare(`${timings} AND ${OF_HOSTS} ORDER BY key`);
    this.#run = db.prepare(`SELECT ${RUN} FROM function_run WHERE key = ?`);
    this.#origin = db.prepare(
      `SELECT source, item, session, at FROM function_run JOIN function_host ON host = id WHERE key = ?`,
    );
    this.#packed = db.prepare('SELECT packed FROM function_timing WHERE key = ?');
    this.#siblings = db.prepare(
      `SELECT ${RUN} FROM function_run
       WHERE session = (SELECT session FROM function_run WHERE key = ?1) AND key <> ?1
       ORDER BY key LIMIT ?2`,
    );
    this.#going = db.prepare(
      `SELECT ${RUN} FROM function_run
       WHERE key >= ?1 AND key < ?2 AND ${OF_HOSTS} AND at - wall < ?4 AND state <> 1 ORDER BY key LIMIT ?5`,
    );
    this.#callsOf = db.prepare('SELECT packed FROM function_call WHERE key = ? AND fn = ?');
    this.#calls = db.prepare('SELECT fn, packed FROM function_call WHERE key = ?');
  }

  names(): Map<number, string> {
    return new Map(this.#names.all().map((row) => [Number(row['id']), String(row['name'])]));
  }

  /** The number of a function's name, or null where no run has it. */
  function(name: string): number | null {
    const id = this.#nameOf.get(name)?.['id'];
    return typeof id === 'number' ? id : null;
  }

  hosts(): FunctionHost[] {
    return this.#hosts.all().map((row) => ({
      id: Number(row['id']),
      sourceId: String(row['source']),
      hostname: String(row['hostname']),
    }));
  }

  /** Runs uploaded in `[from, to)`. */
  count(from: number, to: number, hosts: readonly number[]): number {
    const row = this.#count.get(runKey(from), runKey(to), JSON.stringify(hosts));
    return Number(row?.['n'] ?? 0);
  }

  /** Runs uploaded in `[from, to)`, newest first, `limit` of them after the first `offset`. */
  page(
    from: number,
    to: number,
    hosts: readonly number[],
    { offset, limit }: { offset: number; limit: number },
  ): StoredRun[] {
    return this.#page
      .all(runKey(from), runKey(to), JSON.stringify(hosts), limit, offset)
      .map(runOf);
  }

  /** Calls `take` for the runs of `[from, to)` that count, oldest first, with their functions. */
  each(
    from: number,
    to: number,
    hosts: readonly number[],
    take: (run: StoredRun, timings: StoredTiming[]) => void,
  ): void {
    for (const row of this.#rows(from, to, hosts))
      take(runOf(row), decodeTimings(row['packed'] as Uint8Array));
  }

  /** As `each`, for the runs that have the function `fn`, with what they say of it. */
  eachOf(
    fn: number,
    from: number,
    to: number,
    hosts: readonly number[],
    take: (run: StoredRun, timing: StoredTiming) => void,
  ): void {
    for (const row of this.#rows(from, to, hosts)) {
      const timing = findTiming(row['packed'] as Uint8Array, fn);
      if (timing !== null) take(runOf(row), timing);
    }
  }

  run(key: number): StoredRun | null {
    const row = this.#run.get(key);
    return row === undefined ? null : runOf(row);
  }

  /** Where a run came from, or null where it is not known any more. */
  origin(key: number): RunOrigin | null {
    const row = this.#origin.get(key);
    if (row === undefined) return null;
    return {
      sourceId: String(row['source']),
      item: Number(row['item']),
      session: row['session'] as Uint8Array,
      at: Number(row['at']),
    };
  }

  timings(key: number): StoredTiming[] {
    const packed = this.#packed.get(key)?.['packed'];
    return packed instanceof Uint8Array ? decodeTimings(packed) : [];
  }

  /** Other uploads of the same session, oldest first. */
  siblings(key: number, limit: number): StoredRun[] {
    return this.#siblings.all(key, limit).map(runOf);
  }

  /**
   * Runs that count and touch `[from, to)` as far as is known: uploaded after its start, and begun before its end. Those
   * uploaded more than `reach` seconds later are left out.
   */
  going(
    { from, to, reach, limit }: { from: number; to: number; reach: number; limit: number },
    hosts: readonly number[],
  ): StoredRun[] {
    return this.#going
      .all(runKey(from), runKey(to + reach), JSON.stringify(hosts), to, limit)
      .map(runOf);
  }

  /** Single calls of a run, by function. */
  calls(key: number): Map<number, StoredCalls> {
    return new Map(
      this.#calls
        .all(key)
        .map((row) => [Number(row['fn']), decodeCalls(row['packed'] as Uint8Array)]),
    );
  }

  /** Single calls of one function in a run, or null where none were kept. */
  callsOf(key: number, fn: number): StoredCalls | null {
    const packed = this.#callsOf.get(key, fn)?.['packed'];
    return packed instanceof Uint8Array ? decodeCalls(packed) : null;
  }

  #rows(from: number, to: number, hosts: readonly number[]): Iterable<Record<string, unknown>> {
    const range = [runKey(from), runKey(to)] as const;
    return hosts.length === 0
      ? this.#timings.iterate(...range)
      : this.#timingsOf.iterate(...range, JSON.stringify(hosts));
  }
}

function runOf(row: Record<string, unknown>): StoredRun {
  return {
    key: Number(row['key']),
    host: Number(row['host']),
    at: Number(row['at']),
    functions: Number(row['functions']),
    wall: Number(row['wall']),
    state: RUN_STATES[Number(row['state'])] ?? 'counted',
  };
}
