import { rulesFor, type HostRules } from '../../contract/alert-rules.ts';
import {
  ALERT_METRICS,
  type ActiveAlert,
  type AlertMetric,
  type AlertSettings,
  type Threshold,
} from '../../contract/alerts.ts';
import { hostKey, type HostSummary } from '../../contract/fleet.ts';
import type { MetricId } from '../../contract/metrics.ts';

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

/** What the rules of Settings say of a host's values. */
export interface Judgement {
  /** By metric, where it is not normal. */
  readonly levels: Readonly<Partial<Record<MetricId, Level>>>;
}

/** Judges the values of one host, given its key. */
export type Judge = (host: HostSummary, key: string) => Judgement;

export interface JudgeOptions {
  readonly settings: Pick<AlertSettings, 'offline' | AlertMetric | 'overrides'>;
  readonly labelsOf: (key: string) => readonly string[];
}

export function createJudge({ settings, labelsOf }: JudgeOptions): Judge {
  return (host, key) => {
    const rules = rulesFor(host, labelsOf(key), settings);
    return {
      levels: levelsOf(host, rules),
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
