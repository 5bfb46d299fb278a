import type { ActiveAlert } from '../contract/alerts.ts';
import type { CollectorState } from '../contract/collector.ts';
import type { FleetOverview, HostRef } from '../contract/fleet.ts';
import { hostState } from '../contract/status.ts';
import { alertCount, reasonOf } from './texts.ts';

/** A host to look after, and why. */
export interface Attention {
  host: HostRef;
  reason: string;
}

/** What the tray shows of the fleet. */
export interface TrayState {
  /** `offline`: hosts fell silent within the last hour, or exceed a threshold. */
  kind: 'ok' | 'offline' | 'failing';
  tooltip: string;
  /** The newest trouble first. */
  attention: Attention[];
  collecting: boolean;
}

export type TrayIconName = TrayState['kind'] | 'collecting';

const MAX_ATTENTION = 5;

export const INITIAL_TRAY_STATE: TrayState = {
  kind: 'ok',
  tooltip: 'Py-Perf Desktop',
  attention: [],
  collecting: false,
};

/** The tray's state at `now` (Unix seconds). */
export function trayState(
  overview: FleetOverview,
  collector: Pick<CollectorState, 'enabled'>,
  now: number,
): TrayState {
  const silent = overview.hosts.filter(({ lastSeen }) => hostState(lastSeen, now) !== 'online');
  // A host that has been silent for over an hour is known to be gone, and no state to warn of.
  const offline = silent.filter(({ lastSeen }) => hostState(lastSeen, now) === 'offline').length;
  const alerts = (overview.alerts ?? []).filter(({ maintenance }) => !maintenance);
  const failing = overview.sources.filter(({ status }) => status === 'failing');
  const online = overview.hosts.length - silent.length;
  const lines = ['Py-Perf Desktop', `${String(online)} of ${String(overview.hosts.length)} online`];
  if (alerts.length > 0) lines.push(alertCount(alerts.length));
  for (const { name, error } of failing) lines.push(`${name}: ${error?.message ?? 'failing'}`);
  return {
    kind: failing.length > 0 ? 'failing' : offline + alerts.length > 0 ? 'offline' : 'ok',
    tooltip: lines.join('\n'),
    attention: attentionTo(silent, alerts),
    collecting: collector.enabled,
  };
}

/** The icon that shows a state: collecting is told where nothing is wrong. */
export function iconOf({ kind, collecting }: TrayState): TrayIconName {
  return kind === 'ok' && collecting ? 'collecting' : kind;
}

function attentionTo(silent: FleetOverview['hosts'], alerts: readonly ActiveAlert[]): Attention[] {
  const troubles = [
    ...silent.map((host) => ({ host, at: host.lastSeen ?? 0, reason: reasonOf(null) })),
    ...alerts.map((alert) => ({ host: alert, at: alert.since, reason: reasonOf(alert) })),
  ].sort((a, b) => b.at - a.at);
  const seen = new Set<string>();
  const attention: Attention[] = [];
  for (const { host, reason } of troubles) {
    const { sourceId, hostname } = host;
    const key = `${sourceId}/${hostname}`;
    if (seen.has(key)) continue;
    seen.add(key);
    attention.push({ host: { sourceId, hostname }, reason });
    if (attention.length === MAX_ATTENTION) break;
  }
  return attention;
}
