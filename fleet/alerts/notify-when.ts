import type { HostRef } from '../../contract/host.ts';
import { OFFLINE_AFTER_S, offlineDelay } from '../../contract/host-health.ts';
import { isMetricId } from '../../contract/metrics.ts';
import type { AlertRow } from '../store/alert-row.ts';
import type { StoredHost } from '../store/host-row.ts';
import type { EffectiveRules } from './effective-rules.ts';
import type { News } from './news.ts';

/** Whether the rule of an alert is on: it may have been switched off since the alert began. */
export function isWanted(rules: EffectiveRules, { kind }: AlertRow, host: StoredHost): boolean {
  return isMetricId(kind) || rules.rulesOf(host)[kind].enabled;
}

/** Whether an alert that began under maintenance ended under it. `endedAt` in Unix seconds; null while it lasts. */
export function isOverWithin(
  rules: EffectiveRules,
  host: HostRef,
  endedAt: number | null,
): boolean {
  return endedAt !== null && rules.inMaintenance(host, endedAt);
}

/** Whether an outage has lasted as long as its rule waits, or is over; everything else is due at once. */
export function isDue(
  rules: EffectiveRules,
  { kind, startedAt, endedAt }: AlertRow,
  host: StoredHost,
  now: number,
): boolean {
  return kind !== 'offline' || endedAt !== null || now >= startedAt + delayOf(rules, host);
}

/** Whether an outage ended before its rule would have notified it. */
export function wasBrief(
  rules: EffectiveRules,
  { kind, startedAt, endedAt }: AlertRow,
  host: StoredHost,
): boolean {
  if (kind !== 'offline' || endedAt === null) return false;
  const delay = delayOf(rules, host);
  return delay > OFFLINE_AFTER_S && endedAt - startedAt < delay;
}

/** When it was found, or the time from which it may be notified, Unix seconds. */
export function foundAt(rules: EffectiveRules, { row, host, subject }: News): number {
  if (subject !== 'offline') return row.notedAt;
  const delay = delayOf(rules, host);
  return delay > OFFLINE_AFTER_S ? Math.max(row.notedAt, row.startedAt + delay) : row.notedAt;
}

/** Seconds without a sample after which the rule of a host notifies. */
function delayOf(rules: EffectiveRules, host: StoredHost): number {
  return offlineDelay(rules.rulesOf(host).offline);
}
