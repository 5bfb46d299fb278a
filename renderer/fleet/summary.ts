import type { HostState } from '../../contract/status.ts';
import type { FleetRow } from './rows.ts';

/** From this CPU or memory percentage on, a host needs attention. */
export const HOT_PERCENT = 90;

export interface FleetSummary {
  readonly total: number;
  readonly counts: Readonly<Record<HostState, number>>;
  /** Means over the hosts that are online, percent; null where none of them says. */
  readonly meanCpu: number | null;
  readonly meanMemory: number | null;
  /** Hosts that went offline within the last hour, newest first. */
  readonly wentOffline: readonly FleetRow[];
  /** Online hosts at or over `HOT_PERCENT`, hottest first. */
  readonly hotCpu: readonly FleetRow[];
  readonly hotMemory: readonly FleetRow[];
  /** Online hosts whose fullest disk is at or over `HOT_PERCENT`, fullest first. */
  readonly fullDisk: readonly FleetRow[];
  /** Hosts in any of the lists above. */
  readonly attention: number;
}

export function summarize(rows: readonly FleetRow[]): FleetSummary {
  const counts = { online: 0, offline: 0, stale: 0 };
  for (const row of rows) counts[row.state] += 1;
  const online = rows.filter((row) => row.state === 'online');
  const wentOffline = rows
    .filter((row) => row.state === 'offline')
    .sort((a, b) => (b.lastSeen ?? 0) - (a.lastSeen ?? 0));
  const hotCpu = hottest(online, 'cpuPercent');
  const hotMemory = hottest(online, 'memoryPercent');
  const fullDisk = hottest(online, 'diskPercent');
  const attention = new Set([...wentOffline, ...hotCpu, ...hotMemory, ...fullDisk]).size;
  return {
    total: rows.length,
    counts,
    meanCpu: mean(online.map((row) => row.cpuPercent)),
    meanMemory: mean(online.map((row) => row.memoryPercent)),
    wentOffline,
    hotCpu,
    hotMemory,
    fullDisk,
    attention,
  };
}

function hottest(
  rows: readonly FleetRow[],
  field: 'cpuPercent' | 'memoryPercent' | 'diskPercent',
): FleetRow[] {
  return rows
    .filter((row) => (row[field] ?? 0) >= HOT_PERCENT)
    .sort((a, b) => (b[field] ?? 0) - (a[field] ?? 0));
}

/** The mean of the values that are known; null where none is. */
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
