import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FunctionRun, FunctionTiming } from '../../contract/functions.ts';
import { dayOf } from '../../contract/time.ts';
import { decodeTimings, encodeCalls, encodeTimings, type StoredTiming } from './functions-codec.ts';
import { FunctionDays, RUNS_PER_MS, runKey } from './functions-days.ts';
import { RUN_STATES, sessionStates, type RunState } from './functions-sessions.ts';
import type { Meta } from './meta.ts';

const PRUNED = 'functionsPrunedBefore';
const SESSION_BYTES = 16;

/** A run that has just been stored. */
interface Added {
  key: number;
  host: number;
  at: number;
  session: Buffer;
  timings: StoredTiming[];
  state: RunState;
  /** Whether its session has other uploads. */
  hasSiblings: boolean;
}

/** Runs of the py-perf library in the store. Times are Unix seconds. Methods that write are called within `write`. */
export class FunctionRuns {
  readonly days: FunctionDays;
  readonly #meta: Meta;
  readonly #names = new Map<string, number>();
  readonly #hosts = new Map<string, number>();
  readonly #nameOf: StatementSync;
  readonly #addName: StatementSync;
  readonly #hostOf: StatementSync;
  readonly #addHost: StatementSync;
  readonly #times: StatementSync;
  readonly #sibling: StatementSync;
  readonly #siblings: StatementSync;
  readonly #last: StatementSync;
  readonly #addRun: StatementSync;
  readonly #addTimings: StatementSync;
  readonly #addCalls: StatementSync;
  readonly #setState: StatementSync;
  readonly #prune: readonly StatementSync[];

  constructor(db: DatabaseSync, meta: Meta) {
    this.#meta = meta;
    this.days = new FunctionDays(db);
    this.#nameOf = db.prepare('SELECT id FROM function_name WHERE name = ?');
    this.#addName = db.prepare('INSERT INTO function_name (name) VALUES (?)');
    this.#hostOf = db.prepare('SELECT id FROM function_host WHERE source = ? AND hostname = ?');
    this.#addHost = db.prepare('INSERT INTO function_host (source, hostname) VALUES (?, ?)');
    this.#times = db.prepare(
      'SELECT at FROM function_run WHERE session = ? AND key >= ? AND key < ?',
    );
    this.#sibling = db.prepare('SELECT 1 FROM function_run WHERE session = ? LIMIT 1');
    this.#siblings = db.prepare(
      `SELECT key, host, at, state, packed FROM function_run JOIN function_timing USING (key)
       WHERE session = ? ORDER BY key`,
    );
    this.#last = db.prepare('SELECT max(key) AS key FROM function_run WHERE key >= ? AND key < ?');
    this.#addRun = db.prepare(
      `INSERT INTO function_run (key, host, at, session, item, functions, wall, state)
       VALUES (?, ?, ?, ?, ?, ?, ?, 0)`,
    );
    this.#addTimings = db.prepare('INSERT INTO function_timing (key, packed) VALUES (?, ?)');
    this.#addCalls = db.prepare('INSERT INTO function_call (key, fn, packed) VALUES (?, ?, ?)');
    this.#setState = db.prepare('UPDATE function_run SET state = ? WHERE key = ?');
    this.#prune = ['function_run', 'function_timing', 'function_call'].map((table) =>
      db.prepare(`DELETE FROM ${table} WHERE key < ?`),
    );
  }

  /** Runs that were uploaded before are not kept any more, and not taken again. */
  get prunedBefore(): number {
    return Number(this.#meta.get(PRUNED) ?? 0);
  }

  /**
   * Stores runs of a source. Those that are there already, by session and time, and those that are older than what is
   * kept, are left out. Returns how many are new.
   */
  add(source: string, runs: readonly FunctionRun[]): number {
    const { prunedBefore } = this;
    const added = runs.flatMap((run) =>
      run.at < prunedBefore ? [] : (this.#insert(source, run) ?? []),
    );
    const stale = this.#judgeSessions(added);
    for (const { host, at, timings, state } of added)
      if (state !== 'superseded') this.days.add(dayOf(at), host, timings);
    this.days.flush(stale);
    return added.length;
  }

  /** Forgets the runs of days before `before`, and the figures of days before `daysBefore`. */
  prune(before: number, daysBefore: number): void {
    const day = dayOf(before);
    if (day > this.prunedBefore) this.#meta.put(PRUNED, String(day));
    for (const statement of this.#prune) statement.run(runKey(day));
    this.days.prune(Math.min(day, dayOf(daysBefore)));
  }

  /** The number of a host of a source, made where it is new. */
  host(source: string, hostname: string): number {
    return numberOf(this.#hosts, `${source}\n${hostname}`, [source, hostname], {
      find: this.#hostOf,
      add: this.#addHost,
    });
  }

  #insert(source: string, run: FunctionRun): Added | null {
    const session = sessionKey(source, run.session);
    const microsecond = Math.round(run.at * 1e6);
    const first = runKey(run.at);
    // A program may upload every minute of a year: only those of the same millisecond are looked through.
    const known = this.#times.all(session, first, first + RUNS_PER_MS);
    if (known.some(({ at }) => Math.round(Number(at) * 1e6) === microsecond)) return null;
    const last = this.#last.get(first, first + RUNS_PER_MS)?.['key'];
    const key = typeof last === 'number' ? last + 1 : first;
    // A thousand uploads within a millisecond are no runs of programs.
    if (key >= first + RUNS_PER_MS) return null;
    const hasSiblings = this.#sibling.get(session) !== undefined;
    const host = this.host(source, run.hostname);
    const numbered = run.timings
      .map((timing) => ({ timing, fn: this.#name(timing.name) }))
      .sort((a, b) => a.fn - b.fn);
    const timings = numbered.map(({ timing, fn }) => stored(timing, fn));
    const wall = timings.reduce((most, timing) => Math.max(most, timing.wall), 0);
    this.#addRun.run(key, host, run.at, session, run.id, timings.length, wall);
    this.#addTimings.run(key, encodeTimings(timings));
    for (const { timing, fn } of numbered)
      if (timing.singles !== undefined)
        this.#addCalls.run(
          key,
          fn,
          encodeCalls({
            wall: Float32Array.from(timing.singles, (call) => call.wall),
            at: Float64Array.from(timing.singles, (call) => call.at ?? NaN),
          }),
        );
    return {
      key,
      host,
      at: run.at,
      session,
      timings,
      state: 'counted',
      hasSiblings,
    };
  }

  /** Sets the states of sessions that new runs belong to. Returns the days, by host, that counted otherwise before. */
  #judgeSessions(added: readonly Added[]): Map<string, { day: number; host: number }> {
    const stale = new Map<string, { day: number; host: number }>();
    const byKey = new Map(added.map((run) => [run.key, run]));
    const sessions = new Map(
      added
        .filter(({ hasSiblings }) => hasSiblings)
        .map(({ session }) => [session.toString('hex'), session]),
    );
    for (const session of sessions.values()) {
      const members = this.#siblings.all(session);
      const states = sessionStates(
        members.map(({ packed }) => decodeTimings(packed as Uint8Array)),
      );
      members.forEach((member, index) => {
        const key = Number(member['key']);
        const state = states[index] ?? 'counted';
        const before = RUN_STATES[Number(member['state'])] ?? 'counted';
        if (state === before) return;
        this.#setState.run(RUN_STATES.indexOf(state), key);
        const fresh = byKey.get(key);
        if (fresh !== undefined) fresh.state = state;
        else if ((state === 'superseded') !== (before === 'superseded')) {
          const day = dayOf(Number(member['at']));
          const host = Number(member['host']);
          stale.set(`${String(day)} ${String(host)}`, { day, host });
        }
      });
    }
    return stale;
  }

  #name(name: string): number {
    return numberOf(this.#names, name, [name], { find: this.#nameOf, add: this.#addName });
  }
}

/** As many names are held in memory. */
const MOST_HELD = 20_000;

/** The number of a row, found in memory, in its table, or made. A transaction that fails must not leave numbers behind. */
function numberOf(
  held: Map<string, number>,
  key: string,
  values: string[],
  { find, add }: { find: StatementSync; add: StatementSync },
): number {
  const known = held.get(key);
  if (known !== undefined) return known;
  const row = find.get(...values);
  // One that was made just now is gone if the transaction fails: only what is found is held.
  if (row === undefined) return Number(add.run(...values).lastInsertRowid);
  if (held.size >= MOST_HELD) held.clear();
  held.set(key, Number(row['id']));
  return Number(row['id']);
}

function stored({ calls, wall, cpu, min, max }: FunctionTiming, fn: number): StoredTiming {
  return {
    fn,
    calls,
    wall: Math.fround(wall),
    cpu: Math.fround(cpu ?? NaN),
    min: Math.fround(min ?? NaN),
    max: Math.fround(max ?? NaN),
  };
}

/** A session of a source in few bytes. */
export function sessionKey(source: string, session: string): Buffer {
  return createHash('sha256').update(`${source}\n${session}`).digest().subarray(0, SESSION_BYTES);
}
