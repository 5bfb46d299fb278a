import type { FleetEvent } from '../../contract/answers.ts';
import type { AlertRow } from '../store/alert-log.ts';
import type { StoredHost } from '../store/hosts.ts';

/**
 * OfflineDetector, as the samples give them, and stored alerts of the same range and hosts, newest first.
 * OfflineDetector under maintenance are marked by what was stored of them.
 */
export function withAlerts(
  silences: readonly FleetEvent[],
  rows: readonly AlertRow[],
  hosts: readonly StoredHost[],
): FleetEvent[] {
  const byId = new Map(hosts.map((host) => [host.id, host]));
  const alerts: FleetEvent[] = [];
  const announced = new Map<string, AlertRow[]>();
  for (const row of rows) {
    const host = byId.get(row.host);
    if (host === undefined) continue;
    if (row.kind !== 'offline') alerts.push(toEvent(row, host));
    else if (row.maintenance) {
      const key = keyOf(host);
      announced.set(key, [...(announced.get(key) ?? []), row]);
    }
  }
  const marked = silences.map((silence) => {
    const ofHost = announced.get(keyOf(silence)) ?? [];
    return ofHost.some((row) => meets(row, silence)) ? { ...silence, maintenance: true } : silence;
  });
  return [...marked, ...alerts].sort((a, b) => b.at - a.at);
}

function toEvent(row: AlertRow, { sourceId, hostname }: StoredHost): FleetEvent {
  return {
    sourceId,
    hostname,
    kind: row.kind,
    at: row.startedAt,
    endedAt: row.endedAt,
    ...(row.peak === null ? {} : { peak: row.peak }),
    ...(row.threshold === null ? {} : { threshold: row.threshold }),
    ...(row.maintenance ? { maintenance: true } : {}),
  };
}

function meets(row: AlertRow, { at, endedAt }: FleetEvent): boolean {
  return row.startedAt < (endedAt ?? Infinity) && at < (row.endedAt ?? Infinity);
}

function keyOf({ sourceId, hostname }: { sourceId: string; hostname: string }): string {
  return `${sourceId}/${hostname}`;
}
