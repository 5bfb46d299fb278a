import type { RouteLocationRaw } from 'vue-router';
import type { HostRef } from '../../contract/host.ts';
import type { TimeRange } from '../lib/ranges.ts';

/**
 * The route to a host's page, with a range if given, and with the processes of the minute of `at` (Unix seconds). The
 * router encodes the name, whatever it contains.
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
