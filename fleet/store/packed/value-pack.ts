import { METRICS, METRIC_IDS, isRequired, type MetricId } from '../../../contract/metrics.ts';
import {
  HOUR_LENGTH,
  ROLLUP_LENGTH,
  ROLLUP_MAX,
  ROLLUP_MEAN,
  ROLLUP_MIN,
  clearValues,
  emptyValues,
  getValue,
  hasValue,
  setValue,
  type MetricArrays,
  type ValueArray,
} from '../series-codec.ts';
import { BitReader, BitWriter } from './bits.ts';
import { FRAME_BYTES, closeFrame, damagedBlock, openFrame } from './frame.ts';
import { codeOf, quantised, valuesOfCodes } from './quantise.ts';
import { packSeries, unpackSeries } from './series-pack.ts';
import { countOf, isSame, readSlots, slotsWhere, writeSlots, type Slots } from './slots.ts';

/**
 * The values of some metrics in one block. After the frame: which slots have a value, then the metrics, each with its number, its
 * length in bytes, the slots that have a value where they are others, and its series. A value that has no whole number
 * (`quantise.ts`) makes its metric lie there in floats.
 */
interface Shape {
  /** Slots of a series. */
  readonly size: number;
  /** Values of a metric's array. */
  readonly length: number;
  /** Where each of its series begins in the array. All but the first are packed as distances from the first. */
  readonly parts: readonly number[];
  /** Decimals that are kept at least. */
  readonly decimals: number;
}

const HOUR: Shape = { size: HOUR_LENGTH, length: HOUR_LENGTH, parts: [0], decimals: 0 };
/** The mean of whole numbers is none. */
const DAY: Shape = {
  size: ROLLUP_MEAN,
  length: ROLLUP_LENGTH,
  parts: [ROLLUP_MEAN, ROLLUP_MIN, ROLLUP_MAX],
  decimals: 1,
};

/** Bits beside the number of a metric. */
const OWN_SLOTS = 0x40;
const AS_FLOATS = 0x80;
const CODE = 0x3f;
const FLOAT_BYTES = 4;

const METRIC_OF = new Map<number, MetricId>(METRIC_IDS.map((id) => [METRICS[id].code, id]));

/** Packs an hour of minutes, of metrics that have any. */
export function packHour(arrays: MetricArrays): Uint8Array {
  return pack(HOUR, arrays);
}

/** Reads an hour of one metric into `values`. Returns false if the block has none. Throws `AppFailure` (`store-damaged`). */
export function unpackHour(metric: MetricId, blob: unknown, values: ValueArray): boolean {
  return unpackOne(HOUR, metric, blob, values);
}

/** All metrics of an hour. Throws `AppFailure` (`store-damaged`). */
export function unpackWholeHour(blob: unknown): MetricArrays {
  return unpackAll(HOUR, blob);
}

/** Packs the rollups of a day, of metrics that have any. */
export function packDay(arrays: MetricArrays): Uint8Array {
  return pack(DAY, arrays);
}

/** Reads the rollup of one metric into `values`. Returns false if the block has none. Throws `AppFailure` (`store-damaged`). */
export function unpackDay(metric: MetricId, blob: unknown, values: ValueArray): boolean {
  return unpackOne(DAY, metric, blob, values);
}

/** The rollups of all metrics of a day. Throws `AppFailure` (`store-damaged`). */
export function unpackWholeDay(blob: unknown): MetricArrays {
  return unpackAll(DAY, blob);
}

/** A value of a minute as it comes out of an hour that was packed. */
export function asPacked(metric: MetricId, value: number): number {
  return quantised(metric, value, METRICS[metric].decimals);
}

/** A value of a rollup as it comes out of a day that was packed. */
export function asPackedRollup(metric: MetricId, value: number): number {
  return quantised(metric, value, Math.max(DAY.decimals, METRICS[metric].decimals));
}

// They are kept: nothing here runs twice at a time.
const out = new BitWriter();
const series = new BitWriter();

function pack(shape: Shape, arrays: MetricArrays): Uint8Array {
  out.reset();
  for (let at = 0; at < FRAME_BYTES; at += 1) out.byte(0);
  let common: Slots | null = null;
  for (const metric of METRIC_IDS) {
    const values = arrays[metric];
    if (values === undefined) continue;
    const slots = slotsWhere(shape.size, (slot) => hasValue(values, (shape.parts[0] ?? 0) + slot));
    if (countOf(slots) === 0) continue;
    if (common === null) {
      common = slots;
      writeSlots(out, slots);
    }
    let flags = 0;
    series.reset();
    if (!isSame(common, slots)) {
      flags = OWN_SLOTS;
      writeSlots(series, slots);
    }
    const codes = codesOf(shape, metric, values, slots);
    if (codes === null) {
      flags |= AS_FLOATS;
      for (const part of shape.parts) series.append(floatsOf(values, slots, part));
    } else for (const each of codes) packSeries(series, each, isRequired(metric));
    const bytes = series.finish();
    out.byte(METRICS[metric].code | flags);
    out.varint(bytes.length);
    out.append(bytes);
  }
  return closeFrame(out.finish());
}

function unpackAll(shape: Shape, blob: unknown): MetricArrays {
  const bytes = openFrame(blob);
  const arrays: MetricArrays = {};
  if (bytes.length === FRAME_BYTES) return arrays;
  const from = new BitReader(bytes, FRAME_BYTES);
  const common = readSlots(from, shape.size);
  while (from.offset < bytes.length) {
    const head = from.byte();
    const end = from.varint() + from.offset;
    const metric = METRIC_OF.get(head & CODE);
    if (metric !== undefined) {
      const values = emptyValues(metric, shape.length);
      readMetric(shape, metric, head, common, from, values);
      arrays[metric] = values;
    }
    from.offset = end;
  }
  return arrays;
}

function unpackOne(shape: Shape, metric: MetricId, blob: unknown, values: ValueArray): boolean {
  const bytes = openFrame(blob);
  if (bytes.length === FRAME_BYTES) return false;
  const from = new BitReader(bytes, FRAME_BYTES);
  const common = readSlots(from, shape.size);
  const { code } = METRICS[metric];
  while (from.offset < bytes.length) {
    const head = from.byte();
    const end = from.varint() + from.offset;
    if ((head & CODE) === code) {
      if (common.present !== null || (head & OWN_SLOTS) !== 0) clearValues(values);
      readMetric(shape, metric, head, common, from, values);
      return true;
    }
    from.offset = end;
  }
  return false;
}

function readMetric(
  shape: Shape,
  metric: MetricId,
  head: number,
  common: Slots,
  from: BitReader,
  values: ValueArray,
): void {
  const slots = (head & OWN_SLOTS) === 0 ? common : readSlots(from, shape.size);
  if ((head & AS_FLOATS) !== 0) readFloats(shape, slots, from, values);
  else readCodes(shape, metric, slots, from, values);
}

/** The whole numbers of each part, or null where a value has none. */
function codesOf(
  { parts, decimals: least }: Shape,
  metric: MetricId,
  values: ValueArray,
  { present, size }: Slots,
): Int32Array[] | null {
  const decimals = Math.max(least, METRICS[metric].decimals);
  const count = present?.length ?? size;
  const all: Int32Array[] = [];
  for (const part of parts) {
    const codes = new Int32Array(count);
    const [first] = all;
    for (let at = 0; at < count; at += 1) {
      const value = getValue(values, part + (present === null ? at : (present[at] ?? 0)));
      const code = codeOf(metric, value, decimals);
      if (code === null) return null;
      codes[at] = first === undefined ? code : code - (first[at] ?? 0);
    }
    all.push(codes);
  }
  return all;
}

/** Kept for `readCodes`, by the number of slots that have a value. */
const scratch = Array.from({ length: ROLLUP_MEAN + 1 }, (_, count) => new Int32Array(count));

function readCodes(
  { parts, decimals: least }: Shape,
  metric: MetricId,
  { present, size }: Slots,
  from: BitReader,
  values: ValueArray,
): void {
  const decimals = Math.max(least, METRICS[metric].decimals);
  const count = present?.length ?? size;
  const codes = scratch[count] ?? new Int32Array(count);
  let first: Int32Array | null = null;
  for (const part of parts) {
    unpackSeries(from, codes);
    if (first !== null)
      for (let at = 0; at < count; at += 1) codes[at] = (codes[at] ?? 0) + (first[at] ?? 0);
    // An Int16Array holds tenths, which is what the codes of such metrics are.
    if (values instanceof Int16Array) putTenths(values, part, codes, present);
    else putFloats(values, part, codes, present, metric, decimals);
    if (parts.length > 1) first ??= codes.slice();
  }
}

function putTenths(
  values: Int16Array,
  part: number,
  codes: Int32Array,
  present: Uint8Array | null,
): void {
  if (present === null) values.set(codes, part);
  else
    for (let at = 0; at < codes.length; at += 1) values[part + (present[at] ?? 0)] = codes[at] ?? 0;
}

function putFloats(
  values: Float32Array,
  part: number,
  codes: Int32Array,
  present: Uint8Array | null,
  metric: MetricId,
  decimals: number,
): void {
  const valueOf = valuesOfCodes(metric, decimals);
  for (let at = 0; at < codes.length; at += 1)
    values[part + (present === null ? at : (present[at] ?? 0))] = valueOf(codes[at] ?? 0);
}

function floatsOf(values: ValueArray, { present, size }: Slots, part: number): Uint8Array {
  const count = present?.length ?? size;
  const bytes = new DataView(new ArrayBuffer(count * FLOAT_BYTES));
  for (let at = 0; at < count; at += 1)
    bytes.setFloat32(at * FLOAT_BYTES, getValue(values, part + (present?.[at] ?? at)), true);
  return new Uint8Array(bytes.buffer);
}

function readFloats(
  { parts }: Shape,
  { present, size }: Slots,
  from: BitReader,
  values: ValueArray,
): void {
  const count = present?.length ?? size;
  for (const part of parts) {
    const bytes = from.take(count * FLOAT_BYTES);
    if (bytes.length < count * FLOAT_BYTES) throw damagedBlock();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < count; at += 1)
      setValue(values, part + (present?.[at] ?? at), view.getFloat32(at * FLOAT_BYTES, true));
  }
}
