import { METRICS, METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import { CHART_IDS, type ChartId } from '../../contract/metric-spec.ts';

/** A chart of the host page, and the metrics that it draws. */
export interface ChartGroup {
  readonly id: ChartId;
  readonly metrics: readonly [MetricId, ...MetricId[]];
}

/** Charts of two directions: the first is drawn above zero, the second below. */
export const MIRRORED_CHARTS: ReadonlySet<ChartId> = new Set<ChartId>(['diskRate', 'network']);

/** The charts of a host page, in order. */
export const CHART_GROUPS: readonly ChartGroup[] = CHART_IDS.flatMap((id) => {
  const [first, ...others] = METRIC_IDS.filter((metric) => METRICS[metric].chart === id);
  return first === undefined ? [] : [{ id, metrics: [first, ...others] }];
});
