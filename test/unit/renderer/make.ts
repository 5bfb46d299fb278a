import type { HostSummary } from '../../../contract/fleet.ts';
import { buildRows, type FleetRow } from '../../../renderer/fleet/rows.ts';

export const NOW = 1_764_000_000;

export function makeHost(change: Partial<HostSummary> = {}): HostSummary {
  return {
    sourceId: 'default',
    hostname: 'web-01',
    lastSeen: NOW - 30,
    firstSeen: NOW - 86_400,
    cpuPercent: 10,
    memoryPercent: 40,
    platform: 'Linux',
    source: 'v2',
    ...change,
  };
}

export function makeRows(...changes: Partial<HostSummary>[]): FleetRow[] {
  return buildRows([], changes.map(makeHost), NOW);
}
