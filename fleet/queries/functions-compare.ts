import { LogMoments, compareMoments } from '../../contract/function-compare.ts';
import type {
  FunctionComparison,
  FunctionDifference,
  FunctionSide,
} from '../../contract/functions.ts';
import { DAY_S } from '../../contract/time.ts';
import type { FunctionReader } from '../store/functions-reader.ts';
import { wholeDays, type FunctionScope } from './functions-sums.ts';

/** Ranges up to this long are compared run by run; longer ones, and those whose runs are gone, day by day. */
const BY_RUNS_S = 32 * DAY_S;

/** What one side says of one function. */
class Side {
  runs = 0;
  calls = 0;
  wall = 0;
  readonly moments = new LogMoments();

  add(calls: number, wall: number, runs: number): void {
    this.runs += runs;
    this.calls += calls;
    this.wall += wall;
    this.moments.add(wall / calls);
  }

  get told(): FunctionSide {
    const { runs, calls, wall, moments } = this;
    return { runs, calls, wall, mean: wall / calls, entries: moments.count };
  }
}

/** Two sides, function by function: those that have slowed most first, then those that cannot be compared. */
export function compareSides(
  reader: FunctionReader,
  before: FunctionScope,
  after: FunctionScope,
): Omit<FunctionComparison, 'revision'> {
  const resolution = [before, after].every(isByRuns) ? 'run' : 'day';
  const collect = resolution === 'run' ? byRuns : byDays;
  const [sideA, sideB] = [collect(reader, before), collect(reader, after)];
  const names = reader.names();
  const functions = Array.from(
    new Set([...sideA.keys(), ...sideB.keys()]),
    (fn): FunctionDifference => {
      const [a, b] = [sideA.get(fn), sideB.get(fn)];
      return {
        name: names.get(fn) ?? '?',
        before: a?.told ?? null,
        after: b?.told ?? null,
        compared: a === undefined || b === undefined ? null : compareMoments(a.moments, b.moments),
      };
    },
  );
  return { resolution, functions: functions.sort(slowedFirst) };
}

function isByRuns({ from, to, runsFrom }: FunctionScope): boolean {
  return to - from <= BY_RUNS_S && from >= runsFrom;
}

function byRuns(reader: FunctionReader, { from, to, hosts }: FunctionScope): Map<number, Side> {
  const sides = new Map<number, Side>();
  reader.each(from, to, hosts, (_, timings) => {
    for (const { fn, calls, wall } of timings) sideOf(sides, fn).add(calls, wall, 1);
  });
  return sides;
}

/** An entry for each day and host; days that are not wholly within count too where the runs are gone. */
function byDays(
  reader: FunctionReader,
  { from, to, hosts, runsFrom }: FunctionScope,
): Map<number, Side> {
  const sides = new Map<number, Side>();
  const wanted = new Set(hosts);
  const { first, last } = wholeDays(from, to, runsFrom);
  reader.days.each({ from: first, to: last }, ({ fn, calls, wall, runs }, _, host) => {
    if (wanted.size === 0 || wanted.has(host)) sideOf(sides, fn).add(calls, wall, runs);
  });
  return sides;
}

function sideOf(sides: Map<number, Side>, fn: number): Side {
  let side = sides.get(fn);
  if (side === undefined) sides.set(fn, (side = new Side()));
  return side;
}

function slowedFirst(a: FunctionDifference, b: FunctionDifference): number {
  const total = ({ before, after }: FunctionDifference): number =>
    (before?.wall ?? 0) + (after?.wall ?? 0);
  const ratio = ({ compared }: FunctionDifference): number => compared?.ratio ?? -1;
  return ratio(b) - ratio(a) || total(b) - total(a);
}
