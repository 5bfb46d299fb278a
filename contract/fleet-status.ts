import type { ActiveAlert } from './alerts.ts';
import type { CollectorState } from './collector.ts';
import type { AppError } from './errors.ts';
import type { HostRef } from './host.ts';

/** A host that needs attention, and why: an alert with its value rounded; null: it went offline. */
export interface AttentionItem {
  host: HostRef;
  alert: Pick<ActiveAlert, 'kind' | 'value'> | null;
  /** The alerts of the host that nobody has acknowledged or snoozed. */
  alertIds: string[];
}

/** The fleet's figures for the tray. */
export interface FleetStatus {
  hosts: { online: number; all: number };
  /** Unexpected outages of the last hour that nobody has acknowledged or snoozed. */
  missing: number;
  /** Alerts of online hosts, without those under maintenance, acknowledged or snoozed. */
  alerts: number;
  /** Sources that cannot be read, and why. */
  failing: { name: string; error: AppError | null }[];
  /** At most five hosts, the newest problem first. */
  attention: AttentionItem[];
  /** `error`: why it does not run; null while it runs. */
  collector: Pick<CollectorState, 'enabled' | 'running' | 'error'>;
}
