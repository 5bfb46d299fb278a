import type { CsvCell } from './csv.ts';
import { LEAST_COMPARED, type FunctionDifference, type MeanComparison } from './functions.ts';

/** The shortest time distinguishable from zero, given the resolution of program clocks. */
const LEAST_SECONDS = 1e-9;

/**
 * Compares means of runs (seconds) by their logarithms, since run times are skewed: ratio of the geometric means with
 * the interval of Welch's test. Null if a side has fewer than `LEAST_COMPARED` runs, too few for a ratio.
 */
export function compareMeans(
  before: readonly number[],
  after: readonly number[],
): MeanComparison | null {
  const [a, b] = [new LogMoments(), new LogMoments()];
  for (const mean of before) a.add(mean);
  for (const mean of after) b.add(mean);
  return compareMoments(a, b);
}

/** Like `compareMeans`, for means added one by one. */
export function compareMoments(a: LogMoments, b: LogMoments): MeanComparison | null {
  if (a.count < LEAST_COMPARED || b.count < LEAST_COMPARED) return null;
  const perA = a.variance / a.count;
  const perB = b.variance / b.count;
  const error = Math.sqrt(perA + perB);
  const freedom =
    error === 0
      ? a.count + b.count - 2
      : (perA + perB) ** 2 / (perA ** 2 / (a.count - 1) + perB ** 2 / (b.count - 1));
  const margin = studentQuantile975(freedom) * error;
  const difference = b.mean - a.mean;
  return {
    before: Math.exp(a.mean),
    after: Math.exp(b.mean),
    ratio: Math.exp(difference),
    low: Math.exp(difference - margin),
    high: Math.exp(difference + margin),
  };
}

/** Count, mean and variance of the logarithms of means (seconds), by Welford's recurrence. */
export class LogMoments {
  count = 0;
  mean = 0;
  #squares = 0;

  add(seconds: number): void {
    const log = Math.log(Math.max(seconds, LEAST_SECONDS));
    this.count += 1;
    const distance = log - this.mean;
    this.mean += distance / this.count;
    this.#squares += distance * (log - this.mean);
  }

  /** NaN of one value. */
  get variance(): number {
    return this.#squares / (this.count - 1);
  }
}

/** The 97.5 % quantile of the normal distribution. */
const Z = 1.959964;

/**
 * The 97.5 % quantile of Student's distribution by the expansion of Cornish and Fisher (Abramowitz and Stegun, 26.7.5):
 * within 0.5 % from four degrees of freedom on.
 */
function studentQuantile975(freedom: number): number {
  const terms = [
    Z,
    (Z ** 3 + Z) / 4,
    (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96,
    (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384,
  ];
  return terms.reduce((sum, term, power) => sum + term / freedom ** power, 0);
}

/**
 * A function on two sides as a table row: name, runs and means (seconds) of both, the ratio and its interval; null:
 * no value.
 */
export function comparisonCells({
  name,
  before,
  after,
  compared,
}: FunctionDifference): readonly CsvCell[] {
  return [
    name,
    before?.runs ?? 0,
    after?.runs ?? 0,
    before?.mean ?? null,
    after?.mean ?? null,
    compared?.ratio ?? null,
    compared?.low ?? null,
    compared?.high ?? null,
  ];
}
