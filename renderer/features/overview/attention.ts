import type { ActiveAlert } from '../../../contract/alerts.ts';
import { METRICS, type MetricId } from '../../../contract/metrics.ts';
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

/** A host and what is wrong with it. `critical`: it is lost, or data or service is at risk. */
export interface AttentionItem {
  readonly row: FleetRow;
  readonly critical: boolean;
  readonly reasons: readonly AttentionReason[];
}

/**
 * The hosts that need attention, each with the reason: critical ones first, with the latest loss or fault on top; then
 * by how far a value is beyond its threshold. Hosts under maintenance need none.
 */
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
      return reasons.length > 0 ? [{ row, reasons, critical: reasons.some(isCritical) }] : [];
    })
    .toSorted((a, b) => Number(b.critical) - Number(a.critical) || rank(b) - rank(a));
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

const isCritical = ({ kind }: AttentionReason): boolean =>
  kind === 'offline' || METRICS[kind].alert.critical === true;

/** Comparable within critical ones, and within others. */
function rank({ critical, reasons }: AttentionItem): number {
  return Math.max(
    ...reasons
      .filter((reason) => isCritical(reason) === critical)
      .map((reason) => (critical || reason.kind === 'offline' ? reason.since : reason.severity)),
  );
}
