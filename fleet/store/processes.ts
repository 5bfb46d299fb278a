import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import type { MinuteProcesses } from '../../contract/answers.ts';
import type { TopProcess } from '../../contract/sample.ts';
import { MINUTE_S, minuteOf } from '../../contract/time.ts';
import type { StoredHost } from './hosts.ts';

/** Seconds before the moment asked for in which processes still say something about it. */
const REACH_S = 5 * MINUTE_S;

const listSchema = z.array(
  z.object({
    name: z.string(),
    pid: z.number(),
    cpuPercent: z.number(),
    memoryPercent: z.number(),
  }),
);

/** The processes that used most, by host and minute. */
export class Processes {
  readonly #put: StatementSync;
  readonly #newest: StatementSync;

  constructor(db: DatabaseSync) {
    this.#put = db.prepare(
      'INSERT OR REPLACE INTO top_process (minute, host, list) VALUES (?, ?, ?)',
    );
    this.#newest = db.prepare(
      `SELECT minute, list FROM top_process WHERE minute > ? AND minute <= ? AND host = ?
       ORDER BY minute DESC LIMIT 1`,
    );
  }

  /** Stores the list of a minute (Unix seconds). Within `write`. */
  put(host: number, minute: number, list: readonly TopProcess[]): void {
    this.#put.run(minute, host, JSON.stringify(list));
  }

  /** The newest list of the 5 minutes up to `at` (Unix seconds); an empty one where there is none. */
  at(host: StoredHost, at: number): MinuteProcesses {
    const minute = minuteOf(at);
    const row = this.#newest.get(minute - REACH_S, minute, host.id);
    const list: unknown = row === undefined ? [] : JSON.parse(String(row['list']));
    return {
      sourceId: host.sourceId,
      hostname: host.hostname,
      minute: row === undefined ? minute : Number(row['minute']),
      processes: listSchema.parse(list),
    };
  }
}
