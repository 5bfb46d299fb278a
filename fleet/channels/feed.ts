import { maintenanceAt, rulesFor, type HostRules } from '../../contract/alert-rules.ts';
import type { AlertKind } from '../../contract/alerts.ts';
import type { MessageState } from '../../contract/channels.ts';
import type { Settings } from '../../contract/settings.ts';
import { metricOf, severityOf, type Severity } from '../../contract/alert-notices.ts';
import { OFFLINE_AFTER_S, offlineDelay } from '../../contract/host-health.ts';
import { hostKey } from '../../contract/host.ts';
import type { OpenAlertState } from '../../contract/open-alerts.ts';
import { isMetricId, type MetricId } from '../../contract/metrics.ts';
import { HOUR_S } from '../../contract/time.ts';
import { GROUP_MAX_WAIT_S, GROUP_WAIT_S, isOverdue } from '../alerts/grouping.ts';
import { newestValue } from '../alerts/metric-alerts.ts';
import { isHistory, stateOf } from '../alerts/open-alerts.ts';
import { tablesOf } from '../store/source-tables.ts';
import type { AlertRow } from '../store/alert-row.ts';
import type { StoredHost } from '../store/host-row.ts';
import type { FleetStore } from '../store/store.ts';
import { matched, type SentAlert, type DeliveryDocument } from './delivery-document.ts';

/** Seconds after its end within which an alert that nobody sent is still sent. */
const LATE_S = 12 * HOUR_S;

/** An alert of the local store, with what a message says of it. Times are Unix seconds. */
export interface FeedAlert {
  hostname: string;
  kind: AlertKind;
  metric: MetricId | null;
  severity: Severity;
  labels: readonly string[];
  startedAt: number;
  endedAt: number | null;
  value: number | null;
  threshold: number | null;
  subject?: string | undefined;
  /** When its beginning, or its end, was noticed. */
  notedAt: number;
  /** What the user of this program said to it: nothing (`firing`), or that it is known. */
  state: OpenAlertState;
  acknowledgedAt: number | null;
  note: string;
  /** When it was, or was to be, said again on this program's screen; null: it was not. */
  againAt: number | null;
  /** Whether it is an alert on a host that has long been silent: nobody can acknowledge it. */
  isHistory: boolean;
}

/** What one message says: the same of hosts to which it happened at about the same time. */
export interface FeedGroup {
  state: MessageState;
  kind: string;
  alerts: readonly { alert: FeedAlert; sent: SentAlert | null }[];
}

/** What the feed of one source is read from. */
export interface FeedInput {
  store: FleetStore;
  sourceId: string;
  config: Pick<Settings, 'alerts' | 'labels'>;
  isShown: (host: StoredHost) => boolean;
  /** Unix seconds at which the source was last read completely, or null. */
  readAt: number | null;
  /** What was noticed up to then was there before there was anybody to notify. */
  baseline: number;
  document: DeliveryDocument;
  now: number;
}

type Entry = FeedGroup['alerts'][number];

/**
 * What to send of a source's alerts now: beginnings of those that last, ends of those whose beginning was sent, those
 * that came and went while nobody could send them, acknowledgements, and reminders of what nobody has acknowledged.
 * Follows from the alerts in the store and from what was sent, so it does not matter which program sent it.
 */
export function feedGroups(input: FeedInput): FeedGroup[] {
  const { now, document } = input;
  const hosts = shownHosts(input);
  const alerts = feedAlerts(input, hosts);
  const sent = matched(alerts, document.alerts);
  const unknown = unacknowledged(alerts, sent);
  const groups = new Map<string, FeedGroup & { alerts: Entry[] }>();
  alerts.forEach((alert, index) => {
    const entry = { alert, sent: sent[index] ?? null };
    const state = stateToSend(entry, unknown, input);
    if (state === null) return;
    // What repeats an incident names that one only.
    const incident = isRepeat(state) ? (entry.sent?.incident ?? '') : '';
    const key = `${state} ${alert.kind} ${incident}`;
    const group = groups.get(key) ?? { state, kind: alert.kind, alerts: [] };
    group.alerts.push(entry);
    groups.set(key, group);
  });
  return [...groups.values()].filter((group) => {
    const { state } = group;
    if (state === 'reminder') return true;
    const age = now - Math.min(...group.alerts.map(({ alert }) => foundAt(alert, state, input)));
    // Not in the future, where the clock was put back.
    if (age < 0 || age >= GROUP_MAX_WAIT_S) return true;
    return age >= GROUP_WAIT_S && !isMoreToCome(group, input, hosts);
  });
}

/** Whether a message repeats alerts that were sent before. */
export function isRepeat(state: MessageState): boolean {
  return state === 'reminder' || state === 'acknowledged';
}

/** What the store has about the alerts sent, by their ids in the store. */
export function feedDetails(input: Omit<FeedInput, 'baseline' | 'readAt'>): Map<string, FeedAlert> {
  const alerts = feedAlerts(input, shownHosts(input));
  const sent = matched(alerts, input.document.alerts);
  return new Map(
    alerts.flatMap((alert, index) => {
      const id = sent[index]?.id;
      return id === undefined ? [] : [[id, alert] as const];
    }),
  );
}

function stateToSend(
  { alert, sent }: Entry,
  unacknowledgedIncidents: ReadonlySet<string>,
  input: FeedInput,
): MessageState | null {
  const { baseline, now } = input;
  const { kind, startedAt, endedAt, state, againAt } = alert;
  if (sent !== null && (sent.endedAt !== null || endedAt !== null))
    return sent.endedAt === null ? 'resolved' : null;
  if (sent !== null && alert.acknowledgedAt !== null) {
    const isNew = alert.acknowledgedAt > sent.at;
    return isNew && !unacknowledgedIncidents.has(sent.incident) ? 'acknowledged' : null;
  }
  if (isInMaintenance(alert, input, now) || !isWanted(alert, input)) return null;
  if (sent !== null) return isReminderDue(alert, sent, input) ? 'reminder' : null;
  // Whoever snoozed it knows about it.
  if (alert.notedAt <= baseline || state !== 'firing') return null;
  if (endedAt === null) return now >= dueAt(alert, input) ? 'firing' : null;
  // Over while it was put off.
  if (againAt !== null && againAt > endedAt) return null;
  if (now - endedAt > LATE_S || isInMaintenance(alert, input, endedAt)) return null;
  if (kind === 'rebooted') return 'firing';
  // A host that is back before anybody was notified is in the list of events; so is what was there before.
  return kind === 'offline' || startedAt <= baseline ? null : 'resolved';
}

/** Incidents that have an alert which lasts, and which nobody acknowledged: they are not known as a whole yet. */
function unacknowledged(
  alerts: readonly FeedAlert[],
  sent: readonly (SentAlert | null)[],
): Set<string> {
  return new Set(
    alerts.flatMap(({ endedAt, acknowledgedAt }, index) => {
      const incident = sent[index]?.incident;
      return incident === undefined || endedAt !== null || acknowledgedAt !== null
        ? []
        : [incident];
    }),
  );
}

function isReminderDue(
  { state, againAt, isHistory }: FeedAlert,
  sent: SentAlert,
  { config, now }: FeedInput,
): boolean {
  if (state !== 'firing' || isHistory) return false;
  // What was snoozed is said again when that is over, also where nothing else is said twice.
  if (againAt !== null && againAt > sent.at) return true;
  const { remindHours } = config.alerts;
  return remindHours > 0 && now - sent.at >= remindHours * HOUR_S;
}

function rulesOf(alert: FeedAlert, { config, sourceId }: FeedInput): HostRules {
  return rulesFor({ sourceId, hostname: alert.hostname }, alert.labels, config.alerts);
}

/** The rule may have been switched off since, and that of reboots only says whether they are sent. */
function isWanted(alert: FeedAlert, input: FeedInput): boolean {
  return isMetricId(alert.kind) || rulesOf(alert, input)[alert.kind].enabled;
}

function isInMaintenance(alert: FeedAlert, { config, sourceId }: FeedInput, at: number): boolean {
  const { hostname, labels } = alert;
  return maintenanceAt({ sourceId, hostname }, labels, config.alerts.maintenance, at) !== null;
}

/** From when on it is sent, Unix seconds: a silence may have to last longer than until a host counts as offline. */
function dueAt(alert: FeedAlert, input: FeedInput): number {
  if (alert.kind !== 'offline') return alert.notedAt;
  const delay = offlineDelay(rulesOf(alert, input).offline);
  return delay > OFFLINE_AFTER_S ? Math.max(alert.notedAt, alert.startedAt + delay) : alert.notedAt;
}

function foundAt(alert: FeedAlert, state: MessageState, input: FeedInput): number {
  if (state === 'acknowledged') return alert.acknowledgedAt ?? alert.notedAt;
  return state === 'firing' ? dueAt(alert, input) : alert.notedAt;
}

function shownHosts({
  store,
  sourceId,
  isShown,
}: Pick<FeedInput, 'store' | 'sourceId' | 'isShown'>): Map<number, StoredHost> {
  const hosts = store.read(() => store.hosts.all());
  const ofSource = hosts.filter((host) => host.sourceId === sourceId && isShown(host));
  return new Map([...ofSource, tablesOf(sourceId)].map((host) => [host.id, host]));
}

function feedAlerts(
  { store, config, now }: Pick<FeedInput, 'store' | 'config' | 'now'>,
  hosts: ReadonlyMap<number, StoredHost>,
): FeedAlert[] {
  const rows = store.read(() => store.alertLog.since(now - LATE_S));
  return rows.flatMap((row) => {
    const host = hosts.get(row.host);
    if (host === undefined) return [];
    return [feedAlert(row, host, config.labels[hostKey(host)] ?? [], now)];
  });
}

function feedAlert(
  row: AlertRow,
  host: StoredHost,
  labels: readonly string[],
  now: number,
): FeedAlert {
  const { kind, startedAt, endedAt, threshold, peak, notedAt, snoozedUntil } = row;
  const isSnoozeOver = snoozedUntil !== null && snoozedUntil <= now;
  const newest = endedAt === null && isMetricId(kind) ? newestValue(host, kind) : null;
  return {
    hostname: host.hostname,
    kind,
    metric: metricOf(row),
    severity: severityOf(kind),
    labels,
    startedAt,
    endedAt,
    value: newest ?? peak,
    threshold,
    subject: row.subject,
    notedAt,
    state: stateOf(row, now),
    acknowledgedAt: row.ackedAt,
    note: row.ackNote ?? '',
    againAt: isSnoozeOver ? snoozedUntil : row.reminders > 0 ? row.notifiedAt : null,
    isHistory: isHistory(kind, host, now),
  };
}

/** Hosts that fall silent within one minute show at two reads of their source. */
function isMoreToCome(
  { state, kind }: FeedGroup,
  { config, sourceId, readAt }: FeedInput,
  hosts: ReadonlyMap<number, StoredHost>,
): boolean {
  if (state !== 'firing' || kind !== 'offline' || readAt === null) return false;
  return [...hosts.values()].some((host) => {
    const { offline } = rulesFor(host, config.labels[hostKey(host)] ?? [], config.alerts);
    return offline.enabled && isOverdue(host, { [sourceId]: readAt }, offlineDelay(offline));
  });
}
