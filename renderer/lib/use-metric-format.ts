import { METRICS, type MetricId } from '../../contract/metrics.ts';
import { exactText, metricText } from '../../locales/metric-text.ts';
import { plainText } from '../../locales/numbers.ts';
import { useFormat } from './use-format.ts';

/** Values of a metric with their unit, and the labels of its axis. */
export function useMetricFormat() {
  const { number, region } = useFormat();

  /** With the decimals that are measured; a custom metric, of which nothing is known, as it is. */
  const withUnit = (metric: MetricId | null, value: number | null | undefined): string =>
    metric === null ? plainText(value, region.value) : exactText(metric, value, region.value);

  /** As short as it can be said: for thresholds, and in sentences. */
  const short = (metric: MetricId, value: number | null | undefined): string =>
    metricText(metric, value, region.value);

  function axisFormat(metric: MetricId | null): (value: number) => string {
    if (metric === null) return (value) => plainText(value, region.value);
    const { unit } = METRICS[metric];
    if (unit === 'percent') return (value) => `${number(value)}\u202f%`;
    if (unit === 'load') return (value) => number(value, value < 10 ? 1 : 0);
    return (value) => withUnit(metric, value);
  }

  return { withUnit, short, axisFormat };
}
