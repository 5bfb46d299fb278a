import type { z } from 'zod';
import {
  COST_DOLLARS,
  HOST_KINDS,
  SWITCH_KINDS,
  alertOverrideSchema,
  type CostRule,
  type HostKind,
  type AlertOverride,
  type AlertScope,
  type OfflineRule,
  type SlowerRule,
  SLOWER_PERCENT,
} from '../../../contract/alerts.ts';
import { METRICS, METRIC_IDS, type MetricId } from '../../../contract/metrics.ts';
import type { MetricUnit } from '../../../contract/metric-spec.ts';
import {
  byMetric,
  ruleSchema,
  type RuleOf,
  type ThresholdRule,
} from '../../../contract/threshold-rules.ts';
import { DAY_S, MINUTE_S } from '../../../contract/time.ts';
import { OFFLINE_AFTER_S } from '../../../contract/host-health.ts';
import { numberField, typedNumber } from '../../lib/format/typed-number.ts';
import type { HostRules } from '../../../contract/alert-rules.ts';

/** The numbers of a rule of either form, by key. */
export type ThresholdField = 'above' | 'below' | 'forMinutes' | 'clearBelow' | 'clearAbove';

/** A rule as form values: numbers as typed, rates in MB/s, durations in days. */
export type ThresholdDraft = Partial<Record<ThresholdField, string>>;

const FIELDS = {
  above: ['above', 'forMinutes', 'clearBelow'],
  below: ['below', 'forMinutes', 'clearAbove'],
} as const satisfies Record<string, readonly ThresholdField[]>;

/** The numbers of a metric's rule, in the order of its form. */
export function fieldsOf(metric: MetricId): readonly ThresholdField[] {
  return FIELDS[METRICS[metric].alert.direction];
}

/** Rates are typed in MB/s, durations in days. */
const TYPED_UNITS: Readonly<Record<MetricUnit, number>> = {
  percent: 1,
  load: 1,
  celsius: 1,
  count: 1,
  'bytes-per-second': 1e6,
  seconds: DAY_S,
};

/** The factor from the typed unit to the metric's unit. */
function scaleOf(metric: MetricId, field: ThresholdField): number {
  return field === 'forMinutes' ? 1 : TYPED_UNITS[METRICS[metric].unit];
}

/** A rule as text fields: values in the typed unit, with the decimal sign of `locale`. */
export function thresholdDraft(
  metric: MetricId,
  rule: ThresholdRule,
  locale = 'en',
): ThresholdDraft {
  const numbers: Partial<Record<ThresholdField, number>> = rule;
  return Object.fromEntries(
    fieldsOf(metric).map((field) => [
      field,
      numberField((numbers[field] ?? 0) / scaleOf(metric, field), locale),
    ]),
  );
}

const numbersOf = (metric: MetricId, draft: ThresholdDraft) =>
  Object.fromEntries(
    fieldsOf(metric).map((field) => [
      field,
      typedNumber(draft[field] ?? '') * scaleOf(metric, field),
    ]),
  );

/** The rule that a draft describes, or why it is invalid. */
export function parseThreshold<K extends MetricId>(
  metric: K,
  draft: ThresholdDraft,
  enabled: boolean,
): z.ZodSafeParseResult<RuleOf<K>> {
  return ruleSchema(metric).safeParse({ enabled, ...numbersOf(metric, draft) });
}

/** What an override sets for one rule: nothing, off, or its own values. */
export const RULE_CHOICES = ['inherit', 'own', 'off'] as const;
/** What an override sets for a rule. */
export type RuleChoice = (typeof RULE_CHOICES)[number];

/** An override as form values. */
export interface OverrideDraft {
  scope: AlertScope | null;
  choices: Record<HostKind, RuleChoice>;
  /** Minutes of silence, as typed. */
  afterMinutes: string;
  /** Percentage of slowdown, as typed. */
  slowerPercent: string;
  thresholds: Record<MetricId, ThresholdDraft>;
}

/** After how many minutes of silence a rule fires. */
export function minutesOf({ afterMinutes }: OfflineRule): number {
  return afterMinutes ?? OFFLINE_AFTER_S / MINUTE_S;
}

/** From which percentage of slowdown a rule fires. */
export function percentOf({ percent }: SlowerRule): number {
  return percent ?? SLOWER_PERCENT;
}

/** From how many US dollars a rule fires. */
export function dollarsOf({ dollars }: CostRule): number {
  return dollars ?? COST_DOLLARS;
}

/** The form of an override, or of a new one; inherited values come from `defaults`. */
export function overrideDraft(
  override: AlertOverride | null,
  scope: AlertScope | null,
  defaults: HostRules,
  locale = 'en',
): OverrideDraft {
  const choice = (kind: HostKind): RuleChoice => {
    const rule = override?.[kind];
    return rule === undefined ? 'inherit' : rule.enabled ? 'own' : 'off';
  };
  return {
    scope: override?.scope ?? scope,
    choices: {
      offline: choice('offline'),
      rebooted: choice('rebooted'),
      filling: choice('filling'),
      slower: choice('slower'),
      unusual: choice('unusual'),
      ...byMetric(choice),
    },
    afterMinutes: String(minutesOf(override?.offline ?? defaults.offline)),
    slowerPercent: String(percentOf(override?.slower ?? defaults.slower)),
    thresholds: byMetric((id) => thresholdDraft(id, override?.[id] ?? defaults[id], locale)),
  };
}

/** The override that a draft describes, or why it is invalid. */
export function parseOverride(
  { scope, choices, thresholds, afterMinutes, slowerPercent }: OverrideDraft,
  defaults: HostRules,
): z.ZodSafeParseResult<AlertOverride> {
  const rules: Record<string, unknown> = {};
  if (choices.offline === 'own')
    rules['offline'] = { enabled: true, afterMinutes: typedNumber(afterMinutes) };
  if (choices.offline === 'off') rules['offline'] = { enabled: false };
  if (choices.slower === 'own')
    rules['slower'] = { enabled: true, percent: typedNumber(slowerPercent) };
  if (choices.slower === 'off') rules['slower'] = { enabled: false };
  for (const kind of SWITCH_KINDS)
    if (choices[kind] !== 'inherit') rules[kind] = { enabled: choices[kind] === 'own' };
  for (const metric of METRIC_IDS) {
    if (choices[metric] === 'own') {
      rules[metric] = { enabled: true, ...numbersOf(metric, thresholds[metric]) };
    }
    // Disabled rules keep valid numbers, for when they are turned on again.
    if (choices[metric] === 'off') {
      const typed = parseThreshold(metric, thresholds[metric], false);
      rules[metric] = typed.success ? typed.data : { ...defaults[metric], enabled: false };
    }
  }
  return alertOverrideSchema.safeParse({ scope, ...rules });
}

/** Whether an override changes anything. */
export function changesNothing({ choices }: OverrideDraft): boolean {
  return HOST_KINDS.every((kind) => choices[kind] === 'inherit');
}

/** The metrics whose rule is on, or on by default. */
export function enabledMetrics(rules: HostRules): MetricId[] {
  return METRIC_IDS.filter((id) => rules[id].enabled || METRICS[id].alert.enabled);
}
