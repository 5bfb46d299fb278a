import type { CountsMount } from '../../contract/counted-mounts.ts';
import type { HostLayout, HostSummary } from '../../contract/host.ts';
import type { MetricValues } from '../../contract/metric-values.ts';
import { OPTIONAL_METRICS } from '../../contract/metrics.ts';
import { MAX_SEEN_AHEAD_S } from '../../contract/records.ts';
import type { SignsOfLife, StoredHost } from './host-row.ts';
import { SEEN_IN } from './minute.ts';
import { namedFields } from './newest-named.ts';

/** Whether a time (Unix seconds) is one of a clock that was wrong, seen at `now`. */
export function isAheadOf(now: number, time: number): boolean {
  return time > now + MAX_SEEN_AHEAD_S;
}

/** Newest sign of life of a host in any layout, or null. */
export function lastSeenOf(host: SignsOfLife): number | null {
  const newest = Math.max(host.registrySeen ?? 0, host.sampleAt ?? 0, host.legacySeen ?? 0);
  return newest === 0 ? null : newest;
}

/** Removed from the fleet, and not heard of since. */
export function isHidden(host: StoredHost): boolean {
  if (host.active) return false;
  return host.removedAt === null || (lastSeenOf(host) ?? 0) <= host.removedAt;
}

/** The host as the overview shows it: with what it names. `counts`: which of its file systems do. */
export function toListed(host: StoredHost, counts: CountsMount): HostSummary {
  return { ...toSummary(host), ...namedFields(host.named, host.sampleAt, counts) };
}

/** The host as lists show it. */
export function toSummary(host: StoredHost): HostSummary {
  return {
    sourceId: host.sourceId,
    hostname: host.hostname,
    lastSeen: lastSeenOf(host),
    firstSeen: host.firstSeen,
    newest: newestOf(host),
    platform: host.facts.platform ?? null,
    layout: layoutOf(host.layouts),
  };
}

/** Values of the newest sample, or those in the registry where they are newer. */
function newestOf({ sampleAt, registrySeen, newest, registryNewest }: StoredHost): MetricValues {
  if (sampleAt !== null && sampleAt >= (registrySeen ?? 0)) return newest;
  const values = { ...registryNewest };
  for (const id of OPTIONAL_METRICS) {
    const value = newest[id];
    if (value !== undefined) values[id] = value;
  }
  return values;
}

function layoutOf(layouts: number): HostLayout {
  const legacy = (layouts & SEEN_IN.legacy) !== 0;
  const v2 = (layouts & SEEN_IN.v2) !== 0;
  if (legacy) return v2 ? 'both' : 'legacy';
  return (layouts & (SEEN_IN.v2 | SEEN_IN.registry)) === 0 ? 'local' : 'v2';
}
