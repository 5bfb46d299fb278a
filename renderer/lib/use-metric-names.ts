import { useI18n } from 'vue-i18n';
import type { AlertKind } from '../../contract/alerts.ts';
import { METRICS, isMetricId, type MetricId } from '../../contract/metrics.ts';
import type { ChartId } from '../../contract/metric-spec.ts';

/** Which of the texts on an alert says what happened: a value too high or too low, or faults that are there. */
export function alertWording(metric: MetricId): 'above' | 'below' | 'faults' {
  const { direction, faults } = METRICS[metric].alert;
  return faults === true ? 'faults' : direction;
}

/** What metrics and their charts are called in the user's language. */
export function useMetricNames() {
  const { t } = useI18n();
  const metricName = (id: MetricId): string => t(`metric.${id}.long`);

  /** A chart that is called like a metric has its name. */
  const chartName = (id: ChartId): string => (isMetricId(id) ? metricName(id) : t(`chart.${id}`));

  /** What an alert rule is about. */
  const kindName = (kind: AlertKind): string =>
    isMetricId(kind) ? metricName(kind) : t(`alerts.kind.${kind}`);

  /** What happened, in two or three words. */
  const eventName = (kind: AlertKind): string =>
    isMetricId(kind)
      ? t(`event.kind.${alertWording(kind)}`, { metric: metricName(kind) })
      : t(`event.kind.${kind}`);

  return {
    metricName,
    kindName,
    eventName,
    /** Where the place says what it is of: in the legend of its chart. */
    metricShort: (id: MetricId): string => t(`metric.${id}.name`),
    metricHelp: (id: MetricId): string => t(`metric.${id}.help`),
    chartName,
  };
}
