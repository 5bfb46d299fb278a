import type { HostRef } from '../../../contract/host.ts';
import type { MetricId } from '../../../contract/metrics.ts';
import type { FleetRow } from '../../lib/rows.ts';

/** The most lines that can be told apart on one chart. */
export const MAX_COMPARED = 8;

/** A host as one query value: `sourceId/hostname`. */
export function parseHostKey(key: string): HostRef | null {
  const slash = key.indexOf('/');
  if (slash < 1 || slash === key.length - 1) return null;
  return { sourceId: key.slice(0, slash), hostname: key.slice(slash + 1) };
}

/** The hosts in a query, without duplicates and up to the maximum. */
export function comparedHosts(query: unknown): HostRef[] {
  const values: unknown[] = Array.isArray(query) ? query : [query];
  const keys = new Set(values.filter((value): value is string => typeof value === 'string'));
  return [...keys]
    .map(parseHostKey)
    .filter((host) => host !== null)
    .slice(0, MAX_COMPARED);
}

/** The keys of the online hosts with the highest newest values, at most `count`. */
export function highestNow(rows: readonly FleetRow[], metric: MetricId, count: number): string[] {
  return rows
    .flatMap(({ key, state, newest }) => {
      const value = newest[metric];
      return state === 'online' && value !== undefined ? [{ key, value }] : [];
    })
    .toSorted((a, b) => b.value - a.value)
    .slice(0, count)
    .map(({ key }) => key);
}
