import type { RouteLocationRaw } from 'vue-router';
import type { HostRef } from '../../contract/host.ts';
import type { TimeRange } from '../lib/ranges.ts';

/**
 * Where a host's page is, at a range where one is given, and with what ran in the minute of `at` (Unix seconds). The
 * router encodes the name, whatever is in it.
 */
export function hostLocation(
  { sourceId, hostname }: HostRef,
  range?: TimeRange,
  at?: number,
): RouteLocationRaw {
  const query =
    range === undefined
      ? {}
      : { from: String(Math.floor(range.from)), to: String(Math.ceil(range.to)) };
  const picked = at === undefined ? {} : { at: String(Math.floor(at)) };
  return { name: 'host', params: { sourceId, hostname }, query: { ...query, ...picked } };
}
