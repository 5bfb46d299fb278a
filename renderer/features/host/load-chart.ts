import type { HostRules } from '../../../contract/alert-rules.ts';
import type { MetricSeries } from '../../../contract/fleet.ts';
import type { MetricId } from '../../../contract/metrics.ts';
import type { ChartGroup } from '../../charts/chart-groups.ts';

/** Show the cores only up to this multiple of the highest load, or the load would be a flat line at zero. */
const HIGHEST_ABOVE_LOAD = 4;
/** Space of the axis above its highest value. */
const MARGIN = 1.05;

/**
 * The lines of a chart: for the load only one. The longer means are the same curve, smoothed; they are drawn only if a
 * rule uses them.
 */
export function chartedMetrics({ id, metrics }: ChartGroup, rules: HostRules): MetricId[] {
  return metrics.filter((metric, index) => id !== 'load' || index === 0 || rules[metric].enabled);
}

/** The number of cores to draw beside the load, and the end of the axis; null if they are unknown or far above it. */
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
