import type { HostStatistics, MetricStatistics } from '../../contract/answers.ts';
import type { MetricId } from '../../contract/metrics.ts';
import { MINUTE_S, QUARTER_HOUR_S } from '../../contract/time.ts';
import type { StoredHost } from '../store/host-row.ts';
import { gridOf } from './resolution.ts';
import type { SeriesReader } from '../store/series-reader.ts';

/** Metrics of one host over a range; Unix seconds. */
export interface StatisticsQuery {
  from: number;
  to: number;
  metrics: readonly MetricId[];
  /** Unix seconds from which on minutes are kept; before it there are rollups only. */
  minutesFrom: number;
}

/** Figures of a range: over its minutes, or over quarter hours where it reaches further back than they are kept. */
export function readStatistics(
  reader: SeriesReader,
  host: StoredHost,
  { from, to, metrics, minutesFrom }: StatisticsQuery,
): HostStatistics {
  const step = from >= minutesFrom ? MINUTE_S : QUARTER_HOUR_S;
  const grid = gridOf(from, to, step);
  const found: Partial<Record<MetricId, MetricStatistics>> = {};
  for (const metric of metrics) {
    const statistics =
      step === MINUTE_S
        ? statisticsOf(reader.minutes(host.id, metric, grid))
        : bandStatistics(reader.rollups(host.id, metric, grid));
    if (statistics !== null) found[metric] = statistics;
  }
  return { sourceId: host.sourceId, hostname: host.hostname, from, to, step, metrics: found };
}

/** Figures of the values that are not NaN, or null where there are none. Percentiles are by nearest rank. */
export function statisticsOf(values: Float32Array): MetricStatistics | null {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const count = sorted.length;
  if (count === 0) return null;
  let sum = 0;
  for (const value of sorted) sum += value;
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(count * share) - 1)] ?? NaN;
  return {
    count,
    min: sorted[0] ?? NaN,
    mean: sum / count,
    p50: rank(0.5),
    p95: rank(0.95),
    max: sorted[count - 1] ?? NaN,
  };
}

function bandStatistics(band: {
  mean: Float32Array;
  min: Float32Array;
  max: Float32Array;
}): MetricStatistics | null {
  const means = statisticsOf(band.mean);
  const lows = statisticsOf(band.min);
  const highs = statisticsOf(band.max);
  if (means === null || lows === null || highs === null) return null;
  return { ...means, min: lows.min, max: highs.max };
}
