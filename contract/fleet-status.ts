import type { ActiveAlert } from './alerts.ts';
import type { CollectorState } from './collector.ts';
import type { AppError } from './errors.ts';
import type { HostRef } from './host.ts';

/** A host to look after, and why: an alert, its value rounded; null: it went offline. */
export interface AttentionItem {
  host: HostRef;
  alert: Pick<ActiveAlert, 'kind' | 'value'> | null;
  /** The alerts of the host that nobody has acknowledged or snoozed. */
  alertIds: string[];
}

/** The few numbers of the fleet that a tray shows. */
export interface FleetStatus {
  hosts: { online: number; all: number };
  /** Hosts that went offline within the last hour, as far as that matters and nobody has acknowledged or snoozed it. */
  missing: number;
  /** Alerts of online hosts, without those under maintenance, acknowledged or snoozed. */
  alerts: number;
  /** Sources that cannot be read, and why. */
  failing: { name: string; error: AppError | null }[];
  /** At most five hosts, the newest trouble first. */
  attention: AttentionItem[];
  /** `error` says why it does not run; null while it does. */
  collector: Pick<CollectorState, 'enabled' | 'running' | 'error'>;
}
