import { TREND_STEPS, type FunctionSummary } from '../../contract/functions.ts';
import { DAY_S, dayOf } from '../../contract/time.ts';
import { known } from '../store/functions-days.ts';
import type { DayTiming, StoredTiming } from '../store/functions-codec.ts';
import type { FunctionReader } from '../store/functions-reader.ts';

/** A range in Unix seconds, and the numbers of the hosts that count; none: all. */
export interface FunctionScope {
  from: number;
  to: number;
  hosts: readonly number[];
  /** One function alone. */
  fn?: number;
  /** Is told what is summed up by days. */
  onDay?: (timing: DayTiming, day: number, host: number) => void;
  /** Single runs are kept from here on. */
  runsFrom: number;
}

/** Ranges up to this long are summed up run by run; the inner days of longer ones from the figures of the days. */
const BY_RUNS_S = 8 * DAY_S;

/** The sums of one function. */
class Sums {
  runs = 0;
  calls = 0;
  wall = 0;
  cpu = 0;
  /** Wall time of what `cpu` is known of. */
  cpuWall = 0;
  min = NaN;
  max = NaN;
  readonly hosts = new Set<number>();
  readonly trendWall = new Float64Array(TREND_STEPS);
  readonly trendCalls = new Float64Array(TREND_STEPS);

  add(timing: StoredTiming & { runs?: number }, host: number, step: number): void {
    const { calls, wall, cpu, min, max, runs = 1 } = timing;
    this.runs += runs;
    this.calls += calls;
    this.wall += wall;
    if (!Number.isNaN(cpu)) {
      this.cpu += cpu;
      this.cpuWall += wall;
    }
    this.min = known(this.min, min, Math.min);
    this.max = known(this.max, max, Math.max);
    this.hosts.add(host);
    this.trendWall[step] = (this.trendWall[step] ?? 0) + wall;
    this.trendCalls[step] = (this.trendCalls[step] ?? 0) + calls;
  }
}

/** Sums up the functions of a range, by their numbers. */
export function sumUp(reader: FunctionReader, scope: FunctionScope): Map<number, Sums> {
  const { from, to, hosts, runsFrom } = scope;
  const sums = new Map<number, Sums>();
  const stepOf = (at: number): number =>
    Math.min(TREND_STEPS - 1, Math.max(0, Math.floor(((at - from) / (to - from)) * TREND_STEPS)));
  const add = (timing: StoredTiming | DayTiming, host: number, at: number): void => {
    let of = sums.get(timing.fn);
    if (of === undefined) {
      of = new Sums();
      sums.set(timing.fn, of);
    }
    of.add(timing, host, stepOf(at));
  };
  const byRuns = (start: number, end: number): void => {
    if (start >= end) return;
    if (scope.fn === undefined)
      reader.each(start, end, hosts, ({ host, at }, timings) => {
        for (const timing of timings) add(timing, host, at);
      });
    else
      reader.eachOf(scope.fn, start, end, hosts, ({ host, at }, timing) => {
        add(timing, host, at);
      });
  };
  const byDays = (start: number, end: number): void => {
    const wanted = new Set(hosts);
    reader.days.each({ from: start, to: end, fn: scope.fn ?? null }, (timing, day, host) => {
      if (wanted.size > 0 && !wanted.has(host)) return;
      add(timing, host, day + DAY_S / 2);
      scope.onDay?.(timing, day, host);
    });
  };
  const { first, last } = wholeDays(from, to, runsFrom);
  if (last <= first || (to - from <= BY_RUNS_S && from >= runsFrom)) byRuns(from, to);
  else {
    byRuns(from, first);
    byDays(first, last);
    byRuns(last, to);
  }
  return sums;
}

/**
 * The days that lie wholly in a range. Of one that is older than the runs, which cannot be divided any more, the first day
 * counts as a whole.
 */
export function wholeDays(
  from: number,
  to: number,
  runsFrom: number,
): { first: number; last: number } {
  const first = from < runsFrom ? dayOf(from) : dayOf(from + DAY_S - 1);
  const last = to < runsFrom ? dayOf(to + DAY_S - 1) : dayOf(to);
  return { first, last };
}

/** A function as the page shows it; `before` are its sums in the period before. */
export function summaryOf(name: string, sums: Sums, before: Sums | undefined): FunctionSummary {
  const { runs, calls, wall, cpu, cpuWall, min, max, hosts, trendWall, trendCalls } = sums;
  return {
    name,
    runs,
    calls,
    wall,
    mean: wall / calls,
    min: orNull(min),
    max: orNull(max),
    cpuShare: cpuWall > 0 ? cpu / cpuWall : null,
    hosts: hosts.size,
    before: before === undefined ? null : before.wall / before.calls,
    trend: Array.from(trendCalls, (n, step) => (n === 0 ? null : (trendWall[step] ?? 0) / n)),
  };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
