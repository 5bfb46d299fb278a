import { METRICS, type MetricId } from '../../contract/metrics.ts';
import { exactText, metricText } from '../../locales/metric-text.ts';
import { bytesText, plainText } from '../../locales/numbers.ts';
import { useFormat } from './use-format.ts';

/** What sets unit and bounds of a chart; null: plain numbers. */
export type ChartMetric = MetricId | 'bytes' | null;

/** Values of a metric with their unit, and the labels of its axis. */
export function useMetricFormat() {
  const { number, region } = useFormat();

  /** With the measured number of decimals; a custom metric's value unchanged. */
  const withUnit = (metric: ChartMetric, value: number | null | undefined): string => {
    if (metric === 'bytes') return bytesText(value, region.value);
    return metric === null
      ? plainText(value, region.value)
      : exactText(metric, value, region.value);
  };

  /** As short as possible: for thresholds, and in sentences. */
  const short = (metric: MetricId, value: number | null | undefined): string =>
    metricText(metric, value, region.value);

  /** The limit beside a value; null if a single one is too many, as for failing disks. */
  const limit = (metric: MetricId, threshold: number | null | undefined): string | null => {
    const isOne = METRICS[metric].alert.faults === true && threshold === 1;
    return threshold === null || threshold === undefined || isOne ? null : short(metric, threshold);
  };

  function axisFormat(metric: ChartMetric): (value: number) => string {
    if (metric === null || metric === 'bytes') return (value) => withUnit(metric, value);
    const { unit } = METRICS[metric];
    if (unit === 'percent') return (value) => `${number(value)}\u202f%`;
    if (unit === 'load') return (value) => number(value, value < 10 ? 1 : 0);
    return (value) => withUnit(metric, value);
  }

  return { withUnit, short, limit, axisFormat };
}
