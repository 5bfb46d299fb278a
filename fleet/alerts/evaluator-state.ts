import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';

const KEY = 'alerts';

/** Seconds without a look beyond which the app counts as having been closed or asleep. */
export const ABSENCE = 600;
/** Seconds between writings where nothing else is written. */
const SAVE_EVERY = 60;

const holdSchema = z.strictObject({
  /** Unix seconds from which on nothing was told. */
  since: z.number(),
  /** Unix seconds after which every source must have been read before anything is told. */
  backAt: z.number(),
  /** The very first look: what is found then is how things are, and no news. */
  first: z.boolean(),
  /** Unix seconds at which each source had been read when it began. */
  readAt: z.record(z.string(), z.number()).default({}),
});
export type Hold = z.infer<typeof holdSchema>;

const stateSchema = z.strictObject({
  /** Unix seconds of the last look; null before the first. */
  lookedAt: z.number().nullable(),
  /** Unix seconds at which each source had been read at the last look. */
  readAt: z.record(z.string(), z.number()),
  hold: holdSchema.nullable(),
});
type State = z.infer<typeof stateSchema>;

/** What the alerts remember of their last look, over restarts too. Writing methods are called within a transaction. */
export class EvaluatorState {
  readonly #put: StatementSync;
  #state: State;
  #savedAt = -Infinity;

  constructor(db: DatabaseSync) {
    this.#put = db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
    const row = db.prepare('SELECT value FROM meta WHERE key = ?').get(KEY);
    const stored: unknown = JSON.parse(String(row?.['value'] ?? 'null'));
    const parsed = stateSchema.safeParse(stored);
    this.#state = parsed.success ? parsed.data : { lookedAt: null, readAt: {}, hold: null };
  }

  get state(): Readonly<State> {
    return this.#state;
  }

  /**
   * Notices that nobody looked for a while: then what happened is told as one summary, once every source has been read. Answers
   * whether that has cut the very first look short, which had read something by then: what comes after it is news.
   */
  noticeAbsence(now: number): boolean {
    const { lookedAt, hold, readAt } = this.#state;
    if (lookedAt === null) {
      this.#set({ hold: { since: now, backAt: now, first: true, readAt } });
      return false;
    }
    // The clock was put back: what was to happen by then happens by now.
    if (hold !== null && hold.backAt > now)
      this.#set({ hold: { ...hold, since: Math.min(hold.since, now), backAt: now } });
    if (now - lookedAt <= ABSENCE) return false;
    const cutShort = hold?.first === true && Object.keys(readAt).length > 0;
    const goesOn = hold !== null && !cutShort;
    const began = goesOn ? hold : { since: lookedAt, first: false, readAt };
    this.#set({ hold: { ...began, backAt: now } });
    return cutShort;
  }

  /** From `now` on nothing is told. */
  beginHold(now: number): void {
    const { hold, readAt } = this.#state;
    if (hold === null) this.#set({ hold: { since: now, backAt: now, first: false, readAt } });
  }

  endHold(): void {
    this.#set({ hold: null });
  }

  /** Takes note of a look. Written now and then, and always where `changed`. */
  looked(now: number, readAt: Record<string, number>, changed: boolean): void {
    this.#state = { ...this.#state, lookedAt: now, readAt };
    if (changed || Math.abs(now - this.#savedAt) >= SAVE_EVERY) this.save(now);
  }

  /** Forgets what was noted since `state` was read: it could not be written. */
  restore(state: Readonly<State>): void {
    this.#state = state;
  }

  save(now: number): void {
    this.#put.run(KEY, JSON.stringify(this.#state));
    this.#savedAt = now;
  }

  #set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#savedAt = -Infinity;
  }
}
