import type { ActiveAlert, AlertMetric } from '../../../contract/alerts.ts';
import { urgency } from '../../../contract/host-health.ts';
import { alertsByHost } from '../../lib/levels.ts';
import type { FleetRow } from '../../lib/rows.ts';

export type AttentionReason =
  | { readonly kind: 'offline'; readonly since: number }
  | { readonly kind: AlertMetric; readonly percent: number; readonly since: number };

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
    .map((row) => ({ row, reasons: reasonsOf(row, byHost.get(row.key) ?? []) }))
    .filter(({ reasons }) => reasons.length > 0)
    .toSorted((a, b) => urgency(a.row) - urgency(b.row) || severity(b) - severity(a));
}

function reasonsOf(row: FleetRow, alerts: readonly ActiveAlert[]): AttentionReason[] {
  if (row.missing) {
    return row.lastSeen === null ? [] : [{ kind: 'offline', since: row.lastSeen }];
  }
  if (row.state !== 'online' || row.maintenance) return [];
  return alerts
    .filter(({ maintenance }) => !maintenance)
    .map(({ kind, value, since }) => ({ kind, percent: value, since }));
}

/** Comparable within one kind of urgency: a later loss, or a higher percentage. */
function severity({ reasons }: AttentionItem): number {
  return Math.max(
    ...reasons.map((reason) => ('percent' in reason ? reason.percent : reason.since)),
  );
}
