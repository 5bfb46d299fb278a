import { z } from 'zod';
import { parseStored } from '../../platform/sqlite/stored-json.ts';
import type { Meta } from '../store/meta.ts';

const KEY = 'alerts';

/** Seconds without an evaluation after which the app counts as closed or asleep. */
export const ABSENCE_S = 600;
/** Seconds between two writes while nothing else is written. */
const SAVE_EVERY_S = 60;

const suppressionSchema = z.strictObject({
  /** Unix seconds from which on no notice was sent. */
  since: z.number(),
  /** Unix seconds after which every source must have been read before notices are sent again. */
  backAt: z.number(),
  /** The very first evaluation: what it finds was there before, and raises no notice. */
  first: z.boolean(),
  /** Unix seconds at which each source had been read when the suppression began. */
  readAt: z.record(z.string(), z.number()).default({}),
});

/** A period without notices: quiet hours, or the app was not running. */
export type Suppression = z.infer<typeof suppressionSchema>;

/** The row as it is stored. Its names are older than those of the code. */
const storedSchema = z.strictObject({
  lookedAt: z.number().nullable(),
  readAt: z.record(z.string(), z.number()),
  hold: suppressionSchema.nullable(),
});

/** What one evaluation hands on to the next. */
export interface EvaluatorSnapshot {
  /** Unix seconds of the last evaluation; null before the first. */
  evaluatedAt: number | null;
  /** Unix seconds at which each source had been read by the last evaluation. */
  readAt: Record<string, number>;
  suppression: Suppression | null;
}

/** The state of the evaluation that survives restarts. Call its writing methods within a transaction. */
export class EvaluatorState {
  readonly #meta: Meta;
  #current: EvaluatorSnapshot;
  #savedAt = -Infinity;

  constructor(meta: Meta) {
    this.#meta = meta;
    const stored = parseStored(storedSchema, meta.get(KEY));
    this.#current =
      stored === undefined
        ? { evaluatedAt: null, readAt: {}, suppression: null }
        : { evaluatedAt: stored.lookedAt, readAt: stored.readAt, suppression: stored.hold };
  }

  /** As of the last change, saved or not. */
  get current(): Readonly<EvaluatorSnapshot> {
    return this.#current;
  }

  /**
   * Begins a suppression when nothing was evaluated for a while: what happened meanwhile becomes one summary, once
   * every source has been read. Returns true if that cuts short a first evaluation that had read something: what comes
   * after it is notified.
   */
  noticeAbsence(now: number): boolean {
    const { evaluatedAt, suppression, readAt } = this.#current;
    if (evaluatedAt === null) {
      this.#set({ suppression: { since: now, backAt: now, first: true, readAt } });
      return false;
    }
    // The clock was put back: what was due by then is due now.
    if (suppression !== null && suppression.backAt > now)
      this.#set({
        suppression: { ...suppression, since: Math.min(suppression.since, now), backAt: now },
      });
    if (now - evaluatedAt <= ABSENCE_S) return false;
    const cutShort = suppression?.first === true && Object.keys(readAt).length > 0;
    const goesOn = suppression !== null && !cutShort;
    const began = goesOn ? suppression : { since: evaluatedAt, first: false, readAt };
    this.#set({ suppression: { ...began, backAt: now } });
    return cutShort;
  }

  /** Sends no notices from `now` (Unix seconds) on. */
  suppress(now: number): void {
    const { suppression, readAt } = this.#current;
    if (suppression === null)
      this.#set({ suppression: { since: now, backAt: now, first: false, readAt } });
  }

  /** Sends notices again. */
  endSuppression(): void {
    this.#set({ suppression: null });
  }

  /** Records an evaluation at `now` (Unix seconds). Saved every minute, and always when `changed`. */
  evaluated(now: number, readAt: Record<string, number>, changed: boolean): void {
    this.#current = { ...this.#current, evaluatedAt: now, readAt };
    if (changed || Math.abs(now - this.#savedAt) >= SAVE_EVERY_S) this.save(now);
  }

  /** Goes back to `snapshot`, because what came after it could not be written. */
  restore(snapshot: Readonly<EvaluatorSnapshot>): void {
    this.#current = snapshot;
  }

  /** Writes the state. Within `write`. */
  save(now: number): void {
    const { evaluatedAt, readAt, suppression } = this.#current;
    const stored: z.infer<typeof storedSchema> = {
      lookedAt: evaluatedAt,
      readAt,
      hold: suppression,
    };
    this.#meta.put(KEY, JSON.stringify(stored));
    this.#savedAt = now;
  }

  #set(change: Partial<EvaluatorSnapshot>): void {
    this.#current = { ...this.#current, ...change };
    this.#savedAt = -Infinity;
  }
}
