import { rulesFor, type HostRules } from '../../contract/alert-rules.ts';
import type { ActiveAlert, AlertSettings } from '../../contract/alerts.ts';
import { hostKey, type HostSummary } from '../../contract/host.ts';
import { METRICS, METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import { isBeyond, limitsOf, type ThresholdRule } from '../../contract/threshold-rules.ts';

/** `near`: just below the rule's threshold; `hot`: at or above it. */
export type Level = 'normal' | 'near' | 'hot';

/** The distance from the threshold that counts as near: percentage points, or hundredths of the threshold. */
const NEAR = 5;

/** The level of a value by its metric's rule. An unknown value, or a disabled rule, is `normal`. */
export function levelOf(
  metric: MetricId,
  value: number | null | undefined,
  rule: ThresholdRule,
): Level {
  if (!rule.enabled || value === null || value === undefined) return 'normal';
  const { direction, threshold } = limitsOf(rule);
  if (isBeyond(direction, value, threshold)) return 'hot';
  const margin = METRICS[metric].unit === 'percent' ? NEAR : (Math.abs(threshold) * NEAR) / 100;
  const near = direction === 'above' ? threshold - margin : threshold + margin;
  return isBeyond(direction, value, near) ? 'near' : 'normal';
}

/** The levels of a host's values by the rules. */
export interface Judgement {
  /** By metric, unless normal. */
  readonly levels: Readonly<Partial<Record<MetricId, Level>>>;
}

/** Judges the values of one host, by its key. */
export type Judge = (host: HostSummary, key: string) => Judgement;

/** The rules and labels for judging hosts. */
export interface JudgeOptions {
  readonly settings: HostRules & Pick<AlertSettings, 'overrides'>;
  readonly labelsOf: (key: string) => readonly string[];
}

/** Judges the newest values of hosts by the rules that apply to each. */
export function createJudge({ settings, labelsOf }: JudgeOptions): Judge {
  return (host, key) => {
    const rules = rulesFor(host, labelsOf(key), settings);
    return {
      levels: levelsOf(host, rules),
    };
  };
}

/** Checks only values that the host has: most hosts have a few of the catalogue. */
function levelsOf({ newest }: HostSummary, rules: HostRules): Judgement['levels'] {
  const levels: Partial<Record<MetricId, Level>> = {};
  for (const metric of Object.keys(newest) as MetricId[]) {
    const level = levelOf(metric, newest[metric], rules[metric]);
    if (level !== 'normal') levels[metric] = level;
  }
  return levels;
}

/** Active alerts by host key, in catalogue order. */
export function alertsByHost(
  alerts: readonly ActiveAlert[],
): ReadonlyMap<string, readonly ActiveAlert[]> {
  const found = new Map<string, ActiveAlert[]>();
  for (const alert of alerts) {
    const key = hostKey(alert);
    found.set(key, [...(found.get(key) ?? []), alert]);
  }
  for (const list of found.values()) {
    list.sort((a, b) => METRIC_IDS.indexOf(a.kind) - METRIC_IDS.indexOf(b.kind));
  }
  return found;
}

/** How far an alert is beyond its threshold, comparable across metrics: more is worse. */
export function severity({ kind, value, threshold }: ActiveAlert): number {
  const { alert, unit } = METRICS[kind];
  const distance = alert.direction === 'above' ? value - threshold : threshold - value;
  return unit === 'percent' ? distance : (distance / Math.max(1, Math.abs(threshold))) * 100;
}
