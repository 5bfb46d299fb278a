import { z } from 'zod';
import type { TopProcess } from '../../../contract/sample.ts';
import { HOUR_LENGTH } from '../series-codec.ts';
import { BitReader, BitWriter } from './bits.ts';
import { FRAME_BYTES, closeFrame, damagedBlock, openFrame } from './frame.ts';
import { MAX_CODE } from './quantise.ts';
import { packSeries, unpackSeries } from './series-pack.ts';
import { countOf, readSlots, slotsWhere, writeSlots } from './slots.ts';

/** The lists of an hour by its minutes, 0 to 59; a minute without a list is absent. */
export type HourProcesses = ReadonlyMap<number, readonly TopProcess[]>;

/** After the frame: how the block goes on. */
const FORM = { columns: 0, json: 1 } as const;

/** Percentages are stored in tenths. */
const TENTHS = 10;
/** The greatest id of a process that is packed as a number. */
const MAX_PID = 2 ** 48;

const listSchema = z.array(
  z.object({
    name: z.string(),
    pid: z.number(),
    cpuPercent: z.number(),
    memoryPercent: z.number(),
  }),
);
const hourSchema = z.array(
  z.tuple([
    z
      .number()
      .int()
      .min(0)
      .max(HOUR_LENGTH - 1),
    listSchema,
  ]),
);

/** One process of the hour, with what it used in each list that has it. */
interface Entry {
  name: string;
  pid: number;
  cpu: number[];
  memory: number[];
}

/**
 * Packs the lists of an hour: a dictionary of its processes, the place of each in the order of use, and for each process a series of
 * what it used. Percentages are rounded to a tenth, as the tables have them.
 */
export function packProcesses(hour: HourProcesses): Uint8Array {
  const out = new BitWriter();
  for (let at = 0; at < FRAME_BYTES; at += 1) out.byte(0);
  const minutes = Array.from(hour).sort(([one], [other]) => one - other);
  const entries = entriesOf(minutes);
  if (entries === null) {
    // What no writer of ours stores is kept as it is.
    out.byte(FORM.json);
    out.append(new TextEncoder().encode(JSON.stringify(minutes)));
    return closeFrame(out.finish());
  }
  out.byte(FORM.columns);
  writeSlots(
    out,
    slotsWhere(HOUR_LENGTH, (slot) => hour.has(slot)),
  );
  if (minutes.length === 0) return closeFrame(out.finish());
  packSeries(
    out,
    Int32Array.from(minutes, ([, list]) => list.length),
  );
  out.varint(entries.length);
  for (const { name, pid } of entries) {
    const bytes = new TextEncoder().encode(name);
    out.varint(bytes.length);
    out.append(bytes);
    out.varint(pid);
  }
  const places = placesOf(minutes, entries);
  if (places.length > 0) packSeries(out, Int32Array.from(places));
  for (const { cpu, memory } of entries) {
    packSeries(out, Int32Array.from(cpu));
    packSeries(out, Int32Array.from(memory));
  }
  return closeFrame(out.finish());
}

/** The lists that `packProcesses` was given. Throws `AppFailure` (`store-damaged`). */
export function unpackProcesses(blob: unknown): Map<number, TopProcess[]> {
  const bytes = openFrame(blob);
  const from = new BitReader(bytes, FRAME_BYTES);
  if (from.byte() === FORM.json) return unpackJson(bytes.subarray(FRAME_BYTES + 1));
  const slots = readSlots(from, HOUR_LENGTH);
  const lengths = new Int32Array(countOf(slots));
  if (lengths.length === 0) return new Map();
  unpackSeries(from, lengths);
  const known = readNames(from, bytes.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const order = new RecentOrder(known.length);
  const places = new Int32Array(total);
  if (total > 0) unpackSeries(from, places);
  const lists: number[][] = [];
  let at = 0;
  for (const length of lengths) {
    order.begin();
    lists.push(Array.from(places.subarray(at, at + length), (place) => order.take(place)));
    at += length;
  }
  const used = readUsed(from, lists, known.length);
  const result = new Map<number, TopProcess[]>();
  lists.forEach((list, index) => {
    const minute = slots.present === null ? index : (slots.present[index] ?? 0);
    result.set(
      minute,
      list.map((entry) => {
        const process = known[entry];
        const series = used[entry];
        if (process === undefined || series === undefined) throw damagedBlock();
        const place = series.next;
        series.next += 1;
        return {
          ...process,
          cpuPercent: (series.cpu[place] ?? 0) / TENTHS,
          memoryPercent: (series.memory[place] ?? 0) / TENTHS,
        };
      }),
    );
  });
  return result;
}

/** Null where a list has what columns have no place for. */
function entriesOf(minutes: readonly [number, readonly TopProcess[]][]): Entry[] | null {
  const entries = new Map<string, Entry>();
  for (const [, list] of minutes) {
    const seen = new Set<string>();
    for (const { name, pid, cpuPercent, memoryPercent } of list) {
      const key = keyOf(name, pid);
      const cpu = Math.round(cpuPercent * TENTHS);
      const memory = Math.round(memoryPercent * TENTHS);
      const fits =
        Number.isSafeInteger(pid) &&
        pid >= 0 &&
        pid < MAX_PID &&
        Math.abs(cpu) <= MAX_CODE &&
        Math.abs(memory) <= MAX_CODE &&
        name.isWellFormed() &&
        !seen.has(key);
      if (!fits) return null;
      seen.add(key);
      let entry = entries.get(key);
      if (entry === undefined) {
        entry = { name, pid, cpu: [], memory: [] };
        entries.set(key, entry);
      }
      entry.cpu.push(cpu);
      entry.memory.push(memory);
    }
  }
  return Array.from(entries.values());
}

function keyOf(name: string, pid: number): string {
  return `${String(pid)} ${name}`;
}

/** For each process of each list its place among those that were not yet named in this list, by when they were last used. */
function placesOf(
  minutes: readonly [number, readonly TopProcess[]][],
  entries: readonly Entry[],
): number[] {
  const numbers = new Map(entries.map(({ name, pid }, at) => [keyOf(name, pid), at]));
  const order = new RecentOrder(entries.length);
  return minutes.flatMap(([, list]) => {
    order.begin();
    return list.map(({ name, pid }) => order.placeOf(numbers.get(keyOf(name, pid)) ?? 0));
  });
}

/** The processes in the order in which the last lists named them: a list that repeats the one before has the places 0, 0, 0 … */
class RecentOrder {
  #named: number[] = [];
  #rest: number[];

  constructor(count: number) {
    this.#rest = Array.from({ length: count }, (_, at) => at);
  }

  /** A new list begins. */
  begin(): void {
    this.#rest = [...this.#named, ...this.#rest];
    this.#named = [];
  }

  /** The place of the next process of the list. */
  placeOf(entry: number): number {
    const place = this.#rest.indexOf(entry);
    this.take(place);
    return place;
  }

  /** The next process of the list, by its place. */
  take(place: number): number {
    const [entry] = this.#rest.splice(place, 1);
    if (entry === undefined) throw damagedBlock();
    this.#named.push(entry);
    return entry;
  }
}

function readNames(from: BitReader, limit: number): { name: string; pid: number }[] {
  const count = from.varint();
  // Each takes two bytes at least.
  if (count > limit) throw damagedBlock();
  return Array.from({ length: count }, () => {
    const name = new TextDecoder().decode(from.take(from.varint()));
    return { name, pid: from.varint() };
  });
}

function readUsed(
  from: BitReader,
  lists: readonly (readonly number[])[],
  count: number,
): { cpu: Int32Array; memory: Int32Array; next: number }[] {
  const times = new Uint32Array(count);
  for (const list of lists) for (const entry of list) times[entry] = (times[entry] ?? 0) + 1;
  return Array.from(times, (length) => {
    const cpu = new Int32Array(length);
    const memory = new Int32Array(length);
    unpackSeries(from, cpu);
    unpackSeries(from, memory);
    return { cpu, memory, next: 0 };
  });
}

function unpackJson(bytes: Uint8Array): Map<number, TopProcess[]> {
  try {
    return new Map(hourSchema.parse(JSON.parse(new TextDecoder().decode(bytes))));
  } catch {
    throw damagedBlock();
  }
}
