import type { z } from 'zod';
import {
  ALERT_KINDS,
  ALERT_METRICS,
  alertOverrideSchema,
  thresholdSchema,
  type AlertKind,
  type AlertMetric,
  type AlertOverride,
  type AlertScope,
  type Threshold,
} from '../../../contract/alerts.ts';
import { typedNumber } from '../../lib/format/typed-number.ts';
import type { HostRules } from '../../../contract/alert-rules.ts';

/** A threshold as a form holds it: numbers as they were typed. */
export interface ThresholdDraft {
  above: string;
  clearBelow: string;
  forMinutes: string;
}

export const THRESHOLD_FIELDS = ['above', 'forMinutes', 'clearBelow'] as const;

export function thresholdDraft(rule: ThresholdNumbers): ThresholdDraft {
  return {
    above: String(rule.above),
    clearBelow: String(rule.clearBelow),
    forMinutes: String(rule.forMinutes),
  };
}

/** The numbers of a threshold: all of it but whether it is on. */
export type ThresholdNumbers = Omit<Threshold, 'enabled'>;

const numbersOf = (draft: ThresholdDraft) => ({
  above: typedNumber(draft.above),
  clearBelow: typedNumber(draft.clearBelow),
  forMinutes: typedNumber(draft.forMinutes),
});

/** The rule that a draft describes, or why it describes none. */
export function parseThreshold(
  draft: ThresholdDraft,
  enabled: boolean,
): z.ZodSafeParseResult<Threshold> {
  return thresholdSchema.safeParse({ enabled, ...numbersOf(draft) });
}

/** What an override says of one rule: nothing, that it is off, or values of its own. */
export const RULE_CHOICES = ['inherit', 'own', 'off'] as const;
export type RuleChoice = (typeof RULE_CHOICES)[number];

/** An override as a form holds it. */
export interface OverrideDraft {
  scope: AlertScope | null;
  choices: Record<AlertKind, RuleChoice>;
  thresholds: Record<AlertMetric, ThresholdDraft>;
}

/** A form of an override, or of a new one; what it inherits comes from `defaults`. */
export function overrideDraft(
  override: AlertOverride | null,
  scope: AlertScope | null,
  defaults: HostRules,
): OverrideDraft {
  const choice = (kind: AlertKind): RuleChoice => {
    const rule = override?.[kind];
    return rule === undefined ? 'inherit' : rule.enabled ? 'own' : 'off';
  };
  return {
    scope: override?.scope ?? scope,
    choices: {
      offline: choice('offline'),
      cpu: choice('cpu'),
      memory: choice('memory'),
      disk: choice('disk'),
    },
    thresholds: {
      cpu: thresholdDraft(override?.cpu ?? defaults.cpu),
      memory: thresholdDraft(override?.memory ?? defaults.memory),
      disk: thresholdDraft(override?.disk ?? defaults.disk),
    },
  };
}

/** The override that a draft describes, or why it describes none. */
export function parseOverride(
  { scope, choices, thresholds }: OverrideDraft,
  defaults: HostRules,
): z.ZodSafeParseResult<AlertOverride> {
  const rules: Record<string, unknown> = {};
  if (choices.offline !== 'inherit') rules['offline'] = { enabled: choices.offline === 'own' };
  for (const metric of ALERT_METRICS) {
    if (choices[metric] === 'own') {
      rules[metric] = { enabled: true, ...numbersOf(thresholds[metric]) };
    }
    // What is off keeps valid numbers, for when it is turned on again.
    if (choices[metric] === 'off') {
      const typed = parseThreshold(thresholds[metric], false);
      rules[metric] = typed.success ? typed.data : { ...defaults[metric], enabled: false };
    }
  }
  return alertOverrideSchema.safeParse({ scope, ...rules });
}

/** Whether an override changes anything. */
export function changesNothing({ choices }: OverrideDraft): boolean {
  return ALERT_KINDS.every((kind) => choices[kind] === 'inherit');
}
