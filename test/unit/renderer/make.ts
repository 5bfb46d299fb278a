import type { ActiveAlert } from '../../../contract/alerts.ts';
import type { HostSummary } from '../../../contract/fleet.ts';
import { DEFAULT_SETTINGS } from '../../../contract/settings.ts';
import { createJudge, type Judge } from '../../../renderer/lib/levels.ts';
import { buildRows, type FleetRow } from '../../../renderer/lib/rows.ts';

export const NOW = 1_764_000_000;

export function makeHost(change: Partial<HostSummary> = {}): HostSummary {
  return {
    sourceId: 'default',
    hostname: 'web-01',
    lastSeen: NOW - 30,
    firstSeen: NOW - 86_400,
    newest: { cpu: 10, memory: 40 },
    platform: 'Linux',
    layout: 'v2',
    ...change,
  };
}

export function makeRows(...changes: Partial<HostSummary>[]): FleetRow[] {
  return buildRows([], changes.map(makeHost), NOW, defaultJudge(), () => true);
}

/** Judges by the default rules, without labels. */
export function defaultJudge(alerts: readonly ActiveAlert[] = []): Judge {
  return createJudge({
    settings: DEFAULT_SETTINGS.alerts,
    labelsOf: () => [],
    alerts,
    now: NOW,
  });
}

/** CPU at 95 % for ten minutes. */
export function makeAlert(change: Partial<ActiveAlert> = {}): ActiveAlert {
  return {
    sourceId: 'default',
    hostname: 'web-01',
    kind: 'cpu',
    since: NOW - 600,
    value: 95,
    threshold: 90,
    maintenance: false,
    ...change,
  };
}
