import type { FunctionOfRun } from '../../contract/functions.ts';
import type { StoredCalls } from '../store/functions-codec.ts';

/** Single calls of a function that a run is answered with: a strip of a thousand pixels shows no more. */
const MOST_SINGLES = 2000;

/** Percentiles of the wall times of single calls (seconds); null where none were kept. */
export function percentilesOf(lists: readonly Float32Array[]): FunctionOfRun['percentiles'] {
  const calls = lists.reduce((sum, { length }) => sum + length, 0);
  if (calls === 0) return null;
  const all = new Float32Array(calls);
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  all.sort();
  const of = (share: number): number => all[Math.ceil(share * calls) - 1] ?? NaN;
  return { calls, p50: of(0.5), p95: of(0.95), p99: of(0.99) };
}

/** Single calls that have a time, in the order of the writer; of very many the first. */
export function singlesOf(calls: StoredCalls | undefined): Pick<FunctionOfRun, 'singles'> {
  if (calls === undefined) return {};
  const singles = Array.from(calls.at.subarray(0, MOST_SINGLES), (at, index) => ({
    at: Number.isNaN(at) ? null : at,
    wall: calls.wall[index] ?? 0,
  })).filter(({ at }) => at !== null);
  return singles.length === 0 ? {} : { singles };
}
