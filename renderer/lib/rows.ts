import type { FleetOverview, HostRef, HostSummary } from '../../contract/fleet.ts';
import {
  hostState,
  OFFLINE_AFTER_S,
  STALE_AFTER_S,
  type HostState,
} from '../../contract/status.ts';
import type { Judge, Judgement } from './levels.ts';

/** A host as the screen shows it: what is known of it, its state by the clock, and what the rules say of it. */
export interface FleetRow extends HostSummary, Judgement {
  readonly key: string;
  readonly state: HostState;
  /** Whether a host that is not online is known to be silent: its source has been read since. */
  readonly offlineConfirmed: boolean;
}

/** One string per host over all sources. A source id holds no "/", so the pair can be read back. */
export function hostKey({ sourceId, hostname }: HostRef): string {
  return `${sourceId}/${hostname}`;
}

/**
 * Tells of a host that is not online whether that is known at `now` (Unix seconds): its source has been read long enough after
 * the last sample, or is read all the time. While a source fails, and after a sleep, every host of it is silent only because
 * nobody could ask. This machine needs no source to be heard.
 */
export function silenceJudge(
  { sources, thisHost }: Pick<FleetOverview, 'sources' | 'thisHost'>,
  now: number,
): (host: HostSummary) => boolean {
  const byId = new Map(sources.map((source) => [source.id, source]));
  const own = thisHost === null ? null : hostKey(thisHost);
  return (host) => {
    const source = byId.get(host.sourceId);
    const readAt = source?.lastSyncedAt ?? Number.NEGATIVE_INFINITY;
    const readNow = source?.status === 'fresh' && now - readAt < OFFLINE_AFTER_S;
    return readNow || readAt - (host.lastSeen ?? 0) >= OFFLINE_AFTER_S || hostKey(host) === own;
  };
}

/**
 * The rows of a fleet at `now` (Unix seconds). A row whose host and state did not change is the object
 * that it was before, so that nothing downstream recomputes for it.
 */
export function buildRows(
  previous: readonly FleetRow[],
  hosts: readonly HostSummary[],
  now: number,
  judge: Judge,
  offlineConfirmed: (host: HostSummary) => boolean,
): FleetRow[] {
  const earlier = new Map(previous.map((row) => [row.key, row]));
  return hosts.map((host) => {
    const key = hostKey(host);
    const state = hostState(host.lastSeen, now);
    const known = state === 'online' || offlineConfirmed(host);
    const row = { ...host, ...judge(host, key), key, state, offlineConfirmed: known };
    const before = earlier.get(row.key);
    return before !== undefined && sameRow(before, row) ? before : row;
  });
}

/** When the next host changes its state by the clock alone (Unix seconds); Infinity when none will. */
export function nextTransition(hosts: readonly HostSummary[], now: number): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { lastSeen } of hosts) {
    if (lastSeen === null) continue;
    const offlineAt = lastSeen + OFFLINE_AFTER_S;
    // Stale begins beyond the limit, so a whole second later than the limit itself.
    const staleAt = Math.floor(lastSeen + STALE_AFTER_S) + 1;
    if (offlineAt > now) next = Math.min(next, offlineAt);
    else if (staleAt > now) next = Math.min(next, staleAt);
  }
  return next;
}

function sameRow(
  { newest: newestA, levels: levelsA, ...a }: FleetRow,
  { newest: newestB, levels: levelsB, ...b }: FleetRow,
): boolean {
  return sameEntries(a, b) && sameEntries(newestA, newestB) && sameEntries(levelsA, levelsB);
}

function sameEntries<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(a) as (keyof T)[];
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && Object.is(a[key], b[key]))
  );
}
