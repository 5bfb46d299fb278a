import type { ActiveAlert } from '../../contract/alerts.ts';
import type { CollectorState } from '../../contract/collector.ts';
import type { AppError } from '../../contract/errors.ts';
import type { FleetOverview, HostRef, HostSummary } from '../../contract/fleet.ts';
import { OFFLINE_AFTER_S, hostState } from '../../contract/status.ts';
import type { Translator } from '../system/i18n.ts';

/** A host to look after, and why: an alert, its value rounded; null: it is known to be silent. */
export interface Attention {
  host: HostRef;
  alert: Pick<ActiveAlert, 'kind' | 'value'> | null;
}

/** What the tray shows of the fleet. */
export interface TrayState {
  /** `offline`: hosts fell silent within the last hour, or exceed a threshold. */
  kind: 'ok' | 'offline' | 'failing';
  /** Null where nothing is known yet. */
  hosts: { online: number; all: number } | null;
  alerts: number;
  /** Sources that cannot be read, and why. */
  failing: { name: string; error: AppError | null }[];
  /** The newest trouble first. */
  attention: Attention[];
  /** What the user wants of the collector, and what it does; where it does not, why. */
  collector: { wanted: boolean; running: boolean; error: AppError | null };
}

export type TrayIconName = TrayState['kind'] | 'collecting';

const MAX_ATTENTION = 5;

export const INITIAL_TRAY_STATE: TrayState = {
  kind: 'ok',
  hosts: null,
  alerts: 0,
  failing: [],
  attention: [],
  collector: { wanted: false, running: false, error: null },
};

/** The tray's state at `now` (Unix seconds). */
export function trayState(
  overview: FleetOverview,
  { enabled, running, error }: Pick<CollectorState, 'enabled' | 'running' | 'error'>,
  now: number,
): TrayState {
  const silent = overview.hosts.filter(({ lastSeen }) => hostState(lastSeen, now) !== 'online');
  // What happens to hosts during work on them that was announced is no trouble.
  const announced = new Set((overview.maintenance ?? []).map(keyOf));
  const isTrouble = (host: HostRef): boolean => !announced.has(keyOf(host));
  const missed = silent.filter(isMissed(overview)).filter(isTrouble);
  // A host that has been silent for over an hour is known to be gone, and no state to warn of.
  const offline = missed.filter(({ lastSeen }) => hostState(lastSeen, now) === 'offline').length;
  const alerts = (overview.alerts ?? []).filter((alert) => !alert.maintenance && isTrouble(alert));
  const failing = overview.sources.filter(({ status }) => status === 'failing');
  return {
    kind: failing.length > 0 ? 'failing' : offline + alerts.length > 0 ? 'offline' : 'ok',
    hosts: { online: overview.hosts.length - silent.length, all: overview.hosts.length },
    alerts: alerts.length,
    failing: failing.map(({ name, error }) => ({ name, error })),
    attention: attentionTo(missed, alerts),
    collector: { wanted: enabled, running, error: running ? null : error },
  };
}

/**
 * Tells of a silent host whether that is known: its source has been read since. After a sleep, and while a source fails, every
 * host is silent only because nobody asked. This machine's own silence is the app's, which says itself what it does.
 */
function isMissed({ sources, thisHost }: FleetOverview): (host: HostSummary) => boolean {
  const readAt = new Map(sources.map(({ id, lastSyncedAt }) => [id, lastSyncedAt ?? -Infinity]));
  return ({ sourceId, hostname, lastSeen }) => {
    if (thisHost?.sourceId === sourceId && thisHost.hostname === hostname) return false;
    return (readAt.get(sourceId) ?? -Infinity) - (lastSeen ?? 0) >= OFFLINE_AFTER_S;
  };
}

/** The state in words, a line each. */
export function tooltipOf(state: TrayState, words: Translator): string {
  const { hosts, alerts, failing, collector } = state;
  const lines = ['Py-Perf Desktop'];
  if (hosts !== null)
    lines.push(words.t('tray.tooltip.online', { online: hosts.online, hosts: hosts.all }));
  if (alerts > 0) lines.push(words.t('tray.tooltip.alerts', { n: alerts }));
  for (const { name, error } of failing) {
    const reason = error === null ? words.t('tray.tooltip.unread') : words.problem(error).title;
    lines.push(words.t('tray.tooltip.failing', { source: name, reason }));
  }
  if (collector.wanted && collector.error !== null)
    lines.push(words.t('tray.tooltip.collector', { reason: words.problem(collector.error).title }));
  return lines.join('\n');
}

/** The icon that shows a state: collecting is told where nothing is wrong. */
export function iconOf({ kind, collector }: Pick<TrayState, 'kind' | 'collector'>): TrayIconName {
  return kind === 'ok' && collector.running ? 'collecting' : kind;
}

function attentionTo(missed: readonly HostSummary[], alerts: readonly ActiveAlert[]): Attention[] {
  const troubles = [
    ...missed.map((host) => ({ host, at: host.lastSeen ?? 0, alert: null })),
    ...alerts.map((alert) => ({
      host: alert,
      at: alert.since,
      alert: { kind: alert.kind, value: Math.round(alert.value) },
    })),
  ].sort((a, b) => b.at - a.at);
  const seen = new Set<string>();
  const attention: Attention[] = [];
  for (const { host, alert } of troubles) {
    const { sourceId, hostname } = host;
    const key = keyOf(host);
    if (seen.has(key)) continue;
    seen.add(key);
    attention.push({ host: { sourceId, hostname }, alert });
    if (attention.length === MAX_ATTENTION) break;
  }
  return attention;
}

function keyOf({ sourceId, hostname }: HostRef): string {
  return `${sourceId}/${hostname}`;
}
