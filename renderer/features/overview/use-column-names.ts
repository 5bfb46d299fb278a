import { useI18n } from 'vue-i18n';
import { useMetricNames } from '../../lib/use-metric-names.ts';
import { metricOf } from './columns.ts';
import { customNameOf } from './custom-columns.ts';

/** The names of the host list's columns. */
export function useColumnNames() {
  const { t } = useI18n();
  const { metricName } = useMetricNames();

  function columnName(id: string): string {
    const custom = customNameOf(id);
    if (custom !== null) return custom;
    const metric = metricOf(id);
    return metric === null ? t(`table.column.${id}`) : metricName(metric);
  }

  return { columnName };
}
