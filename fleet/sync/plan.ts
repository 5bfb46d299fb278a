import { OFFLINE_AFTER_S } from '../../contract/host-health.ts';
import { DAY_S, HOUR_S, MINUTE_S, hourOf, minuteOf } from '../../contract/time.ts';
import type { KnownRange } from '../store/blocks.ts';
import type { FollowedHost, SignsOfLife } from '../store/host-row.ts';
import { lastSeenOf } from '../store/host-summary.ts';
import { ARRIVAL_DELAY_S, SEEN_IN } from '../store/minute.ts';

/** Above so many minutes of one host, one query of its hour is cheaper than a key for each. */
export const MAX_KEYS_PER_HOST = 10;
/** How far back a host is fetched that is seen for the first time. */
export const FIRST_BACKFILL_S = DAY_S;
/** Samples live this long in the cloud: no automatic backfill reaches further. */
export const BACKFILL_LIMIT_S = 30 * DAY_S;

/**
 * The minutes of a host to ask for by key, `[from, to)`, or null where none are due or a backfill is to fetch them.
 * Where the registry was read, it says up to which minute the host has samples; else the clock does, for hosts
 * that were online.
 */
export function minutesToAsk(
  host: FollowedHost,
  now: number,
  registryRead: boolean,
): KnownRange | null {
  const knownByRegistry = registryRead && host.registrySeen !== null;
  if (!knownByRegistry && isSilent(host, now)) return minuteBefore(now);
  const newest = knownByRegistry ? Math.min(now, host.registrySeen ?? 0) : now;
  const to = minuteOf(newest) + MINUTE_S;
  // Enough to notice that a host has moved to v2.
  if (isLegacyOnly(host)) return { from: to - MINUTE_S, to };
  const from = host.polledThrough;
  if (from === null || to <= from) return null;
  return (to - from) / MINUTE_S > MAX_KEYS_PER_HOST ? null : { from, to };
}

/** What is known once `range` was asked for and the newest sample found was that of minute `newest`. */
export function knownAfterAsking(
  range: KnownRange,
  newest: number | null,
  now: number,
): KnownRange | null {
  const settled = Math.min(range.to, minuteOf(now - ARRIVAL_DELAY_S));
  const to = Math.max(newest === null ? 0 : newest + MINUTE_S, settled);
  return to > range.from ? { from: range.from, to } : null;
}

/** The hours that a host lacks. */
export interface HoursPlan {
  /** Hours to query, newest first. */
  hours: number[];
  /** Nothing is missing up to here. */
  syncedThrough: number;
}

/**
 * The hours that a host's blocks lack. `known` answers how many minutes from its start are known of each stored hour.
 * Nothing is asked beyond the host's last sign of life.
 */
export function planHours(
  host: FollowedHost,
  now: number,
  known: (from: number, to: number) => Map<number, number>,
): HoursPlan {
  const wanted = host.wantedFrom ?? hourOf(now - FIRST_BACKFILL_S);
  const end = endOfSamples(host, now);
  const last = hourOf(end - 1);
  const first = Math.max(wanted, host.syncedThrough ?? wanted);
  const stored = known(first, last + HOUR_S);
  const hours: number[] = [];
  for (let hour = last; hour >= first; hour -= HOUR_S) {
    const through = hour + (stored.get(hour) ?? 0) * MINUTE_S;
    const due = Math.min(hour + HOUR_S, end);
    if (through < due && !isLeftToPolls(host, through, due, hour === last)) hours.push(hour);
  }
  const oldest = hours.at(-1);
  return { hours, syncedThrough: oldest ?? Math.max(first, last) };
}

/** Whether a host counts as silent at `now`, by its last sign of life. */
export function isSilent(host: SignsOfLife, now: number): boolean {
  return now - (lastSeenOf(host) ?? 0) >= OFFLINE_AFTER_S;
}

/** Hours of a silence that ended at `until`, newest first, as far back as samples live. */
export function hoursOfSilence(since: number, until: number): number[] {
  const first = hourOf(Math.max(since, until - BACKFILL_LIMIT_S));
  const hours: number[] = [];
  for (let hour = hourOf(until); hour >= first; hour -= HOUR_S) hours.push(hour);
  return hours;
}

/** Hours in `[from, to)` that a sync may still fill: what a view shows as pending. */
export function pendingHours(
  host: FollowedHost,
  from: number,
  to: number,
  known: Map<number, number>,
): number {
  const end = Math.min(to, minuteOf((lastSeenOf(host) ?? 0) + MINUTE_S));
  let pending = 0;
  for (let hour = hourOf(from); hour < end; hour += HOUR_S) {
    const through = hour + (known.get(hour) ?? 0) * MINUTE_S;
    const due = Math.min(hour + HOUR_S, end);
    const isTail = due - through <= MAX_KEYS_PER_HOST * MINUTE_S && known.has(hour);
    if (through < due && !isTail) pending += 1;
  }
  return pending;
}

/** One key, of a minute that must have been uploaded by now: enough to notice that a host is back. */
function minuteBefore(now: number): KnownRange {
  const to = minuteOf(now);
  return { from: to - MINUTE_S, to };
}

/**
 * The end of the newest minute that may have a sample by now. The running minute may: also where it is the first of its
 * hour.
 */
function endOfSamples(host: FollowedHost, now: number): number {
  const newest = minuteOf(Math.min(now, lastSeenOf(host) ?? now)) + MINUTE_S;
  // A host that writes the legacy layout is looked for in v2 once an hour has passed, not at every poll.
  return isLegacyOnly(host) ? Math.min(newest, hourOf(now - ARRIVAL_DELAY_S)) : newest;
}

/** The few minutes at the end of what was polled are fetched by key at the next poll. */
function isLeftToPolls(host: FollowedHost, through: number, due: number, isLast: boolean): boolean {
  return (
    isLast &&
    host.polledThrough !== null &&
    host.polledThrough >= through &&
    due - host.polledThrough <= MAX_KEYS_PER_HOST * MINUTE_S
  );
}

/** Whether a host was seen in the legacy layout, and never in v2. */
export function isLegacyOnly(host: Pick<FollowedHost, 'layouts'>): boolean {
  return (host.layouts & SEEN_IN.legacy) !== 0 && (host.layouts & SEEN_IN.v2) === 0;
}
