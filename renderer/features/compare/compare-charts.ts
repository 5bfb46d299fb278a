import type { HostSeries } from '../../../contract/fleet.ts';
import { hostKey } from '../../../contract/host.ts';
import type { MetricId } from '../../../contract/metrics.ts';
import type { ChartLine } from '../../charts/chart-options.ts';
import { commonDomain } from '../../lib/host-names.ts';

/** One metric with a line for each host that has samples of it. */
export interface ComparedChart {
  readonly metric: MetricId;
  readonly lines: readonly ChartLine[];
}

/** The charts of the metrics that any of the hosts has. Names omit the domain that most hosts share. */
export function comparedCharts(
  series: readonly HostSeries[],
  metrics: readonly MetricId[],
): ComparedChart[] {
  const domain = commonDomain(series.map(({ hostname }) => hostname));
  const shortName = (name: string) =>
    domain !== '' && name.endsWith(domain) ? name.slice(0, -domain.length) : name;
  return metrics.flatMap((metric) => {
    const lines = series.flatMap((host, position): ChartLine[] => {
      const found = host.metrics[metric];
      if (found === undefined || found.mean.every(Number.isNaN)) return [];
      const label = shortName(host.hostname);
      return [{ key: hostKey(host), label, position, mean: found.mean, solid: true }];
    });
    return lines.length === 0 ? [] : [{ metric, lines }];
  });
}
