import { useI18n } from 'vue-i18n';
import type { AlertKind } from '../../contract/alerts.ts';
import { METRICS, isMetricId, type MetricId } from '../../contract/metrics.ts';
import type { ChartId } from '../../contract/metric-spec.ts';

/** Which text describes an alert: a value too high or too low, or faults. */
export function alertWording(metric: MetricId): 'above' | 'below' | 'faults' {
  const { direction, faults } = METRICS[metric].alert;
  return faults === true ? 'faults' : direction;
}

/** The names of metrics and charts in the user's language. */
export function useMetricNames() {
  const { t } = useI18n();
  const metricName = (id: MetricId): string => t(`metric.${id}.long`);

  /** A chart named like a metric uses its name. */
  const chartName = (id: ChartId): string => (isMetricId(id) ? metricName(id) : t(`chart.${id}`));

  /** The subject of an alert rule. */
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
    /** Where the context names the subject: in the legend of its chart. */
    metricShort: (id: MetricId): string => t(`metric.${id}.name`),
    metricHelp: (id: MetricId): string => t(`metric.${id}.help`),
    chartName,
  };
}
