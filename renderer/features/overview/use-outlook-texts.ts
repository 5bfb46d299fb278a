import { useI18n } from 'vue-i18n';
import { FILLING_WITHIN_DAYS } from '../../../contract/alerts.ts';
import type { FullWhen } from '../../../contract/forecast.ts';
import { isUnusual, type HostUnusual } from '../../../contract/outlook.ts';
import { useMetricFormat } from '../../lib/use-metric-format.ts';
import { useMetricNames } from '../../lib/use-metric-names.ts';

/** A cell's text, its title on hover, and whether it deserves attention. */
export interface OutlookText {
  readonly text: string;
  readonly title: string;
  readonly notable: boolean;
}

/** The list's texts about when hosts are full, and how unusual they are. */
export function useOutlookTexts() {
  const { t } = useI18n();
  const { short, withUnit } = useMetricFormat();
  const { metricName, metricShort } = useMetricNames();

  function fullIn({ metric, earliest, latest }: FullWhen): OutlookText {
    const days = Math.floor(earliest);
    const form = latest === null ? 'from' : 'between';
    const values = { days, latest: latest === null ? '' : Math.max(1, Math.ceil(latest)) };
    const when = t(`alerts.forecast.${form}`, values);
    return {
      text: t(`table.fullIn.${form}`, values),
      title: t('alerts.forecast.full', { metric: metricName(metric), when }),
      notable: earliest <= FILLING_WITHIN_DAYS,
    };
  }

  function unusual(found: HostUnusual): OutlookText {
    const { metric, value, low, high } = found;
    const values = {
      value: withUnit(metric, value),
      low: short(metric, low),
      high: short(metric, high),
    };
    const notable = isUnusual(found);
    const side = value > (low + high) / 2 ? 'above' : 'below';
    return {
      text: t(notable ? `table.unusual.${side}` : 'table.unusual.none', {
        ...values,
        metric: metricShort(metric),
      }),
      title: t('table.unusual.usually', { ...values, metric: metricName(metric) }),
      notable,
    };
  }

  return { fullIn, unusual };
}
