import { toCsv, type CsvCell } from '../../../contract/csv.ts';
import type { FunctionSummary, FunctionTableState } from '../../../contract/functions.ts';
import { hostKey, type HostRef } from '../../../contract/host.ts';

/** The filter of the function list; empty parts match everything. */
export interface FunctionFilter {
  readonly name: string;
  /** Keys of hosts. */
  readonly hosts: readonly string[];
  readonly labels: readonly string[];
}

/** Matches every function. */
export const NO_FUNCTION_FILTER: FunctionFilter = { name: '', hosts: [], labels: [] };

/**
 * The hosts that match a filter; undefined: all. `labelsOf` takes the host's key. As in the host list, a host must have
 * one of the labels and be one of the hosts.
 */
export function scopeOf(
  { hosts, labels }: FunctionFilter,
  known: readonly HostRef[],
  labelsOf: (key: string) => readonly string[],
): HostRef[] | undefined {
  if (hosts.length === 0 && labels.length === 0) return undefined;
  return known.filter((host) => {
    const key = hostKey(host);
    if (hosts.length > 0 && !hosts.includes(key)) return false;
    const own = labelsOf(key);
    return labels.length === 0 || labels.some((label) => own.includes(label));
  });
}

/** Whether a filter hides anything. */
export function isNarrowed({ name, hosts, labels }: FunctionFilter): boolean {
  return name.trim() !== '' || hosts.length > 0 || labels.length > 0;
}

/** The tables worth a note: those that are read, can be, or refuse it. */
export function toldTables(tables: readonly FunctionTableState[]): readonly FunctionTableState[] {
  return tables.filter(({ state, error }) => state !== 'unavailable' || error !== null);
}

/** Functions whose name contains every word of a text, ignoring case. */
export function namedLike<F extends { name: string }>(
  functions: readonly F[],
  text: string,
): readonly F[] {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return functions;
  return functions.filter(({ name }) => {
    const lower = name.toLowerCase();
    return words.every((word) => lower.includes(word));
  });
}

/** Functions as CSV: times in seconds. */
export function functionsCsv(functions: readonly FunctionSummary[]): string {
  const head = [
    'function',
    'runs',
    'calls',
    'wall_seconds',
    'mean_seconds',
    'min_seconds',
    'max_seconds',
    'cpu_share',
    'hosts',
    'mean_seconds_before',
  ];
  const rows = functions.map(
    ({ name, runs, calls, wall, mean, min, max, cpuShare, hosts, before }): CsvCell[] => [
      name,
      runs,
      calls,
      wall,
      mean,
      min,
      max,
      cpuShare,
      hosts,
      before,
    ],
  );
  return toCsv([head, ...rows]);
}
