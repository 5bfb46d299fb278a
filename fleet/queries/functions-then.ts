import type { FunctionThen } from '../../contract/functions.ts';
import { DAY_S, MINUTE_S } from '../../contract/time.ts';
import type { StoredCalls } from '../store/functions-codec.ts';
import type { FunctionReader, StoredRun } from '../store/functions-reader.ts';

/** Runs that lasted longer are found by their last day. */
const REACH_S = DAY_S;
const MOST_RUNS = 50;
const MOST_FUNCTIONS = 12;

/**
 * What ran on hosts in the minute from `minute` on (Unix seconds), the most wall time first. A program uploads when it
 * ends, and ran at least as long as its longest function. Of a function whose single calls have times, one of them
 * touches the minute.
 */
export function functionsThen(
  reader: FunctionReader,
  hosts: readonly number[],
  minute: number,
): FunctionThen[] {
  const end = minute + MINUTE_S;
  const names = reader.names();
  return reader
    .going({ from: minute, to: end, reach: REACH_S, limit: MOST_RUNS }, hosts)
    .flatMap((run) => ofRun(reader, run, { minute, end }, names))
    .sort((a, b) => b.wall - a.wall)
    .slice(0, MOST_FUNCTIONS);
}

function ofRun(
  reader: FunctionReader,
  { key, at }: StoredRun,
  { minute, end }: { minute: number; end: number },
  names: ReadonlyMap<number, string>,
): FunctionThen[] {
  const calls = reader.calls(key);
  return reader.timings(key).flatMap((timing): FunctionThen[] => {
    const single = calls.get(timing.fn);
    const touches = single === undefined ? null : touchesMinute(single, minute, end);
    if (touches === false) return [];
    const { calls: count, wall } = timing;
    return [
      { name: names.get(timing.fn) ?? '?', key, at, calls: count, wall, exact: touches === true },
    ];
  });
}

/** Whether one of the calls touches a time; null where their times are not known. Writers note a call at either end of it. */
function touchesMinute({ at, wall }: StoredCalls, from: number, to: number): boolean | null {
  let known = false;
  for (const [index, time] of at.entries()) {
    if (Number.isNaN(time)) continue;
    known = true;
    const lasted = wall[index] ?? 0;
    if (time - lasted < to && time + lasted >= from) return true;
  }
  return known ? false : null;
}
