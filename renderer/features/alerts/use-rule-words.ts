import { useI18n } from 'vue-i18n';
import type { AlertOverride, Threshold } from '../../../contract/alerts.ts';
import { ALERT_METRICS } from '../../../contract/alerts.ts';
import { useFormat } from '../../lib/use-format.ts';

/** Rules in a few words. */
export function useRuleWords() {
  const { t } = useI18n();
  const { short } = useFormat();

  /** `from 90 % for 15 min`, or that it is off. */
  function thresholdWords({ enabled, above, forMinutes }: Threshold): string {
    return enabled
      ? t('alerts.words.threshold', { percent: short(above), n: forMinutes })
      : t('alerts.words.off');
  }

  /** What an override changes: `CPU from 95 % for 30 min`, … */
  function overrideWords(override: AlertOverride): string[] {
    const { offline } = override;
    const state = offline?.enabled === true ? 'on' : 'off';
    const first =
      offline === undefined ? [] : [`${t('alerts.kind.offline')} ${t(`alerts.words.${state}`)}`];
    const others = ALERT_METRICS.flatMap((metric) => {
      const rule = override[metric];
      return rule === undefined ? [] : [`${t(`alerts.kind.${metric}`)} ${thresholdWords(rule)}`];
    });
    return [...first, ...others];
  }

  return { thresholdWords, overrideWords };
}
