import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import type { MinuteProcesses } from '../../contract/answers.ts';
import type { TopProcess } from '../../contract/sample.ts';
import { HOUR_S, MINUTE_S, hourOf, minuteOf } from '../../contract/time.ts';
import type { DamagedBlocks } from './damage.ts';
import type { StoredHost } from './host-row.ts';
import { rowKey } from './tables.ts';
import { packProcesses, unpackProcesses } from './packed/process-pack.ts';

/** Seconds before the moment asked for in which processes still say something about it. */
const REACH_S = 5 * MINUTE_S;

/** A process of a stored text: name, id, and percent of the processor and of memory; in older releases an object. */
const storedSchema = z.union([
  z.tuple([z.string(), z.number(), z.number(), z.number()]),
  z.object({
    name: z.string(),
    pid: z.number(),
    cpuPercent: z.number(),
    memoryPercent: z.number(),
  }),
]);
const listSchema = z.array(storedSchema);

/** The processes that used most in a minute of a host, Unix seconds. */
export interface ProcessList {
  host: number;
  minute: number;
  list: readonly TopProcess[];
}

interface FoundList {
  minute: number;
  list: TopProcess[];
}

/** The processes that used most, by host and minute: one row a minute, and one an hour once it is packed. */
export class Processes {
  readonly #damage: DamagedBlocks;
  readonly #put: StatementSync;
  readonly #newest: StatementSync;
  readonly #oldest: StatementSync;
  readonly #one: StatementSync;
  readonly #remove: StatementSync;
  readonly #packed: StatementSync;
  readonly #putPacked: StatementSync;

  constructor(db: DatabaseSync, damage: DamagedBlocks) {
    this.#damage = damage;
    this.#put = db.prepare(
      'INSERT OR REPLACE INTO top_process (minute, host, list) VALUES (?, ?, ?)',
    );
    this.#newest = db.prepare(
      `SELECT minute, list FROM top_process WHERE minute > ? AND minute <= ? AND host = ?
       ORDER BY minute DESC LIMIT 1`,
    );
    this.#oldest = db.prepare(
      'SELECT minute, host FROM top_process WHERE minute < ? ORDER BY minute, host LIMIT 1',
    );
    this.#one = db.prepare('SELECT list FROM top_process WHERE minute = ? AND host = ?');
    this.#remove = db.prepare('DELETE FROM top_process WHERE minute = ? AND host = ?');
    this.#packed = db.prepare('SELECT packed FROM packed_process WHERE key = ?');
    this.#putPacked = db.prepare(
      'INSERT OR REPLACE INTO packed_process (key, packed) VALUES (?, ?)',
    );
  }

  /**
   * Stores lists of minutes. Within `write`. A poll brings two minutes of each host: in the order of the table, which is that of
   * minutes, its pages are filled one after the other.
   */
  putAll(lists: readonly ProcessList[]): void {
    for (const { host, minute, list } of lists.toSorted(byMinute)) this.#putOne(host, minute, list);
  }

  #putOne(host: number, minute: number, list: readonly TopProcess[]): void {
    const stored = list.map(({ name, pid, cpuPercent, memoryPercent }) => [
      name,
      pid,
      cpuPercent,
      memoryPercent,
    ]);
    this.#put.run(minute, host, JSON.stringify(stored));
  }

  /** The newest list of the 5 minutes up to `at` (Unix seconds); an empty one where there is none. */
  at(host: StoredHost, at: number): MinuteProcesses {
    const minute = minuteOf(at);
    const found = newer(
      this.#openIn(host.id, minute - REACH_S, minute),
      this.#packedIn(host.id, minute - REACH_S, minute),
    );
    return {
      sourceId: host.sourceId,
      hostname: host.hostname,
      minute: found?.minute ?? minute,
      processes: found?.list ?? [],
    };
  }

  /** The hour (Unix seconds) and host of the oldest list before `before` that is not packed, or null where there is none. */
  oldestOpen(before: number): { hour: number; host: number } | null {
    const row = this.#oldest.get(before);
    return row === undefined
      ? null
      : { hour: hourOf(Number(row['minute'])), host: Number(row['host']) };
  }

  /** Packs the lists of a host's hour, together with those that were packed before. Lists that cannot be read are dropped. */
  pack(host: number, hour: number): void {
    const key = rowKey(hour, HOUR_S, host);
    const lists = new Map(this.#unpacked(key));
    for (let minute = hour; minute < hour + HOUR_S; minute += MINUTE_S) {
      const row = this.#one.get(minute, host);
      if (row === undefined) continue;
      const list = parsedList(row['list']);
      if (list !== null) lists.set((minute - hour) / MINUTE_S, list);
      this.#remove.run(minute, host);
    }
    if (lists.size > 0) this.#putPacked.run(key, packProcesses(lists));
  }

  /** The newest list of minutes in `(from, to]`, of those that are not packed. */
  #openIn(host: number, from: number, to: number): FoundList | null {
    const row = this.#newest.get(from, to, host);
    const list = row === undefined ? null : parsedList(row['list']);
    return list === null ? null : { minute: Number(row?.['minute']), list };
  }

  #packedIn(host: number, from: number, to: number): FoundList | null {
    for (let hour = hourOf(to); hour > from - HOUR_S; hour -= HOUR_S) {
      const lists = this.#unpacked(rowKey(hour, HOUR_S, host));
      for (
        let minute = Math.min(to, hour + HOUR_S - MINUTE_S);
        minute >= hour;
        minute -= MINUTE_S
      ) {
        if (minute <= from) return null;
        const list = lists.get((minute - hour) / MINUTE_S);
        if (list !== undefined) return { minute, list };
      }
    }
    return null;
  }

  #unpacked(key: number): Map<number, TopProcess[]> {
    const blob = this.#packed.get(key)?.['packed'];
    const lists =
      blob === undefined
        ? null
        : this.#damage.read('packed_process', key, () => unpackProcesses(blob));
    return lists ?? new Map<number, TopProcess[]>();
  }
}

/** Where both are of one minute, the first. */
function newer(one: FoundList | null, other: FoundList | null): FoundList | null {
  if (one === null || other === null) return one ?? other;
  return other.minute > one.minute ? other : one;
}

/** The list in a stored text, or null where it is none. */
function parsedList(text: unknown): TopProcess[] | null {
  try {
    return listSchema.parse(JSON.parse(String(text))).map((stored) => {
      if (!Array.isArray(stored)) return stored;
      const [name, pid, cpuPercent, memoryPercent] = stored;
      return { name, pid, cpuPercent, memoryPercent };
    });
  } catch {
    return null;
  }
}

function byMinute(a: ProcessList, b: ProcessList): number {
  return a.minute - b.minute || a.host - b.host;
}
