import type { FleetEvent } from '../../contract/answers.ts';
import type { AlertRow } from '../store/alert-row.ts';
import type { StoredHost } from '../store/host-row.ts';

/**
 * Silences, as the samples give them, and stored alerts of the same range and hosts, newest first. Silences are marked
 * by what was stored of them: maintenance, and what the user said.
 */
export function withAlerts(
  silences: readonly FleetEvent[],
  rows: readonly AlertRow[],
  hosts: readonly StoredHost[],
): FleetEvent[] {
  const byId = new Map(hosts.map((host) => [host.id, host]));
  const alerts: FleetEvent[] = [];
  const noted = new Map<string, AlertRow[]>();
  for (const row of rows) {
    const host = byId.get(row.host);
    if (host === undefined) continue;
    if (row.kind !== 'offline') alerts.push(toEvent(row, host));
    else if (row.maintenance || row.ackedAt !== null) {
      const key = keyOf(host);
      noted.set(key, [...(noted.get(key) ?? []), row]);
    }
  }
  const marked = silences.map((silence) => {
    const row = noted.get(keyOf(silence))?.find((candidate) => meets(candidate, silence));
    return row === undefined ? silence : { ...silence, ...marksOf(row) };
  });
  return [...marked, ...alerts].sort((a, b) => b.at - a.at);
}

function toEvent(row: AlertRow, { sourceId, hostname }: StoredHost): FleetEvent {
  return {
    sourceId,
    hostname,
    kind: row.kind,
    ...(row.metric === null ? {} : { metric: row.metric }),
    at: row.startedAt,
    endedAt: row.endedAt,
    ...(row.peak === null ? {} : { peak: row.peak }),
    ...(row.threshold === null ? {} : { threshold: row.threshold }),
    ...(row.subject === undefined ? {} : { subject: row.subject }),
    ...marksOf(row),
  };
}

function marksOf({
  maintenance,
  ackedAt,
  ackNote,
}: AlertRow): Pick<FleetEvent, 'maintenance' | 'acknowledged'> {
  return {
    ...(maintenance ? { maintenance } : {}),
    ...(ackedAt === null ? {} : { acknowledged: { at: ackedAt, note: ackNote ?? '' } }),
  };
}

function meets(row: AlertRow, { at, endedAt }: FleetEvent): boolean {
  return row.startedAt < (endedAt ?? Infinity) && at < (row.endedAt ?? Infinity);
}

function keyOf({ sourceId, hostname }: { sourceId: string; hostname: string }): string {
  return `${sourceId}/${hostname}`;
}
