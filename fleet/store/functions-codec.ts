/** What one run says of one function, as it is kept: 32-bit floats. NaN: the writer did not know. Times are seconds. */
export interface StoredTiming {
  /** Number of the function's name. */
  fn: number;
  calls: number;
  wall: number;
  cpu: number;
  /** Of one call. */
  min: number;
  max: number;
}

/** What the runs of one host on one day say of one function. `low` and `high`: the least and the largest mean of a run. */
export interface DayTiming extends StoredTiming {
  runs: number;
  low: number;
  high: number;
}

/** A varint of 2^53 has eight bytes. */
const MOST_VARINT = 8;
const RUN_FLOATS = 16;
const DAY_FLOATS = 32;

/** A list that leads from byte to byte. */
interface Cursor {
  readonly view: DataView;
  at: number;
}

/** The timings of a run, ascending by function: about 20 bytes each. */
export function encodeTimings(timings: readonly StoredTiming[]): Uint8Array {
  const cursor = roomFor(timings.length, 2 * MOST_VARINT + RUN_FLOATS);
  let before = 0;
  for (const { fn, calls, wall, cpu, min, max } of timings) {
    putVarint(cursor, fn - before);
    putVarint(cursor, calls);
    for (const value of [wall, cpu, min, max]) putFloat(cursor, value);
    before = fn;
  }
  return written(cursor);
}

/** Gives back what `encodeTimings` was given, in 32-bit floats. */
export function decodeTimings(bytes: Uint8Array): StoredTiming[] {
  const timings: StoredTiming[] = [];
  const cursor = cursorOn(bytes);
  let fn = 0;
  while (cursor.at < bytes.length) {
    fn += takeVarint(cursor);
    timings.push(timingAt(cursor, fn));
  }
  return timings;
}

/** The timing of one function in a run, without a look at the others' values; null where it has none. */
export function findTiming(bytes: Uint8Array, wanted: number): StoredTiming | null {
  const cursor = cursorOn(bytes);
  let fn = 0;
  while (cursor.at < bytes.length) {
    fn += takeVarint(cursor);
    if (fn === wanted) return timingAt(cursor, fn);
    if (fn > wanted) return null;
    takeVarint(cursor);
    cursor.at += RUN_FLOATS;
  }
  return null;
}

/** The functions of one host on one day, ascending. Sums are 64-bit floats: many runs add up. */
export function encodeDay(timings: readonly DayTiming[]): Uint8Array {
  const cursor = roomFor(timings.length, 3 * MOST_VARINT + DAY_FLOATS);
  let before = 0;
  for (const { fn, calls, runs, wall, cpu, min, max, low, high } of timings) {
    putVarint(cursor, fn - before);
    putVarint(cursor, calls);
    putVarint(cursor, runs);
    cursor.view.setFloat64(cursor.at, wall, true);
    cursor.view.setFloat64(cursor.at + 8, cpu, true);
    cursor.at += 16;
    for (const value of [min, max, low, high]) putFloat(cursor, value);
    before = fn;
  }
  return written(cursor);
}

/** Calls `take` for each function of a day, or for `wanted` alone. */
export function eachOfDay(
  bytes: Uint8Array,
  take: (timing: DayTiming) => void,
  wanted: number | null = null,
): void {
  const cursor = cursorOn(bytes);
  const { view } = cursor;
  let fn = 0;
  while (cursor.at < bytes.length) {
    fn += takeVarint(cursor);
    const calls = takeVarint(cursor);
    const runs = takeVarint(cursor);
    const { at } = cursor;
    cursor.at += DAY_FLOATS;
    if (wanted !== null && fn !== wanted) {
      if (fn > wanted) return;
      continue;
    }
    take({
      fn,
      calls,
      runs,
      wall: view.getFloat64(at, true),
      cpu: view.getFloat64(at + 8, true),
      min: view.getFloat32(at + 16, true),
      max: view.getFloat32(at + 20, true),
      low: view.getFloat32(at + 24, true),
      high: view.getFloat32(at + 28, true),
    });
  }
}

/** Single calls of a function in a run: seconds of wall time, and Unix seconds (NaN: not known). */
export interface StoredCalls {
  wall: Float32Array;
  at: Float64Array;
}

/** Twelve bytes a call. */
export function encodeCalls({ wall, at }: StoredCalls): Uint8Array {
  const bytes = new Uint8Array(wall.byteLength + at.byteLength);
  bytes.set(new Uint8Array(at.buffer, at.byteOffset, at.byteLength));
  bytes.set(new Uint8Array(wall.buffer, wall.byteOffset, wall.byteLength), at.byteLength);
  return bytes;
}

/** Gives back what `encodeCalls` was given. */
export function decodeCalls(bytes: Uint8Array): StoredCalls {
  const calls = Math.floor(bytes.length / 12);
  const aligned = bytes.slice();
  return {
    at: new Float64Array(aligned.buffer, 0, calls),
    wall: new Float32Array(aligned.buffer, calls * 8, calls),
  };
}

function timingAt(cursor: Cursor, fn: number): StoredTiming {
  const calls = takeVarint(cursor);
  const { view, at } = cursor;
  cursor.at += RUN_FLOATS;
  return {
    fn,
    calls,
    wall: view.getFloat32(at, true),
    cpu: view.getFloat32(at + 4, true),
    min: view.getFloat32(at + 8, true),
    max: view.getFloat32(at + 12, true),
  };
}

function roomFor(entries: number, bytesEach: number): Cursor {
  return { view: new DataView(new ArrayBuffer(entries * bytesEach)), at: 0 };
}

function cursorOn(bytes: Uint8Array): Cursor {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 };
}

function written({ view, at }: Cursor): Uint8Array {
  return new Uint8Array(view.buffer, 0, at);
}

function putFloat(cursor: Cursor, value: number): void {
  cursor.view.setFloat32(cursor.at, value, true);
  cursor.at += 4;
}

function putVarint(cursor: Cursor, value: number): void {
  let rest = value;
  while (rest >= 128) {
    cursor.view.setUint8(cursor.at, (rest % 128) + 128);
    cursor.at += 1;
    rest = Math.floor(rest / 128);
  }
  cursor.view.setUint8(cursor.at, rest);
  cursor.at += 1;
}

function takeVarint(cursor: Cursor): number {
  let value = 0;
  let factor = 1;
  for (;;) {
    const byte = cursor.view.getUint8(cursor.at);
    cursor.at += 1;
    value += (byte % 128) * factor;
    if (byte < 128) return value;
    factor *= 128;
  }
}
