import type { FleetStatus } from '../../contract/fleet-status.ts';
import type { Message } from '../notifications/messages.ts';
import type { Translator } from '../system/i18n.ts';

/** What the tray shows about the fleet. */
export interface TrayState extends Omit<FleetStatus, 'hosts'> {
  /** `offline`: hosts went offline within the last hour, or exceed a threshold. */
  kind: 'ok' | 'offline' | 'failing';
  /** Null while unknown. */
  hosts: FleetStatus['hosts'] | null;
  /** Notifications that the system refused to show, newest first. */
  refused: readonly Message[];
}

/** The icons; each has a file in `build/icons`. */
export type TrayIconName = TrayState['kind'] | 'collecting';

/** What the tray shows before the first status. */
export const INITIAL_TRAY_STATE: TrayState = {
  kind: 'ok',
  hosts: null,
  missing: 0,
  alerts: 0,
  failing: [],
  attention: [],
  refused: [],
  collector: { enabled: false, running: false, error: null },
};

/** The tray's state for a summary from the service. */
export function trayState(status: FleetStatus, refused: readonly Message[] = []): TrayState {
  const { failing, missing, alerts } = status;
  const kind = failing.length > 0 ? 'failing' : missing + alerts > 0 ? 'offline' : 'ok';
  return { ...status, kind, refused };
}

/** The state in words, one line each. */
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
  if (collector.enabled && collector.error !== null)
    lines.push(words.t('tray.tooltip.collector', { reason: words.problem(collector.error).title }));
  return lines.join('\n');
}

/** The icon of a state: collecting shows only if nothing is wrong. */
export function iconOf({ kind, collector }: Pick<TrayState, 'kind' | 'collector'>): TrayIconName {
  return kind === 'ok' && collector.running ? 'collecting' : kind;
}
