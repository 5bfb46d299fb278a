import { maintenanceAt, rulesFor, type HostRules } from '../../contract/alert-rules.ts';
import {
  ALERT_METRICS,
  type ActiveAlert,
  type AlertMetric,
  type AlertSettings,
  type Threshold,
} from '../../contract/alerts.ts';
import type { MetricId } from '../../contract/metrics.ts';
import type { HostSummary } from '../../contract/fleet.ts';
import { hostKey } from './rows.ts';

/** `near`: within a few points below the threshold of the rule; `hot`: at or above it. */
export type Level = 'normal' | 'near' | 'hot';

/** Percentage points below a threshold from which a value is near it. */
const NEAR_POINTS = 5;

/** How a percentage stands to a rule. An unknown value, or a rule that is off, is `normal`. */
export function levelOf(value: number | null | undefined, rule: Threshold): Level {
  if (!rule.enabled || value === null || value === undefined) return 'normal';
  if (value >= rule.above) return 'hot';
  return value >= rule.above - NEAR_POINTS ? 'near' : 'normal';
}

/** What the rules of Settings say of a host; plain values, so that a row that did not change can be told. */
export interface Judgement {
  /** By metric, where it is not normal. */
  readonly levels: Readonly<Partial<Record<MetricId, Level>>>;
  /** Has an alert that is not under maintenance. */
  readonly alerting: boolean;
  /** Is under announced maintenance. */
  readonly maintenance: boolean;
  /** Whether it matters when the host is offline. */
  readonly offlineMatters: boolean;
}

/** Judges one host, given its key. */
export type Judge = (host: HostSummary, key: string) => Judgement;

export interface JudgeOptions {
  readonly settings: Pick<AlertSettings, 'offline' | AlertMetric | 'overrides' | 'maintenance'>;
  readonly labelsOf: (key: string) => readonly string[];
  readonly alerts: readonly ActiveAlert[];
  /** Unix seconds. */
  readonly now: number;
}

export function createJudge({ settings, labelsOf, alerts, now }: JudgeOptions): Judge {
  const alerting = new Set(alerts.filter(({ maintenance }) => !maintenance).map(hostKey));
  return (host, key) => {
    const labels = labelsOf(key);
    const rules = rulesFor(host, labels, settings);
    return {
      levels: levelsOf(host, rules),
      alerting: alerting.has(key),
      maintenance: maintenanceAt(host, labels, settings.maintenance, now) !== null,
      offlineMatters: rules.offline.enabled,
    };
  };
}

function levelsOf({ newest }: HostSummary, rules: HostRules): Judgement['levels'] {
  const levels: Partial<Record<MetricId, Level>> = {};
  for (const metric of ALERT_METRICS) {
    const level = levelOf(newest[metric], rules[metric]);
    if (level !== 'normal') levels[metric] = level;
  }
  return levels;
}

/** When announced maintenance next begins or ends (Unix seconds); Infinity when none does. */
export function nextMaintenanceChange(
  maintenance: AlertSettings['maintenance'],
  now: number,
): number {
  const later = maintenance.flatMap(({ from, until }) => [from, until]).filter((at) => at > now);
  return Math.min(Number.POSITIVE_INFINITY, ...later);
}

/** Active alerts by the key of their host, in the order CPU, memory, disk. */
export function alertsByHost(
  alerts: readonly ActiveAlert[],
): ReadonlyMap<string, readonly ActiveAlert[]> {
  const found = new Map<string, ActiveAlert[]>();
  for (const alert of alerts) {
    const key = hostKey(alert);
    found.set(key, [...(found.get(key) ?? []), alert]);
  }
  for (const list of found.values()) {
    list.sort((a, b) => ALERT_METRICS.indexOf(a.kind) - ALERT_METRICS.indexOf(b.kind));
  }
  return found;
}
