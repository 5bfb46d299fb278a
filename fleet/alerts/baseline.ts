import { UNUSUAL_NEEDS_WEEKS } from '../../contract/outlook.ts';
import { METRICS, type MetricId } from '../../contract/metrics.ts';
import { QUARTERS_PER_DAY } from '../../contract/time.ts';
import { medianOf } from '../queries/median.ts';

/** Weeks before a day that make its baseline. */
export const BASELINE_WEEKS = 4;
/** Fewest of these weeks that give an hour a baseline. */
export const LEAST_WEEKS = UNUSUAL_NEEDS_WEEKS;
/** Hours of a day. */
export const HOURS = 24;
const QUARTERS = QUARTERS_PER_DAY / HOURS;
/** Quarter hours with a sample that an hour needs to count. */
const LEAST_QUARTERS = 2;
/** The standard deviation per median absolute deviation, for normally distributed values. */
const MAD_TO_SIGMA = 1.4826;
/** Standard deviations from the middle of the band to its edge. Chosen with `npm run bench` (`unusual.bench.ts`). */
const EDGE = 4.5;
/** The smallest standard deviation, as a share of the middle: four weeks show little of what varies by the month. */
const LEAST_SHARE = 0.08;
const LEAST_RATE_SHARE = 0.15;

/** Added to a rate before taking its logarithm, in multiples of the noise: rates near zero have no meaningful ratio. */
const RATE_SHIFT = 5;

/** The scale of distances: traffic varies by factors, everything else by amounts. */
interface Scale {
  readonly of: (value: number) => number;
  readonly back: (value: number) => number;
  /** The least standard deviation around a middle. */
  readonly least: (middle: number) => number;
}

/** The band of each hour of a UTC day, from `low` to `high` in the metric's unit; NaN without a baseline. */
export interface DayBaseline {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** The band at one time. */
export interface UsualRange {
  low: number;
  high: number;
}

/**
 * What is usual in the hours of a day: the median of the same hour's quarters in the weeks before, and around it 4.5
 * standard deviations by the median absolute deviation. That of an hour is at least what is common on that day of the
 * week, and at least what the catalogue calls noise. `weeks`: the day's 96 quarter hours in each week, NaN where there
 * is no sample.
 */
export function baselineOf(metric: MetricId, weeks: readonly Float32Array[]): DayBaseline {
  const middle = new Float32Array(HOURS).fill(NaN);
  const sigma = new Float32Array(HOURS).fill(NaN);
  const values = new Float64Array(BASELINE_WEEKS * QUARTERS);
  const scale = scaleOf(metric);
  for (let hour = 0; hour < HOURS; hour += 1) {
    const count = collect(weeks, hour, scale, values);
    if (count === 0) continue;
    const known = values.subarray(0, count).sort();
    const center = medianOf(known);
    for (let index = 0; index < count; index += 1)
      known[index] = Math.abs((known[index] ?? 0) - center);
    middle[hour] = center;
    sigma[hour] = MAD_TO_SIGMA * medianOf(known.sort());
  }
  return bandOf(middle, sigma, scale);
}

/** Widens a band to include another; hours that only one of them has lose theirs. */
export function widened(a: DayBaseline, b: DayBaseline): DayBaseline {
  return {
    low: a.low.map((low, hour) => Math.min(low, b.low[hour] ?? NaN)),
    high: a.high.map((high, hour) => Math.max(high, b.high[hour] ?? NaN)),
  };
}

/** Distance of a value from the middle of the band; 1 is the edge. NaN without a baseline. */
export function distanceOf(value: number, { low, high }: UsualRange): number {
  return Math.abs(value - (low + high) / 2) / ((high - low) / 2);
}

/** Puts the values of an hour into `values`, from all weeks that have enough of it. Returns how many; 0: too few weeks. */
function collect(
  weeks: readonly Float32Array[],
  hour: number,
  scale: Scale,
  values: Float64Array,
): number {
  let count = 0;
  let whole = 0;
  for (const week of weeks) {
    const before = count;
    for (let quarter = hour * QUARTERS; quarter < (hour + 1) * QUARTERS; quarter += 1) {
      const value = week[quarter] ?? NaN;
      if (Number.isNaN(value)) continue;
      values[count] = scale.of(value);
      count += 1;
    }
    if (count - before >= LEAST_QUARTERS) whole += 1;
    else count = before;
  }
  return whole < LEAST_WEEKS ? 0 : count;
}

function commonOf(sigma: Float32Array): number {
  const known = sigma.filter((value) => !Number.isNaN(value)).sort();
  return known.length === 0 ? 0 : medianOf(known);
}

function bandOf(middle: Float32Array, sigma: Float32Array, scale: Scale): DayBaseline {
  const low = new Float32Array(HOURS);
  const high = new Float32Array(HOURS);
  const common = commonOf(sigma);
  for (let hour = 0; hour < HOURS; hour += 1) {
    const center = middle[hour] ?? NaN;
    const half = EDGE * Math.max(sigma[hour] ?? NaN, common, scale.least(center));
    low[hour] = scale.back(center - half);
    high[hour] = scale.back(center + half);
  }
  return { low, high };
}

function scaleOf(metric: MetricId): Scale {
  const { unit, noise = 0 } = METRICS[metric];
  if (unit !== 'bytes-per-second')
    return {
      of: (value) => value,
      back: (value) => value,
      least: (middle) => Math.max(noise, LEAST_SHARE * Math.abs(middle)),
    };
  const shift = RATE_SHIFT * noise;
  return {
    of: (value) => Math.log(value + shift),
    back: (value) => Math.exp(value) - shift,
    least: () => LEAST_RATE_SHARE,
  };
}
