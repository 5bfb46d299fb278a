import { METRICS, type MetricId } from '../../../contract/metrics.ts';

/**
 * Values as whole numbers, in the resolution that the tables have. Rates keep ten significant bits, so that they are exact up
 * to 1,023 and within 0.1 % beyond.
 */

/** The greatest number, without its sign, that `packSeries` takes. */
export const MAX_CODE = 2 ** 27;

const SCALE = [1, 10, 100, 1000, 10_000];

const MANTISSA_BITS = 9;
const MANTISSA = 2 ** MANTISSA_BITS;
/** More than the codes up to `MAX_CODE` of plausible rates need; what is beyond comes out as NaN. */
const POWERS = Float64Array.from({ length: 1024 }, (_, exponent) => 2 ** exponent);

/** The number of a value at so many decimals, which rates do not heed; null where it has none. */
export function codeOf(metric: MetricId, value: number, decimals: number): number | null {
  const isRate = METRICS[metric].unit === 'bytes-per-second';
  // Minus zero is zero.
  const code = (isRate ? rateCode(value) : Math.round(value * (SCALE[decimals] ?? NaN))) + 0;
  return Math.abs(code) <= MAX_CODE ? code : null;
}

/** What makes values of the numbers of a metric that were made at so many decimals. */
export function valuesOfCodes(metric: MetricId, decimals: number): (code: number) => number {
  if (METRICS[metric].unit === 'bytes-per-second') return rateOf;
  const scale = SCALE[decimals] ?? NaN;
  return (code) => code / scale;
}

/** A value at this resolution, or as it is where it has no number; as a float. */
export function quantised(metric: MetricId, value: number, decimals: number): number {
  const code = codeOf(metric, Math.fround(value), decimals);
  return Math.fround(code === null ? value : valuesOfCodes(metric, decimals)(code));
}

/** NaN where the rate is negative or not finite. */
function rateCode(rate: number): number {
  if (!(rate >= 0 && rate < Infinity)) return NaN;
  if (rate < MANTISSA) return Math.round(rate);
  let exponent = Math.floor(Math.log2(rate)) - MANTISSA_BITS;
  // The logarithm of a number just below a power of two may come out as that of the power.
  if (rate < MANTISSA * 2 ** exponent) exponent -= 1;
  return exponent * MANTISSA + Math.round(rate / 2 ** exponent);
}

function rateOf(code: number): number {
  if (code < 2 * MANTISSA) return code;
  const exponent = (code >>> MANTISSA_BITS) - 1;
  return (MANTISSA + (code & (MANTISSA - 1))) * (POWERS[exponent] ?? NaN);
}
