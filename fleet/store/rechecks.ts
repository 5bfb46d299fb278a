import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { MINUTE_S } from '../../contract/time.ts';

/** An hour to query again, because samples may have arrived late. */
export interface Recheck {
  host: number;
  hour: number;
  attempt: number;
}

/** Seconds after which an hour with gaps is looked at again; doubled each time. */
const FIRST_WAIT_S = 10 * MINUTE_S;
/** Looks at ages of about 10 min, 30 min, 70 min … 7 days; then the gap stands. */
const MAX_ATTEMPTS = 10;

/** Hours that have gaps and may still get late samples: looked at again ever more rarely. */
export class Rechecks {
  readonly #add: StatementSync;
  readonly #soon: StatementSync;
  readonly #due: StatementSync;
  readonly #again: StatementSync;
  readonly #drop: StatementSync;
  readonly #count: StatementSync;

  constructor(db: DatabaseSync) {
    this.#add = db.prepare(
      'INSERT OR IGNORE INTO recheck (host, hour, due_at, checked_at) VALUES (?, ?, ?, ?)',
    );
    this.#soon = db.prepare(
      `INSERT INTO recheck (host, hour, due_at) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET due_at = excluded.due_at, attempt = 0, checked_at = NULL`,
    );
    // A host that has not reported since the last look cannot have uploaded anything late.
    this.#due = db.prepare(
      `SELECT recheck.host, recheck.hour, recheck.attempt FROM recheck JOIN host ON host.id = recheck.host
       WHERE due_at <= ?1 AND host.source = ?2
         AND (checked_at IS NULL
           OR max(coalesce(registry_seen, 0), coalesce(sample_at, 0)) > checked_at)
       ORDER BY hour DESC LIMIT ?3`,
    );
    this.#again = db.prepare(
      'UPDATE recheck SET attempt = ?, due_at = ?, checked_at = ? WHERE host = ? AND hour = ?',
    );
    this.#drop = db.prepare('DELETE FROM recheck WHERE host = ? AND hour = ?');
    this.#count = db.prepare('SELECT count(*) AS n FROM recheck');
  }

  /** An hour came out with gaps at `now`. */
  add(host: number, hour: number, now: number): void {
    this.#add.run(host, hour, Math.ceil(now) + FIRST_WAIT_S, now);
  }

  /** Late samples are likely in this hour: its schedule starts again at `dueAt`. */
  addSoon(host: number, hour: number, dueAt: number): void {
    this.#soon.run(host, hour, Math.ceil(dueAt));
  }

  due(sourceId: string, now: number, limit: number): Recheck[] {
    return this.#due.all(Math.floor(now), sourceId, limit).map((row) => ({
      host: Number(row['host']),
      hour: Number(row['hour']),
      attempt: Number(row['attempt']),
    }));
  }

  /** Takes note of a look at an hour that was due. */
  done({ host, hour, attempt }: Recheck, now: number, full: boolean): void {
    if (full || attempt + 1 >= MAX_ATTEMPTS) this.#drop.run(host, hour);
    else
      this.#again.run(
        attempt + 1,
        Math.ceil(now + FIRST_WAIT_S * 2 ** (attempt + 1)),
        now,
        host,
        hour,
      );
  }

  count(): number {
    return Number(this.#count.get()?.['n'] ?? 0);
  }
}
