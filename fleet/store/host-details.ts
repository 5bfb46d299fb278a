import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import type { HostDetails } from '../../contract/answers.ts';
import type { ContainerUse, FileSystemUse, InterfaceUse, Sample } from '../../contract/sample.ts';
import { decodeDetails, encodeDetails } from '../../contract/sample-details.ts';
import { DAY_S, HOUR_S, dayOf } from '../../contract/time.ts';
import type { StoredHost } from './host-row.ts';
import { rowKey } from './tables.ts';

const HOURS_PER_DAY = DAY_S / HOUR_S;
/** Days before the moment asked for that are looked through. */
const REACH_DAYS = 8;
/** Mount points and interfaces that a day remembers: a sample names 8 and 4, and they may change within a day. */
const MOST_A_DAY = 32;

const storedSchema = z.object({
  at: z.number(),
  newest: z.record(z.string(), z.unknown()),
  used: z.array(z.tuple([z.string(), z.array(z.number().nullable()).length(HOURS_PER_DAY)])),
  errors: z.array(z.tuple([z.string(), z.number()])),
});

/** A host's UTC day. */
interface DayDetails {
  /** The newest minute that names file systems or interfaces. */
  at: number;
  /** What it says. */
  fileSystems: FileSystemUse[];
  interfaces: InterfaceUse[];
  containers: ContainerUse[];
  failedNames: string[];
  /** MiB in use at the end of each hour, by mount point. */
  used: Map<string, (number | null)[]>;
  /** Packets with errors so far, by interface. */
  errors: Map<string, number>;
}

/** File systems and interfaces of hosts, one by one: a row for each host and UTC day, some 25 bytes a minute at most. */
export class HostDetailRows {
  readonly #get: StatementSync;
  readonly #put: StatementSync;

  constructor(db: DatabaseSync) {
    this.#get = db.prepare('SELECT detail FROM host_detail WHERE key = ?');
    this.#put = db.prepare('INSERT OR REPLACE INTO host_detail (key, detail) VALUES (?, ?)');
  }

  /** Adds what samples of one host name. Within `write`. */
  put(host: number, samples: readonly Sample[]): void {
    const days = new Map<number, Sample[]>();
    for (const sample of samples) {
      if (!DETAILS.some((list) => sample[list] !== undefined)) continue;
      const day = dayOf(sample.minute);
      days.set(day, [...(days.get(day) ?? []), sample]);
    }
    for (const [day, ofDay] of days) {
      const key = rowKey(day, DAY_S, host);
      const details = parsed(this.#get.get(key)?.['detail']) ?? emptyDay();
      for (const sample of ofDay.toSorted((a, b) => a.minute - b.minute)) add(details, sample, day);
      this.#put.run(key, stored(details));
    }
  }

  /** What a host was last known to have on the UTC day of a minute, or the day before; null: no file systems. */
  newest(
    host: number,
    minute: number,
  ): Pick<Sample, 'minute' | 'fileSystems' | 'failedNames'> | null {
    for (const day of [dayOf(minute), dayOf(minute) - DAY_S]) {
      const found = parsed(this.#get.get(rowKey(day, DAY_S, host))?.['detail']);
      if (found !== null && found.fileSystems.length > 0)
        return {
          minute: found.at,
          fileSystems: found.fileSystems,
          failedNames: found.failedNames,
        };
    }
    return null;
  }

  /** What a host was last known to have at `now` (Unix seconds), with the hours of a week before. */
  at(host: StoredHost, now: number): HostDetails {
    const today = dayOf(now);
    const days = Array.from({ length: REACH_DAYS }, (_, index) => {
      const day = today - (REACH_DAYS - 1 - index) * DAY_S;
      return parsed(this.#get.get(rowKey(day, DAY_S, host.id))?.['detail']);
    });
    const newest = days.findLast((day) => day !== null) ?? emptyDay();
    const hoursFrom = today - (REACH_DAYS - 1) * DAY_S;
    const usedBy = (mount: string): Float32Array =>
      new Float32Array(
        days.flatMap((day) => (day?.used.get(mount) ?? NO_HOURS).map((value) => value ?? NaN)),
      );
    return {
      sourceId: host.sourceId,
      hostname: host.hostname,
      at: newest.at === 0 ? null : newest.at,
      hoursFrom,
      fileSystems: newest.fileSystems.map((use) => ({ ...use, usedMbByHour: usedBy(use.mount) })),
      interfaces: newest.interfaces.map((use) => ({
        ...use,
        errorsOfDay: newest.errors.get(use.name) ?? null,
      })),
      containers: newest.containers,
      failedNames: newest.failedNames,
    };
  }
}

const DETAILS = ['fileSystems', 'interfaces', 'containers', 'failedNames'] as const;
const NO_HOURS: readonly null[] = Array.from({ length: HOURS_PER_DAY }, () => null);

function emptyDay(): DayDetails {
  const lists = { fileSystems: [], interfaces: [], containers: [], failedNames: [] };
  return { at: 0, ...lists, used: new Map(), errors: new Map() };
}

function add(details: DayDetails, sample: Sample, day: number): void {
  const { minute, fileSystems = [], interfaces = [], containers = [], failedNames = [] } = sample;
  // A minute that was stored before comes again after a crash, or from the table: it is not counted twice.
  const isNew = minute > details.at;
  if (isNew)
    Object.assign(details, { at: minute, fileSystems, interfaces, containers, failedNames });
  const hour = Math.floor((minute - day) / HOUR_S);
  for (const { mount, usedMb } of fileSystems) {
    const hours = details.used.get(mount) ?? [...NO_HOURS];
    if (isNew || hours[hour] === null) hours[hour] = Math.round(usedMb);
    if (details.used.size < MOST_A_DAY || details.used.has(mount)) details.used.set(mount, hours);
  }
  for (const { name, errors } of isNew ? interfaces : [])
    if (errors !== undefined && (details.errors.size < MOST_A_DAY || details.errors.has(name)))
      details.errors.set(name, (details.errors.get(name) ?? 0) + errors);
}

function stored({ at, used, errors, ...lists }: DayDetails): string {
  const newest = encodeDetails(lists);
  return JSON.stringify({ at, newest, used: [...used], errors: [...errors] });
}

/** A day of a stored text, or null where it is none. */
function parsed(text: unknown): DayDetails | null {
  if (typeof text !== 'string') return null;
  try {
    const { at, newest, used, errors } = storedSchema.parse(JSON.parse(text));
    const lists = { ...emptyDay(), ...decodeDetails(newest) };
    return { ...lists, at, used: new Map(used), errors: new Map(errors) };
  } catch {
    return null;
  }
}
