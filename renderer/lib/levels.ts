import { rulesFor, type HostRules } from '../../contract/alert-rules.ts';
import type { ActiveAlert, AlertSettings } from '../../contract/alerts.ts';
import { hostKey, type HostSummary } from '../../contract/host.ts';
import { METRICS, METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import { isBeyond, limitsOf, type ThresholdRule } from '../../contract/threshold-rules.ts';

/** `near`: within a few points below the threshold of the rule; `hot`: at or above it. */
export type Level = 'normal' | 'near' | 'hot';

/** How far from its threshold a value is near it: percentage points, or hundredths of the threshold. */
const NEAR = 5;

/** How a value stands to the rule of its metric. An unknown value, or a rule that is off, is `normal`. */
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

/** What the rules of Settings say of a host's values. */
export interface Judgement {
  /** By metric, where it is not normal. */
  readonly levels: Readonly<Partial<Record<MetricId, Level>>>;
}

/** Judges the values of one host, given its key. */
export type Judge = (host: HostSummary, key: string) => Judgement;

/** Rules and labels that a host is judged by. */
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

/** Only what the host has is looked at: of the catalogue most hosts have a few. */
function levelsOf({ newest }: HostSummary, rules: HostRules): Judgement['levels'] {
  const levels: Partial<Record<MetricId, Level>> = {};
  for (const metric of Object.keys(newest) as MetricId[]) {
    const level = levelOf(metric, newest[metric], rules[metric]);
    if (level !== 'normal') levels[metric] = level;
  }
  return levels;
}

/** Active alerts by the key of their host, in the order of the catalogue. */
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

/** How far an alert is beyond its threshold, comparable over metrics: more is worse. */
export function severity({ kind, value, threshold }: ActiveAlert): number {
  const { alert, unit } = METRICS[kind];
  const distance = alert.direction === 'above' ? value - threshold : threshold - value;
  return unit === 'percent' ? distance : (distance / Math.max(1, Math.abs(threshold))) * 100;
}
