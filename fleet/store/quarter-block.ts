import { METRICS, OPTIONAL_METRICS, type FieldOf, type MetricId } from '../../contract/metrics.ts';
import { MINUTE_S } from '../../contract/time.ts';
import type { MinuteRecord } from './minute.ts';
import { MINUTES_PER_QUARTER, type Peaks } from './peaks.ts';
import {
  getValue,
  hasValue,
  setValue,
  type MetricArrays,
  type ValueArray,
} from './series-codec.ts';

/*
 * A block: how many metrics it has, the number of each in ascending order, then the 15 minutes of each, one metric after the
 * other: tenths in 16 bits (-1: no sample) or 32-bit floats (NaN), little-endian.
 */

/** A metric as blocks have it. */
interface Field {
  metric: MetricId;
  field: FieldOf<MetricId>;
  code: number;
  isTenths: boolean;
  /** Bytes of its 15 minutes. */
  bytes: number;
}

const NO_TENTHS = -1;

const FIELDS: readonly Field[] = OPTIONAL_METRICS.map((metric) => {
  const { code, field, encoding } = METRICS[metric];
  const isTenths = encoding === 'tenths';
  return { metric, field, code, isTenths, bytes: MINUTES_PER_QUARTER * (isTenths ? 2 : 4) };
}).sort((a, b) => a.code - b.code);
const BY_CODE = new Map(FIELDS.map((field) => [field.code, field]));

/** Where a block is put together or read. */
export interface QuarterOfHour {
  /** Unix seconds. */
  start: number;
  /** 0 to 3. */
  quarter: number;
}

/**
 * Puts the optional metrics of minutes of one quarter of an hour into its block (anything else than a sound block counts as an
 * empty one). Returns the block, or null if neither has any. What is replaced, and extremes within a minute, go to `peaks`.
 */
export function mergeQuarter(
  stored: unknown,
  { start, quarter }: QuarterOfHour,
  records: readonly MinuteRecord[],
  peaks: Peaks,
): Uint8Array | null {
  const wanted = FIELDS.filter(({ field }) =>
    records.some(({ sample }) => sample[field] !== undefined),
  );
  const block = withFields(stored, wanted);
  if (block === null) return null;
  const view = viewOf(block);
  let at = 1 + (block[0] ?? 0);
  for (let nth = 1; nth <= (block[0] ?? 0); nth += 1) {
    const known = BY_CODE.get(block[nth] ?? 0);
    if (known === undefined) break;
    const { metric, field, isTenths, bytes } = known;
    for (const { sample, peaks: extremes } of records) {
      const value = sample[field];
      if (value === undefined) continue;
      const index = (sample.minute - start) / MINUTE_S;
      const old = valueAt(view, at, index, isTenths);
      putAt(view, at, index, isTenths, value);
      if (!Number.isNaN(old) && old !== valueAt(view, at, index, isTenths))
        peaks.widen(metric, quarter, old, old);
      const peak = extremes?.[metric];
      if (peak !== undefined) peaks.widen(metric, quarter, peak.min, peak.max);
    }
    at += bytes;
  }
  return block;
}

/** Copies a metric's minutes of a block into those of its hour. Returns whether the block has the metric. */
export function readQuarter(
  stored: unknown,
  metric: MetricId,
  quarter: number,
  hour: ValueArray,
): boolean {
  const block = soundBlock(stored);
  if (block === null) return false;
  const { code } = METRICS[metric];
  let at = 1 + (block[0] ?? 0);
  for (let nth = 1; nth <= (block[0] ?? 0); nth += 1) {
    const { bytes = 0, isTenths = false } = BY_CODE.get(block[nth] ?? 0) ?? {};
    if (block[nth] === code) {
      const view = viewOf(block);
      for (let index = 0; index < MINUTES_PER_QUARTER; index += 1) {
        const value = valueAt(view, at, index, isTenths);
        if (!Number.isNaN(value)) setValue(hour, quarter * MINUTES_PER_QUARTER + index, value);
      }
      return true;
    }
    at += bytes;
  }
  return false;
}

/** The metrics of a block. */
export function metricsOf(stored: unknown): MetricId[] {
  const block = soundBlock(stored);
  if (block === null) return [];
  return Array.from(block.subarray(1, 1 + (block[0] ?? 0))).flatMap((code) => {
    const field = BY_CODE.get(code);
    return field === undefined ? [] : [field.metric];
  });
}

/** The block of a quarter of an hour's values, or null where the quarter has none. */
export function quarterBlock(hours: MetricArrays, quarter: number): Uint8Array | null {
  const first = quarter * MINUTES_PER_QUARTER;
  const has = (values: ValueArray | undefined): boolean =>
    values !== undefined &&
    Array.from({ length: MINUTES_PER_QUARTER }, (_, index) => first + index).some((index) =>
      hasValue(values, index),
    );
  const fields = FIELDS.filter(({ metric }) => has(hours[metric]));
  const block = withFields(null, fields);
  if (block === null) return null;
  const view = viewOf(block);
  let at = 1 + fields.length;
  for (const { metric, isTenths, bytes } of fields) {
    const values = hours[metric];
    for (let index = 0; values !== undefined && index < MINUTES_PER_QUARTER; index += 1)
      putAt(view, at, index, isTenths, getValue(values, first + index));
    at += bytes;
  }
  return block;
}

/** The block, with empty minutes of the metrics that it lacks; null where there are none at all. */
function withFields(stored: unknown, wanted: readonly Field[]): Uint8Array | null {
  const old = soundBlock(stored);
  const codes = old === null ? [] : Array.from(old.subarray(1, 1 + (old[0] ?? 0)));
  if (old !== null && wanted.every(({ code }) => codes.includes(code))) return old;
  const fields = FIELDS.filter((field) => codes.includes(field.code) || wanted.includes(field));
  if (fields.length === 0) return null;
  const block = new Uint8Array(1 + fields.length + sizeOf(fields));
  block[0] = fields.length;
  const view = viewOf(block);
  let at = 1 + fields.length;
  let from = 1 + codes.length;
  fields.forEach(({ code, isTenths, bytes }, nth) => {
    block[1 + nth] = code;
    if (old !== null && codes.includes(code)) {
      block.set(old.subarray(from, from + bytes), at);
      from += bytes;
    } else
      for (let index = 0; index < MINUTES_PER_QUARTER; index += 1)
        putAt(view, at, index, isTenths, NaN);
    at += bytes;
  });
  return block;
}

/** What is stored if it is a block: known metrics in order, and as long as they need. */
function soundBlock(stored: unknown): Uint8Array | null {
  if (!(stored instanceof Uint8Array)) return null;
  const count = stored[0] ?? 0;
  let size = 1 + count;
  let before = -1;
  for (let nth = 1; nth <= count; nth += 1) {
    const code = stored[nth] ?? -1;
    const field = BY_CODE.get(code);
    if (field === undefined || code <= before) return null;
    size += field.bytes;
    before = code;
  }
  return size === stored.length && count > 0 ? stored : null;
}

function sizeOf(fields: readonly Field[]): number {
  return fields.reduce((sum, { bytes }) => sum + bytes, 0);
}

function viewOf(block: Uint8Array): DataView {
  return new DataView(block.buffer, block.byteOffset, block.byteLength);
}

/** In the metric's own unit, NaN where there is no sample. */
function valueAt(view: DataView, at: number, index: number, isTenths: boolean): number {
  if (!isTenths) return view.getFloat32(at + index * 4, true);
  const stored = view.getInt16(at + index * 2, true);
  return stored < 0 ? NaN : stored / 10;
}

function putAt(view: DataView, at: number, index: number, isTenths: boolean, value: number): void {
  if (!isTenths) view.setFloat32(at + index * 4, value, true);
  else
    view.setInt16(at + index * 2, Number.isNaN(value) ? NO_TENTHS : Math.round(value * 10), true);
}
