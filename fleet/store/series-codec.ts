import { appFailure } from '../../contract/errors.ts';
import { METRICS, type MetricId } from '../../contract/metrics.ts';
import { rounded } from '../../contract/metric-values.ts';
import { QUARTERS_PER_DAY } from '../../contract/time.ts';

/** Values of one metric: tenths with -1 for no sample, or floats with NaN (`contract/metrics.ts`). */
export type ValueArray = Int16Array | Float32Array;

/** Values of some metrics, each of the same length. */
export type MetricArrays = Partial<Record<MetricId, ValueArray>>;

const NO_TENTHS = -1;

/** One value a minute of an hour. */
export const HOUR_LENGTH = 60;
/** Minimum, mean and maximum of every quarter hour of a day, one after the other. */
export const ROLLUP_LENGTH = QUARTERS_PER_DAY * 3;
/** Index of the first minimum in a day's rollups. */
export const ROLLUP_MIN = 0;
/** Index of the first mean in a day's rollups. */
export const ROLLUP_MEAN = QUARTERS_PER_DAY;
/** Index of the first maximum in a day's rollups. */
export const ROLLUP_MAX = QUARTERS_PER_DAY * 2;

/** A new array of a metric with no sample in it. */
export function emptyValues(metric: MetricId, length: number): ValueArray {
  return METRICS[metric].encoding === 'tenths'
    ? new Int16Array(length).fill(NO_TENTHS)
    : new Float32Array(length).fill(NaN);
}

/** Takes every sample out of an array. */
export function clearValues(values: ValueArray): void {
  if (values instanceof Float32Array) values.fill(NaN);
  else values.fill(NO_TENTHS);
}

/** The array that a BLOB holds, without copying. Throws `AppFailure` (`store-damaged`) on a wrong size. */
export function decodeValues(metric: MetricId, blob: unknown, length: number): ValueArray {
  const size = bytesOf(metric);
  if (!(blob instanceof Uint8Array) || blob.byteLength !== size * length)
    throw appFailure(
      'store-damaged',
      'A block of the local database has a wrong size.',
      'Start again: the database is checked, and filled again from DynamoDB where it is damaged.',
    );
  const aligned = blob.byteOffset % size === 0 ? blob : blob.slice();
  return size === 2
    ? new Int16Array(aligned.buffer, aligned.byteOffset, length)
    : new Float32Array(aligned.buffer, aligned.byteOffset, length);
}

/** The arrays in the columns of a row, by metric; columns that are empty or of a wrong size are left out. */
export function decodeColumns(
  metrics: readonly MetricId[],
  row: Record<string, unknown> | undefined,
  length: number,
): MetricArrays {
  const arrays: MetricArrays = {};
  if (row === undefined) return arrays;
  for (const metric of metrics) {
    const blob = row[metric];
    const values = blob instanceof Uint8Array ? decodeWhole(metric, blob, length) : null;
    if (values !== null) arrays[metric] = values;
  }
  return arrays;
}

/** The array that a BLOB holds, or null where it has a wrong size. */
export function decodeWhole(metric: MetricId, blob: Uint8Array, length: number): ValueArray | null {
  return blob.byteLength === bytesOf(metric) * length ? decodeValues(metric, blob, length) : null;
}

/** The bytes of an array, without a copy, for a BLOB column. */
export function encodeValues(values: ValueArray): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function bytesOf(metric: MetricId): number {
  return METRICS[metric].encoding === 'tenths' ? 2 : 4;
}

/** The value at an index in the metric's own unit, NaN where there is no sample. */
export function getValue(values: ValueArray, index: number): number {
  const stored = values[index] ?? NaN;
  if (values instanceof Float32Array) return stored;
  return stored < 0 ? NaN : stored / 10;
}

/** Stores a value in the metric's own unit; NaN removes it. */
export function setValue(values: ValueArray, index: number, value: number): void {
  if (values instanceof Float32Array) values[index] = value;
  else values[index] = Number.isNaN(value) ? NO_TENTHS : Math.round(value * 10);
}

/** Whether there is a sample at `index`: empty cells hold NaN in floats, negatives in integers. */
export function hasValue(values: ValueArray, index: number): boolean {
  const stored = values[index] ?? NaN;
  return values instanceof Float32Array ? !Number.isNaN(stored) : stored >= 0;
}

/** A value as it comes back from the store. */
export function asStored(metric: MetricId, value: number): number {
  return rounded(metric, METRICS[metric].encoding === 'float' ? Math.fround(value) : value);
}

/** Number of minutes that have a sample. */
export function countValues(values: ValueArray): number {
  let count = 0;
  for (let index = 0; index < values.length; index += 1) if (hasValue(values, index)) count += 1;
  return count;
}
