import type { CollectorState } from '../contract/collector.ts';
import type { FleetOverview, HostRef } from '../contract/fleet.ts';
import { hostState } from '../contract/status.ts';

/** What the tray shows of the fleet. `kind` names the icon. */
export interface TrayState {
  kind: 'ok' | 'offline' | 'failing';
  tooltip: string;
  /** Hosts to look after, the newest trouble first. */
  attention: HostRef[];
  collecting: boolean;
}

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
  const silent = overview.hosts
    .filter(({ lastSeen }) => hostState(lastSeen, now) !== 'online')
    .sort((a, b) => (b.lastSeen ?? 0) - (a.lastSeen ?? 0));
  // A host that has been silent for over an hour is known to be gone, and no state to warn of.
  const offline = silent.filter(({ lastSeen }) => hostState(lastSeen, now) === 'offline').length;
  const failing = overview.sources.filter(({ status }) => status === 'failing');
  const online = overview.hosts.length - silent.length;
  const lines = ['Py-Perf Desktop', `${String(online)} of ${String(overview.hosts.length)} online`];
  for (const { name, error } of failing) lines.push(`${name}: ${error?.message ?? 'failing'}`);
  return {
    kind: failing.length > 0 ? 'failing' : offline > 0 ? 'offline' : 'ok',
    tooltip: lines.join('\n'),
    attention: silent
      .slice(0, MAX_ATTENTION)
      .map(({ sourceId, hostname }) => ({ sourceId, hostname })),
    collecting: collector.enabled,
  };
}
