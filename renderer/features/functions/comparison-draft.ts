import { toCsv } from '../../../contract/csv.ts';
import { comparisonCells } from '../../../contract/function-compare.ts';
import type { FunctionComparison } from '../../../contract/functions.ts';
import { hostKey, type HostRef } from '../../../contract/host.ts';
import type { RequestInput } from '../../../contract/requests.ts';
import { typedSeconds, typedTime, type TypedZone } from '../../lib/format/typed-time.ts';
import type { TimeRange } from '../../lib/ranges.ts';

/** Two periods, of all hosts or of one, or two hosts in the current range. */
export const COMPARISON_MODES = ['periods', 'hosts'] as const;
/** One of `COMPARISON_MODES`. */
export type ComparisonMode = (typeof COMPARISON_MODES)[number];

/** A comparison as form values. Times as in `MomentInput`; hosts by key. */
export interface ComparisonDraft {
  mode: ComparisonMode;
  /** The host of both periods; empty: all hosts. */
  host: string;
  before: { from: string; to: string; host: string };
  after: { from: string; to: string; host: string };
}

/** The current range against the previous one of the same length; the first two hosts. */
export function comparisonDraft(
  { from, to }: TimeRange,
  hosts: readonly HostRef[],
  zone: TypedZone,
): ComparisonDraft {
  const typed = (start: number, end: number) => ({
    from: typedTime(start, zone),
    to: typedTime(end, zone),
  });
  const key = (index: number): string => {
    const host = hosts[index];
    return host === undefined ? '' : hostKey(host);
  };
  return {
    mode: 'periods',
    host: '',
    before: { ...typed(from - (to - from), from), host: key(0) },
    after: { ...typed(from, to), host: key(1) },
  };
}

/**
 * The request, or why there is none: an invalid time, a period that ends before it begins, a host compared with itself.
 */
export function comparisonQuery(
  { mode, host, before, after }: ComparisonDraft,
  range: TimeRange,
  hosts: readonly HostRef[],
  zone: TypedZone,
): RequestInput<'functionCompare'> | 'moment' | 'order' | 'sameHost' {
  const of = (key: string): { hosts?: HostRef[] } =>
    key === '' ? {} : { hosts: hosts.filter((known) => hostKey(known) === key) };
  if (mode === 'hosts') {
    if (before.host === after.host) return 'sameHost';
    return { before: { ...range, ...of(before.host) }, after: { ...range, ...of(after.host) } };
  }
  const sides = [before, after].map(({ from, to }) => ({
    from: typedSeconds(from, zone),
    to: typedSeconds(to, zone),
    ...of(host),
  }));
  if (sides.some(({ from, to }) => Number.isNaN(from) || Number.isNaN(to))) return 'moment';
  const [first, second] = sides;
  if (first === undefined || second === undefined || !sides.every(({ from, to }) => from < to))
    return 'order';
  return { before: first, after: second };
}

/** A comparison as CSV: times in seconds. */
export function comparisonCsv({ functions }: Pick<FunctionComparison, 'functions'>): string {
  const head = [
    'function',
    'runs_first',
    'runs_second',
    'mean_seconds_first',
    'mean_seconds_second',
    'ratio',
    'ratio_low',
    'ratio_high',
  ];
  return toCsv([head, ...functions.map(comparisonCells)]);
}
