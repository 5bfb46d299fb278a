import type { MetricId } from '../../contract/metrics.ts';

export interface ChartGroup {
  readonly id: string;
  readonly metrics: readonly [MetricId, ...MetricId[]];
}

/** The charts of a host page in their order, and what each of them draws. */
export const CHART_GROUPS: readonly ChartGroup[] = [
  { id: 'cpu', metrics: ['cpu'] },
  { id: 'memory', metrics: ['memory', 'swap'] },
  { id: 'load', metrics: ['load1', 'load5', 'load15'] },
  { id: 'disk', metrics: ['disk'] },
  { id: 'diskRate', metrics: ['diskRead', 'diskWrite'] },
  { id: 'network', metrics: ['netRx', 'netTx'] },
  { id: 'temperature', metrics: ['temperature'] },
  { id: 'battery', metrics: ['battery'] },
];

export const CHARTED_METRICS: MetricId[] = CHART_GROUPS.flatMap(({ metrics }) => metrics);
