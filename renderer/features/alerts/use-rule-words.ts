import { useI18n } from 'vue-i18n';
import type { AlertOverride } from '../../../contract/alerts.ts';
import { METRIC_IDS, type MetricId } from '../../../contract/metrics.ts';
import { limitsOf, type ThresholdRule } from '../../../contract/threshold-rules.ts';
import { useMetricFormat } from '../../lib/use-metric-format.ts';
import { useMetricNames } from '../../lib/use-metric-names.ts';

/** Rules in a few words. */
export function useRuleWords() {
  const { t } = useI18n();
  const { short } = useMetricFormat();
  const { metricName } = useMetricNames();

  /** `from 90 % for 15 min`, or that it is off. */
  function thresholdWords(metric: MetricId, rule: ThresholdRule): string {
    if (!rule.enabled) return t('alerts.words.off');
    const { direction, threshold, forMinutes } = limitsOf(rule);
    return t(`alerts.words.${direction}`, { threshold: short(metric, threshold), n: forMinutes });
  }

  /** What an override changes: `CPU from 95 % for 30 min`, … */
  function overrideWords(override: AlertOverride): string[] {
    const { offline } = override;
    const state = offline?.enabled === true ? 'on' : 'off';
    const first =
      offline === undefined ? [] : [`${t('alerts.kind.offline')} ${t(`alerts.words.${state}`)}`];
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

  return { thresholdWords, overrideWords, ruleSentence };
}
