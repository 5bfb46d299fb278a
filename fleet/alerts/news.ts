import type { AlertNotice } from '../../contract/alert-notices.ts';
import type { AlertKind } from '../../contract/alerts.ts';
import type { HostRef } from '../../contract/host.ts';
import { compareNames } from '../../contract/host-health.ts';
import { MAIN_METRIC, METRICS, isMetricId } from '../../contract/metrics.ts';
import { MINUTE_S } from '../../contract/time.ts';
import { NOTIFY_STATE, NOT_NOTIFIED, type AlertRow } from '../store/alert-row.ts';
import type { StoredHost } from '../store/host-row.ts';
import { newestValue } from './metric-alerts.ts';
import type { MissedOutage } from './missed-outages.ts';

/** The end of an alert that was notified. */
export type Cleared = `cleared ${AlertKind}`;
/** The subject of a notice. */
export type Subject = AlertKind | 'back' | Cleared;
/** Something to notify about a host. */
export interface News {
  row: AlertRow;
  host: StoredHost;
  subject: Subject;
}

/** A short alert is news if it is found within this many seconds of its end. */
const FRESH_S = 600;

/** Not notified once over: an outage never shown, an alert found in late samples. */
export function isCurrent({ row, subject }: News): boolean {
  if (subject === 'back' || isCleared(subject) || row.endedAt === null) return true;
  return subject !== 'offline' && row.notedAt - row.endedAt < FRESH_S;
}

/** Whether something that was notified has ended without a notification. */
export function isCleared(subject: Subject): subject is Cleared {
  return subject.startsWith('cleared ');
}

/** An outage that nobody saw, as news. */
export function pastNews({ host, at, endedAt }: MissedOutage): News {
  const times = { startedAt: at, endedAt, resolvedBy: endedAt, lastAt: at, notedAt: endedAt };
  const values = { metric: null, peak: null, threshold: null, maintenance: false };
  const row = {
    id: 0,
    host: host.id,
    kind: 'offline' as const,
    ...times,
    ...values,
    ...NOT_NOTIFIED,
  };
  return { row: { ...row, notifyState: NOTIFY_STATE.pending }, host, subject: 'offline' };
}

function minutesOf({ endedAt, lastAt, startedAt }: AlertRow): number {
  return Math.round(((endedAt ?? lastAt + MINUTE_S) - startedAt) / MINUTE_S);
}

/** One notice for the same event on several hosts. */
export function noticeOf(subject: Subject, news: readonly News[]): AlertNotice {
  const inOrder = news.toSorted((a, b) => a.row.startedAt - b.row.startedAt);
  // A host that was busy twice is named once, by the newer.
  const newest = [...new Map(inOrder.map((entry) => [entry.host.id, entry])).values()];
  const refs = newest.map(({ host: { sourceId, hostname } }) => ({ sourceId, hostname }));
  if (isCleared(subject)) {
    const [{ row }] = newest as [News];
    const minutes = newest.map((entry, index) => ({
      ...(refs[index] as HostRef),
      minutes: minutesOf(entry.row),
    }));
    return { kind: 'cleared', of: row.kind, hosts: minutes.toSorted(byName) };
  }
  if (subject === 'filling')
    return {
      kind: subject,
      hosts: newest
        .map(({ row, host: { sourceId, hostname } }) => {
          const { peak, threshold } = row;
          return { sourceId, hostname, earliest: peak ?? 0, latest: threshold };
        })
        .toSorted((a, b) => a.earliest - b.earliest || byName(a, b)),
    };
  if (subject === 'slower') return { kind: subject, hosts: slowerHosts(inOrder) };
  if (subject === 'cost')
    return {
      kind: subject,
      hosts: newest.map(({ row, host: { sourceId, hostname } }) => {
        const { peak, threshold, subject: source = sourceId } = row;
        return { sourceId, hostname, source, dollars: peak ?? 0, limit: threshold ?? 0 };
      }),
    };
  if (subject === 'unusual')
    return {
      kind: subject,
      hosts: newest
        .map(({ row: { metric, peak, threshold }, host: { sourceId, hostname } }) => {
          const values = { value: peak ?? 0, limit: threshold ?? 0 };
          return { sourceId, hostname, metric: metric ?? MAIN_METRIC, ...values };
        })
        .toSorted(byName),
    };
  if (!isMetricId(subject)) return { kind: subject, hosts: refs.toSorted(byName) };
  const worst = METRICS[subject].alert.direction === 'above' ? 1 : -1;
  const hosts = newest.map(({ row, host }) => {
    const value = row.endedAt === null ? newestValue(host, subject) : null;
    return {
      sourceId: host.sourceId,
      hostname: host.hostname,
      value: value ?? row.peak ?? 0,
      threshold: row.threshold ?? 0,
      minutes: minutesOf(row),
      ...(row.subject === undefined ? {} : { subject: row.subject }),
    };
  });
  return {
    kind: subject,
    hosts: hosts.toSorted((a, b) => worst * (b.value - a.value) || byName(a, b)),
  };
}

/** A host with several such alerts is named once, with the functions of all. */
function slowerHosts(news: readonly News[]): Extract<AlertNotice, { kind: 'slower' }>['hosts'] {
  const byHost = Map.groupBy(news, ({ host }) => host.id);
  return [...byHost.values()]
    .map((entries) => {
      const slowest = entries.toSorted((a, b) => (b.row.peak ?? 0) - (a.row.peak ?? 0));
      const [{ host, row }] = slowest as [News];
      const names = slowest.map(({ row: { subject = '' } }) => subject);
      const { sourceId, hostname } = host;
      return { sourceId, hostname, function: names.join(', '), percent: row.peak ?? 0 };
    })
    .toSorted((a, b) => b.percent - a.percent || byName(a, b));
}

/** Whether it is an outage. */
export function isOffline({ kind }: { kind: string }): boolean {
  return kind === 'offline';
}

/** Orders hosts by their names, `web-2` before `web-10`. */
export function byName(a: Pick<HostRef, 'hostname'>, b: Pick<HostRef, 'hostname'>): number {
  return compareNames(a.hostname, b.hostname);
}
