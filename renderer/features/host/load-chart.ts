import type { HostRules } from '../../../contract/alert-rules.ts';
import type { MetricSeries } from '../../../contract/fleet.ts';
import type { MetricId } from '../../../contract/metrics.ts';
import type { ChartGroup } from '../../charts/chart-groups.ts';

/** Cores lie this many times above the highest load, at most, or the line of the load would lie flat at zero. */
const HIGHEST_ABOVE_LOAD = 4;
/** Of the axis above its highest value. */
const MARGIN = 1.05;

/**
 * What a chart draws of its metrics: of the load one line. The means over a longer time are the same course, smoothed;
 * one is drawn where a rule is about it.
 */
export function chartedMetrics({ id, metrics }: ChartGroup, rules: HostRules): MetricId[] {
  return metrics.filter((metric, index) => id !== 'load' || index === 0 || rules[metric].enabled);
}

/** How many cores to draw beside the load, and the end of its axis; null where they are unknown or far above it. */
export function loadReference(
  load: MetricSeries | undefined,
  cores: number | undefined,
): { cores: number; highest: number } | null {
  if (cores === undefined || load === undefined) return null;
  let highest = 0;
  for (const value of load.max ?? load.mean) if (value > highest) highest = value;
  if (cores > highest * HIGHEST_ABOVE_LOAD) return null;
  return { cores, highest: Math.max(cores, highest) * MARGIN };
}
