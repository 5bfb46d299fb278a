import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import type { MinuteProcesses } from '../../contract/answers.ts';
import { MINUTE_S, minuteOf } from '../../contract/time.ts';
import type { StoredHost } from '../store/hosts.ts';

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

/** Reads which processes used most. */
export class ProcessReader {
  readonly #statement: StatementSync;

  constructor(db: DatabaseSync) {
    this.#statement = db.prepare(
      `SELECT minute, list FROM top_process WHERE minute > ? AND minute <= ? AND host = ?
       ORDER BY minute DESC LIMIT 1`,
    );
  }

  read(host: StoredHost, at: number): MinuteProcesses {
    const minute = minuteOf(at);
    const row = this.#statement.get(minute - REACH_S, minute, host.id);
    const list: unknown = row === undefined ? [] : JSON.parse(String(row['list']));
    return {
      sourceId: host.sourceId,
      hostname: host.hostname,
      minute: row === undefined ? minute : Number(row['minute']),
      processes: listSchema.parse(list),
    };
  }
}
