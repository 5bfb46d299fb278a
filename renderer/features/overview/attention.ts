import type { ActiveAlert } from '../../../contract/alerts.ts';
import { urgency } from '../../../contract/host-health.ts';
import type { MetricId } from '../../../contract/metrics.ts';
import { alertsByHost, severity } from '../../lib/levels.ts';
import type { FleetRow } from '../../lib/rows.ts';

/** Why a host needs attention. `since`: Unix seconds; `value`: in the metric's unit. */
export type AttentionReason =
  | { readonly kind: 'offline'; readonly since: number }
  | {
      readonly kind: MetricId;
      readonly value: number;
      readonly threshold: number;
      readonly since: number;
      readonly severity: number;
    };

/** A host with what is wrong with it. */
export interface AttentionItem {
  readonly row: FleetRow;
  readonly reasons: readonly AttentionReason[];
}

/** The hosts that need attention, most urgent first, each with why. What is under maintenance needs none. */
export function attentionItems(
  rows: readonly FleetRow[],
  alerts: readonly ActiveAlert[],
): AttentionItem[] {
  const byHost = alertsByHost(alerts);
  return rows
    .flatMap((row) => {
      const known = byHost.get(row.key);
      if (known === undefined && !row.missing) return [];
      const reasons = reasonsOf(row, known ?? []);
      return reasons.length > 0 ? [{ row, reasons }] : [];
    })
    .toSorted((a, b) => urgency(a.row) - urgency(b.row) || rank(b) - rank(a));
}

function reasonsOf(row: FleetRow, alerts: readonly ActiveAlert[]): AttentionReason[] {
  if (row.missing) {
    return row.lastSeen === null ? [] : [{ kind: 'offline', since: row.lastSeen }];
  }
  if (row.state !== 'online' || row.maintenance) return [];
  return alerts
    .filter(({ maintenance }) => !maintenance)
    .map((alert) => ({
      kind: alert.kind,
      value: alert.value,
      threshold: alert.threshold,
      since: alert.since,
      severity: severity(alert),
    }));
}

/** Comparable within one kind of urgency: a later loss, or a value further beyond its threshold. */
function rank({ reasons }: AttentionItem): number {
  return Math.max(
    ...reasons.map((reason) => (reason.kind === 'offline' ? reason.since : reason.severity)),
  );
}
