import type { HostSeries, MetricSeries } from '../../contract/fleet.ts';
import type { ParsedInput } from '../../contract/requests.ts';
import { isRequired, type MetricId } from '../../contract/metrics.ts';
import { MINUTE_S } from '../../contract/time.ts';
import type { StoredHost } from '../store/host-row.ts';
import { gridOf, stepFor } from './resolution.ts';
import type { SeriesReader } from '../store/series-reader.ts';

/** A host's series at the resolution that suits the range; `pendingHours` and `revision` are the engine's. */
export function readHostSeries(
  reader: SeriesReader,
  host: StoredHost,
  query: ParsedInput<'hostSeries'>,
): Omit<HostSeries, 'pendingHours' | 'revision'> {
  const { from, to, resolution } = query;
  const step = resolution === 'minute' ? MINUTE_S : stepFor(to - from);
  const grid = gridOf(from, to, step);
  const metrics: Partial<Record<MetricId, MetricSeries>> = {};
  for (const metric of query.metrics) {
    const series: MetricSeries =
      step === MINUTE_S
        ? { mean: reader.minutes(host.id, metric, grid) }
        : reader.rollups(host.id, metric, grid);
    // A metric that the host never reported is absent, not a row of gaps.
    if (isRequired(metric) || series.mean.some((value) => !Number.isNaN(value)))
      metrics[metric] = series;
  }
  return {
    sourceId: host.sourceId,
    hostname: host.hostname,
    ...grid,
    metrics,
    facts: host.facts,
  };
}
