import type { HostRef } from '../../contract/host.ts';
import { OFFLINE_AFTER_S } from '../../contract/host-health.ts';
import type { Limits } from '../../contract/threshold-rules.ts';
import { MINUTE_S } from '../../contract/time.ts';
import type { StoredHost } from '../store/host-row.ts';
import { lastSeenOf } from '../store/host-summary.ts';
import type { AlertRow } from '../store/alert-row.ts';
import { deriveAlerts, type MinuteValues } from './derive.ts';
import type { ReadTimes } from './offline-detector.ts';

/** Seconds that a notice waits for others of its kind: a failing site takes its hosts down within a minute. */
export const GROUP_WAIT_S = 60;
/** The longest wait while more keep coming: longer than the interval at which a source is read. */
export const GROUP_MAX_WAIT_S = 180;
/** Seconds between the starts of outages that may have one cause. */
const SAME_CAUSE_S = 120;

/**
 * Whether a host is overdue: by what was read of its source it is not silent for long enough yet, but will be before `GROUP_MAX_WAIT_S`
 * has passed. A source that is read every two minutes shows hosts that fell silent within one minute at two different
 * reads.
 */
export function isOverdue(
  host: StoredHost,
  readAt: ReadTimes,
  delaySeconds = OFFLINE_AFTER_S,
): boolean {
  const lastSeen = lastSeenOf(host);
  const read = readAt[host.sourceId];
  if (lastSeen === null || read === undefined) return false;
  const silence = read - lastSeen;
  return silence >= delaySeconds - GROUP_MAX_WAIT_S && silence < delaySeconds;
}

/**
 * Whether a host that has no alert yet has one before `GROUP_MAX_WAIT_S` has passed, if nothing changes. The minutes
 * are those up to its newest sample, as many as the rule asks for. Hosts that were busy from one moment on show at two
 * reads too: each uploads at its own second.
 */
export function isPending(minutes: MinuteValues, limits: Limits): boolean {
  const sooner = Math.max(1, limits.forMinutes - GROUP_MAX_WAIT_S / MINUTE_S);
  const alerts = deriveAlerts(minutes, {
    ...limits,
    clearsAt: limits.threshold,
    forMinutes: sooner,
  });
  return alerts.at(-1)?.endedAt === null;
}

/**
 * Whether hosts that are back may be followed by others that went with them: these are silent still, and the source has
 * not been read since the first was found to be back.
 */
export function mayFollow(
  back: readonly { row: AlertRow; host: HostRef }[],
  silent: readonly { row: AlertRow; host: HostRef }[],
  readAt: ReadTimes,
): boolean {
  return back.some(({ row, host: { sourceId } }) => {
    if ((readAt[sourceId] ?? Infinity) > row.notedAt) return false;
    return silent.some(
      (other) =>
        other.host.sourceId === sourceId &&
        Math.abs(other.row.startedAt - row.startedAt) <= SAME_CAUSE_S,
    );
  });
}
