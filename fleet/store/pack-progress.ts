import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { DAY_S, HOUR_S } from '../../contract/time.ts';
import type { Meta } from './meta.ts';
import { timeOfKey } from './tables.ts';

const NAME = 'packing';

/** Where each kind of what is packed began: the oldest that was open then, Unix seconds. */
const startSchema = z.record(z.string(), z.number());

/** Every hour there is an hour to pack, and many after a night off: progress is shown only beyond this, in seconds. */
const WORTH_TELLING_S = 2 * DAY_S;

/**
 * How far the packing of what an older release has left has come. Where it began is kept in the file, so that it goes on where it
 * was stopped.
 */
export class PackProgress {
  readonly #meta: Meta;
  readonly #oldest: readonly [name: string, statement: StatementSync, unit: number][];

  constructor(db: DatabaseSync, meta: Meta) {
    this.#meta = meta;
    this.#oldest = [
      ['hours', db.prepare('SELECT min(key) AS least FROM block'), HOUR_S],
      ['top-process', db.prepare('SELECT min(minute) AS least FROM top_process'), 0],
      ['days', db.prepare('SELECT min(key) AS least FROM rollup'), DAY_S],
    ];
  }

  /** Takes note of where it begins, if it has not begun. Within a transaction. */
  begin(): void {
    if (this.#start() === null) this.#meta.put(NAME, JSON.stringify(this.#open()));
  }

  /** It is done. Within a transaction. */
  end(): void {
    if (this.#start() !== null) this.#meta.remove(NAME);
  }

  /** The share that is done, 0 to 1, of what was open before `closed` (Unix seconds); null where there is little to do. */
  share(closed: number): number | null {
    const start = this.#start();
    if (start === null) return null;
    const open = this.#open();
    let done = 0;
    let total = 0;
    for (const [name, from] of Object.entries(start)) {
      if (from >= closed) continue;
      total += closed - from;
      done += Math.min(closed, open[name] ?? closed) - from;
    }
    return total < WORTH_TELLING_S ? null : Math.max(0, done / total);
  }

  #start(): Record<string, number> | null {
    const text = this.#meta.get(NAME);
    if (text === null) return null;
    try {
      return startSchema.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }

  /** The oldest open one of each kind, Unix seconds; kinds without any are absent. */
  #open(): Record<string, number> {
    const found: Record<string, number> = {};
    for (const [name, statement, unit] of this.#oldest) {
      const least = statement.get()?.['least'];
      if (typeof least === 'number') found[name] = unit === 0 ? least : timeOfKey(least, unit);
    }
    return found;
  }
}
