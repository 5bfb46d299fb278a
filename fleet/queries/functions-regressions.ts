import { DAY_S, dayOf } from '../../contract/time.ts';
import type { FunctionReader } from '../store/functions-reader.ts';
import { median } from './median.ts';

/** Days that a function is compared with: its last weeks. */
const BASE_DAYS = 28;
/** The last days with runs, which must all be slow, and within how many days they must lie. */
const RECENT_RUN_DAYS = 3;
const RECENT_WITHIN_DAYS = 7;
const LEAST_BASE_RUNS = 10;
const LEAST_BASE_DAYS = 4;
/** A regression lies further from the median of the days before than they do: by so many of their deviations. */
const DEVIATIONS = 4;
/** Makes the median of deviations comparable with a standard deviation. */
const MAD_TO_SD = 1.4826;

/** One day of a function on a host. */
interface Day {
  day: number;
  mean: number;
  calls: number;
  wall: number;
  runs: number;
}

/** A function that is slower than it was, by numbers of the store. */
export interface Regression {
  fn: number;
  host: number;
  since: number;
  before: number;
  after: number;
  runs: number;
}

/**
 * Functions whose mean of the last three days with runs lies above that of their own last weeks: robust, so that one slow
 * day in the past hides nothing, and one slow night is no regression. Needs ten runs before. `limitOf` says by which
 * factor the mean of a function must have risen on a host, by their numbers; null: it is left out. Slowest by ratio first.
 */
export function findRegressions(
  reader: FunctionReader,
  now: number,
  limitOf: (host: number, fn: number) => number | null,
): Regression[] {
  const recentFrom = dayOf(now) - (RECENT_WITHIN_DAYS - 1) * DAY_S;
  const baseFrom = recentFrom - BASE_DAYS * DAY_S;
  const series = new Map<string, { fn: number; host: number; limit: number; days: Day[] } | null>();
  reader.days.each({ from: baseFrom, to: dayOf(now) + DAY_S }, (timing, day, host) => {
    const { fn, wall, calls, runs } = timing;
    const key = `${String(fn)} ${String(host)}`;
    let of = series.get(key);
    if (of === undefined) {
      const limit = limitOf(host, fn);
      series.set(key, (of = limit === null ? null : { fn, host, limit, days: [] }));
    }
    of?.days.push({ day, mean: wall / calls, calls, wall, runs });
  });
  return Array.from(series.values())
    .flatMap((of) => {
      const found = of === null ? null : regressionIn(of.days, recentFrom, of.limit);
      return of === null || found === null ? [] : [{ fn: of.fn, host: of.host, ...found }];
    })
    .sort((a, b) => b.after / b.before - a.after / a.before);
}

/** Whether the days of a function, which are in order, end in a regression by the factor `ratio`. */
export function regressionIn(
  days: readonly Day[],
  recentFrom: number,
  ratio: number,
): Omit<Regression, 'fn' | 'host'> | null {
  const recent = days.slice(-RECENT_RUN_DAYS);
  const [first] = recent;
  if (recent.length < RECENT_RUN_DAYS || first === undefined || first.day < recentFrom) return null;
  const base = days
    .slice(0, -RECENT_RUN_DAYS)
    .filter(({ day }) => day >= first.day - BASE_DAYS * DAY_S);
  if (sum(base, 'runs') < LEAST_BASE_RUNS || base.length < LEAST_BASE_DAYS) return null;
  const before = median(base.map(({ mean }) => mean));
  const spread = MAD_TO_SD * median(base.map(({ mean }) => Math.abs(mean - before)));
  const limit = Math.max(before * ratio, before + DEVIATIONS * spread);
  if (before <= 0 || !recent.every(({ mean }) => mean > limit)) return null;
  const slow = [...recent];
  for (const day of base.toReversed()) {
    if (day.mean <= limit) break;
    slow.unshift(day);
  }
  return {
    since: slow[0]?.day ?? first.day,
    before,
    after: sum(slow, 'wall') / sum(slow, 'calls'),
    runs: sum(slow, 'runs'),
  };
}

function sum(days: readonly Day[], field: 'runs' | 'wall' | 'calls'): number {
  return days.reduce((total, day) => total + day[field], 0);
}
