import { METRICS, type MetricId } from '../../contract/metrics.ts';
import { useFormat } from './use-format.ts';

/** Values of a metric with their unit, and the labels of its axis. */
export function useMetricFormat() {
  const { percent, number, rate } = useFormat();

  function withUnit(metric: MetricId, value: number | null): string {
    switch (METRICS[metric].unit) {
      case 'percent':
        return value === null ? percent(value) : `${percent(value)}\u202f%`;
      case 'bytes-per-second':
        return rate(value);
      case 'celsius':
        return value === null ? number(value) : `${number(value, 1)}\u202f°C`;
      case 'load':
        return number(value, 2);
      case 'count':
        return number(value);
    }
  }

  function axisFormat(metric: MetricId): (value: number) => string {
    const { unit } = METRICS[metric];
    if (unit === 'percent') return (value) => `${number(value)}\u202f%`;
    if (unit === 'load') return (value) => number(value, value < 10 ? 1 : 0);
    return (value) => withUnit(metric, value);
  }

  return { withUnit, axisFormat };
}
