import type { ActiveAlert } from '../../../contract/alerts.ts';
import { hostKey } from '../../../contract/host.ts';
import type { HostState } from '../../../contract/host-health.ts';
import { REQUIRED_METRICS, type MetricId, type RequiredMetric } from '../../../contract/metrics.ts';
import { byMetric } from '../../../contract/threshold-rules.ts';
import { severity } from '../../lib/levels.ts';
import type { FleetRow } from '../../lib/rows.ts';

/** A host and its alert. */
export interface AlertingHost {
  readonly row: FleetRow;
  readonly alert: ActiveAlert;
}

/** Counts and means of the listed hosts. */
export interface FleetSummary {
  readonly total: number;
  readonly counts: Readonly<Record<HostState, number>>;
  /** Means over the online hosts; null if none reports the metric. */
  readonly means: Readonly<Record<RequiredMetric, number | null>>;
  /** Hosts that went offline within the last hour, newest first; without expected outages. */
  readonly wentOffline: readonly FleetRow[];
  /** Online hosts with an alert, worst value first; without those under maintenance. */
  readonly alerts: Readonly<Record<MetricId, readonly AlertingHost[]>>;
  /** Hosts in any of the lists above. */
  readonly attention: number;
  /** Hosts under announced maintenance. */
  readonly maintenance: number;
}

/** Summarises the listed hosts. */
export function summarize(rows: readonly FleetRow[], active: readonly ActiveAlert[]): FleetSummary {
  const counts = { online: 0, offline: 0, stale: 0, unread: 0 };
  for (const row of rows) counts[row.state] += 1;
  const online = rows.filter((row) => row.state === 'online');
  const wentOffline = rows
    .filter(({ missing }) => missing)
    .sort((a, b) => (b.lastSeen ?? 0) - (a.lastSeen ?? 0));
  const alerts = alerting(online, active);
  const hot = Object.values(alerts).flatMap((list) => list.map(({ row }) => row));
  return {
    total: rows.length,
    counts,
    means: Object.fromEntries(
      REQUIRED_METRICS.map((id) => [id, mean(online.map(({ newest }) => newest[id] ?? null))]),
    ) as FleetSummary['means'],
    wentOffline,
    alerts,
    attention: new Set([...wentOffline, ...hot]).size,
    maintenance: rows.filter((row) => row.maintenance).length,
  };
}

function alerting(
  online: readonly FleetRow[],
  active: readonly ActiveAlert[],
): FleetSummary['alerts'] {
  const told = active.filter(({ maintenance }) => !maintenance);
  const keys = new Set(told.map(hostKey));
  const byKey = new Map(
    online.flatMap((row) => (keys.has(row.key) && !row.maintenance ? [[row.key, row]] : [])),
  );
  const found = byMetric((): AlertingHost[] => []);
  for (const alert of told) {
    const row = byKey.get(hostKey(alert));
    if (row !== undefined) found[alert.kind].push({ row, alert });
  }
  for (const list of Object.values(found))
    list.sort((a, b) => severity(b.alert) - severity(a.alert));
  return found;
}

/** The mean of the known values; null without any. */
export function mean(values: readonly (number | null)[]): number | null {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value === null) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? null : sum / count;
}
