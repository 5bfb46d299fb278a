import type { ActiveAlert } from '../../../contract/alerts.ts';
import type { HostSummary } from '../../../contract/host.ts';
import { DEFAULT_SETTINGS } from '../../../contract/settings.ts';
import {
  createHealthJudge,
  type HealthContext,
  type HealthJudge,
} from '../../../contract/host-health.ts';
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
  return makeJudgedRows({}, ...changes);
}

/** Rows whose health rests on what is given. */
export function makeJudgedRows(
  context: Partial<HealthContext>,
  ...changes: Partial<HostSummary>[]
): FleetRow[] {
  return buildRows([], changes.map(makeHost), healthJudge(context), defaultJudge());
}

/** Judges the values of hosts by the default rules. */
export function defaultJudge(): Judge {
  return createJudge({ settings: DEFAULT_SETTINGS.alerts, labelsOf: () => [] });
}

/** A fleet whose source is read all the time, by the default rules and without labels. */
export function healthContext(change: Partial<HealthContext> = {}): HealthContext {
  const { now = NOW } = change;
  return {
    sources: [{ id: 'default', status: 'fresh', lastSyncedAt: now - 10 }],
    thisHost: null,
    alerts: [],
    settings: DEFAULT_SETTINGS.alerts,
    labelsOf: () => [],
    now,
    ...change,
  };
}

export function healthJudge(change: Partial<HealthContext> = {}): HealthJudge {
  return createHealthJudge(healthContext(change));
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
