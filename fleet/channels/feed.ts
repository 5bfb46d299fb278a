import { maintenanceAt, rulesFor } from '../../contract/alert-rules.ts';
import type { Settings } from '../../contract/settings.ts';
import { severityOf, type Severity } from '../../contract/alert-notices.ts';
import { hostKey } from '../../contract/host.ts';
import { isMetricId } from '../../contract/metrics.ts';
import { HOUR_S } from '../../contract/time.ts';
import { GROUP_MAX_WAIT_S, GROUP_WAIT_S, isOverdue } from '../alerts/grouping.ts';
import { newestValue } from '../alerts/metric-alerts.ts';
import type { AlertRow } from '../store/alert-log.ts';
import type { StoredHost } from '../store/hosts.ts';
import type { FleetStore } from '../store/store.ts';
import { matched, type ToldAlert, type ToldDocument } from './told.ts';

/** Seconds that an alert which is over, and which nobody told, is told of afterwards. */
const LATE_S = 12 * HOUR_S;

/** An alert of the local store, with what a message says of it. Times are Unix seconds. */
export interface FeedAlert {
  hostname: string;
  kind: string;
  severity: Severity;
  labels: readonly string[];
  startedAt: number;
  endedAt: number | null;
  value: number | null;
  threshold: number | null;
  /** When its beginning, or its end, was noticed. */
  notedAt: number;
}

/** What is to be told together: the same of hosts to which it happened at about the same time. */
export interface FeedGroup {
  state: 'firing' | 'resolved';
  kind: string;
  alerts: readonly { alert: FeedAlert; told: ToldAlert | null }[];
}

/** What the feed of one source is read from. */
export interface FeedInput {
  store: FleetStore;
  sourceId: string;
  config: Pick<Settings, 'alerts' | 'labels'>;
  isShown: (host: StoredHost) => boolean;
  /** Unix seconds at which the source was last read completely, or null. */
  readAt: number | null;
  /** What was noticed up to then was there before anybody was to be told. */
  baseline: number;
  document: ToldDocument;
  now: number;
}

/**
 * What is to be told of a source's alerts now: beginnings of those that last, ends of those whose beginning was told,
 * and those that came and went while nobody could tell them. Comes from the alerts in the store and from what was told,
 * so that it does not matter which program told it.
 */
export function feedGroups(input: FeedInput): FeedGroup[] {
  const { now, document } = input;
  const hosts = shownHosts(input);
  const alerts = feedAlerts(input, hosts);
  const told = matched(alerts, document.alerts);
  const groups = new Map<
    string,
    FeedGroup & { alerts: { alert: FeedAlert; told: ToldAlert | null }[] }
  >();
  alerts.forEach((alert, index) => {
    const state = stateToTell(alert, told[index] ?? null, input);
    if (state === null) return;
    const key = `${state} ${alert.kind}`;
    const group = groups.get(key) ?? { state, kind: alert.kind, alerts: [] };
    group.alerts.push({ alert, told: told[index] ?? null });
    groups.set(key, group);
  });
  return [...groups.values()].filter((group) => {
    const age = now - Math.min(...group.alerts.map(({ alert }) => alert.notedAt));
    // Not in the future, where the clock was put back.
    if (age < 0 || age >= GROUP_MAX_WAIT_S) return true;
    return age >= GROUP_WAIT_S && !isMoreToCome(group, input, hosts);
  });
}

/** What the store knows of the alerts that were told, by their ids there. */
export function feedDetails(input: Omit<FeedInput, 'baseline' | 'readAt'>): Map<string, FeedAlert> {
  const alerts = feedAlerts(input, shownHosts(input));
  const told = matched(alerts, input.document.alerts);
  return new Map(
    alerts.flatMap((alert, index) => {
      const id = told[index]?.id;
      return id === undefined ? [] : [[id, alert] as const];
    }),
  );
}

function stateToTell(
  alert: FeedAlert,
  told: ToldAlert | null,
  { config, sourceId, baseline, now }: FeedInput,
): FeedGroup['state'] | null {
  if (told !== null) return told.endedAt === null && alert.endedAt !== null ? 'resolved' : null;
  if (alert.notedAt <= baseline) return null;
  const ref = { sourceId, hostname: alert.hostname };
  const inMaintenance = (at: number): boolean =>
    maintenanceAt(ref, alert.labels, config.alerts.maintenance, at) !== null;
  if (inMaintenance(now)) return null;
  const isOffline = alert.kind === 'offline';
  if (isOffline && !rulesFor(ref, alert.labels, config.alerts).offline.enabled) return null;
  if (alert.endedAt === null) return 'firing';
  // A host that is back before anybody was told is in the list of events.
  if (isOffline || now - alert.endedAt > LATE_S || inMaintenance(alert.endedAt)) return null;
  return 'resolved';
}

function shownHosts({
  store,
  sourceId,
  isShown,
}: Pick<FeedInput, 'store' | 'sourceId' | 'isShown'>): Map<number, StoredHost> {
  const hosts = store.read(() => store.hosts.all());
  return new Map(
    hosts.flatMap((host) =>
      host.sourceId === sourceId && isShown(host) ? [[host.id, host] as const] : [],
    ),
  );
}

function feedAlerts(
  { store, config, now }: Pick<FeedInput, 'store' | 'config' | 'now'>,
  hosts: ReadonlyMap<number, StoredHost>,
): FeedAlert[] {
  const rows = store.read(() => store.alertLog.since(now - LATE_S));
  return rows.flatMap((row) => {
    const host = hosts.get(row.host);
    return host === undefined ? [] : [feedAlert(row, host, config.labels[hostKey(host)] ?? [])];
  });
}

function feedAlert(row: AlertRow, host: StoredHost, labels: readonly string[]): FeedAlert {
  const { kind, startedAt, endedAt, threshold, peak, notedAt } = row;
  const newest = endedAt === null && isMetricId(kind) ? newestValue(host, kind) : null;
  return {
    hostname: host.hostname,
    kind,
    severity: severityOf(kind),
    labels,
    startedAt,
    endedAt,
    value: newest ?? peak,
    threshold,
    notedAt,
  };
}

/** Hosts that fall silent within one minute show at two reads of their source. */
function isMoreToCome(
  { state, kind }: FeedGroup,
  { sourceId, readAt }: FeedInput,
  hosts: ReadonlyMap<number, StoredHost>,
): boolean {
  if (state !== 'firing' || kind !== 'offline' || readAt === null) return false;
  return [...hosts.values()].some((host) => isOverdue(host, { [sourceId]: readAt }));
}
