import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { HOUR_S } from '../../contract/time.ts';
import { ANY_VALUES, type Change } from './dirty-ranges.ts';

/** Seconds before now beyond which minutes that are stored lie outside what a start looks at anyway. */
const LATE_S = HOUR_S / 2;

/**
 * Minutes that were stored late and not yet looked at for alerts, kept in the file: a process that ends, or is killed, between
 * storing and looking leaves them to the next one, and another process that stores them to this one. Within `write`.
 */
export class LateMinutes {
  readonly #note: StatementSync;
  readonly #all: StatementSync;
  readonly #clear: StatementSync;

  constructor(db: DatabaseSync) {
    this.#note = db.prepare(`
      INSERT INTO alert_late (host, minute) VALUES (?1, ?2)
      ON CONFLICT (host) DO UPDATE SET minute = ?2 WHERE minute > ?2`);
    this.#all = db.prepare('SELECT host, minute FROM alert_late');
    this.#clear = db.prepare('DELETE FROM alert_late');
  }

  /** Takes note of the oldest minute that was stored of a host, Unix seconds, where it is late at `now`. */
  note(host: number, minute: number, now: number): void {
    if (now - minute > LATE_S) this.#note.run(host, minute);
  }

  /** Adds to `changes` what they do not hold, up to minute `to`; all of it counts as looked at. */
  takeInto(changes: Map<number, Change>, to: number): void {
    const rows = this.#all.all();
    if (rows.length === 0) return;
    for (const row of rows) {
      const [host, from] = [Number(row['host']), Number(row['minute'])];
      const known = changes.get(host);
      // This process has stored it, and knows more of it.
      if (known !== undefined && known.from <= from) continue;
      const last = Math.max(to, known?.to ?? to);
      changes.set(host, { from, to: last, worst: { ...ANY_VALUES }, mildest: {} });
    }
    this.#clear.run();
  }
}
