import { useI18n } from 'vue-i18n';
import {
  HOST_STATE_KINDS,
  type AlertOverride,
  type OfflineRule,
  type SlowerRule,
  type SwitchRule,
  type StateKind,
} from '../../../contract/alerts.ts';
import { METRIC_IDS, type MetricId } from '../../../contract/metrics.ts';
import { limitsOf, type ThresholdRule } from '../../../contract/threshold-rules.ts';
import { minutesOf, percentOf } from './rule-draft.ts';
import { useMetricFormat } from '../../lib/use-metric-format.ts';
import { useMetricNames } from '../../lib/use-metric-names.ts';

/** Short descriptions of rules. */
export function useRuleWords() {
  const { t } = useI18n();
  const { short } = useMetricFormat();
  const { metricName } = useMetricNames();

  /** `from 90 % for 15 min`, or off. */
  function thresholdWords(metric: MetricId, rule: ThresholdRule): string {
    if (!rule.enabled) return t('alerts.words.off');
    const { direction, threshold, forMinutes } = limitsOf(rule);
    return t(`alerts.words.${direction}`, { threshold: short(metric, threshold), n: forMinutes });
  }

  /** Whether a rule without a metric is on, and from when: `after 60 min`, `from 25 %`. */
  function stateWords(kind: StateKind, rule: OfflineRule | SlowerRule | SwitchRule): string {
    if (kind === 'offline' && rule.enabled) return t('alerts.words.after', { n: minutesOf(rule) });
    if (kind === 'slower' && rule.enabled) return t('alerts.words.slower', { n: percentOf(rule) });
    return t(`alerts.words.${rule.enabled ? 'on' : 'off'}`);
  }

  /** The changes of an override: `CPU from 95 % for 30 min`, … */
  function overrideWords(override: AlertOverride): string[] {
    const first = HOST_STATE_KINDS.flatMap((kind) => {
      const rule = override[kind];
      return rule === undefined ? [] : [`${t(`alerts.kind.${kind}`)} ${stateWords(kind, rule)}`];
    });
    const others = METRIC_IDS.flatMap((metric) => {
      const rule = override[metric];
      return rule === undefined ? [] : [`${metricName(metric)} ${thresholdWords(metric, rule)}`];
    });
    return [...first, ...others];
  }

  /** `CPU ≥ 90 % for 15 min, clears below 80 %.` */
  function ruleSentence(metric: MetricId, rule: ThresholdRule): string {
    const { direction, clearsAt } = limitsOf(rule);
    return t(`alerts.sentence.${direction}`, {
      rule: `${metricName(metric)} ${thresholdWords(metric, rule)}`,
      clears: short(metric, clearsAt),
    });
  }

  return { stateWords, thresholdWords, overrideWords, ruleSentence };
}
