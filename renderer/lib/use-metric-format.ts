import { METRICS, type MetricId } from '../../contract/metrics.ts';
import { exactText, metricText } from '../../locales/metric-text.ts';
import { useFormat } from './use-format.ts';

/** Values of a metric with their unit, and the labels of its axis. */
export function useMetricFormat() {
  const { number, region } = useFormat();

  /** With the decimals that are measured. */
  const withUnit = (metric: MetricId, value: number | null | undefined): string =>
    exactText(metric, value, region.value);

  /** As short as it can be said: for thresholds, and in sentences. */
  const short = (metric: MetricId, value: number | null | undefined): string =>
    metricText(metric, value, region.value);

  function axisFormat(metric: MetricId): (value: number) => string {
    const { unit } = METRICS[metric];
    if (unit === 'percent') return (value) => `${number(value)}\u202f%`;
    if (unit === 'load') return (value) => number(value, value < 10 ? 1 : 0);
    return (value) => withUnit(metric, value);
  }

  return { withUnit, short, axisFormat };
}
