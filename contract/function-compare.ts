import { LEAST_COMPARED } from './functions.ts';

/** How means after a moment compare with those before. `low` to `high`: what the ratio lies in, at 95 %. */
export interface MeanComparison {
  before: number;
  after: number;
  /** Geometric mean after by that before; over 1 is slower. */
  ratio: number;
  low: number;
  high: number;
}

/** The shortest time that is told from none: clocks of programs are no finer. */
const LEAST_SECONDS = 1e-9;

/**
 * Compares means of runs (seconds) by their logarithms, for times of runs are skewed: the ratio of the geometric means with
 * the interval of Welch's test. Null where a side has fewer than `LEAST_COMPARED` runs: a ratio of so few says nothing.
 */
export function compareMeans(
  before: readonly number[],
  after: readonly number[],
): MeanComparison | null {
  if (before.length < LEAST_COMPARED || after.length < LEAST_COMPARED) return null;
  const a = moments(before);
  const b = moments(after);
  const perA = a.variance / before.length;
  const perB = b.variance / after.length;
  const error = Math.sqrt(perA + perB);
  const freedom =
    error === 0
      ? before.length + after.length - 2
      : (perA + perB) ** 2 / (perA ** 2 / (before.length - 1) + perB ** 2 / (after.length - 1));
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

function moments(values: readonly number[]): { mean: number; variance: number } {
  const logs = values.map((value) => Math.log(Math.max(value, LEAST_SECONDS)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  return { mean, variance: squares / (logs.length - 1) };
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
