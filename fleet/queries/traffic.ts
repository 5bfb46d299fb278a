import type { HostTraffic } from '../../contract/answers.ts';
import { TRAFFIC_METRICS, type MetricId } from '../../contract/metrics.ts';
import { MINUTE_S, QUARTER_HOUR_S } from '../../contract/time.ts';
import type { StoredHost } from '../store/host-row.ts';
import type { SeriesReader } from '../store/series-reader.ts';
import { gridOf } from './resolution.ts';

/** Between which moments (Unix seconds, ascending) traffic is added up, and from when on there are minutes. */
export interface TrafficQuery {
  edges: readonly number[];
  minutesFrom: number;
}

/**
 * Bytes that a host received and sent in each period, from its rates. Minutes without a sample add nothing; where only
 * quarter hours are kept, each counts in full.
 */
export function readTraffic(
  reader: SeriesReader,
  host: StoredHost,
  { edges, minutesFrom }: TrafficQuery,
): HostTraffic {
  const periods = edges.slice(0, -1).map((from, index) => {
    const to = edges[index + 1] ?? from;
    const rx = total(reader, host.id, TRAFFIC_METRICS.received, { from, to, minutesFrom });
    const tx = total(reader, host.id, TRAFFIC_METRICS.sent, { from, to, minutesFrom });
    return { from, to, rxBytes: rx.bytes, txBytes: tx.bytes, seconds: rx.seconds };
  });
  return { sourceId: host.sourceId, hostname: host.hostname, periods };
}

function total(
  reader: SeriesReader,
  host: number,
  metric: MetricId,
  { from, to, minutesFrom }: { from: number; to: number; minutesFrom: number },
): { bytes: number; seconds: number } {
  const step = from >= minutesFrom ? MINUTE_S : QUARTER_HOUR_S;
  const grid = gridOf(from, to, step);
  const rates =
    step === MINUTE_S
      ? reader.minutes(host, metric, grid)
      : reader.rollups(host, metric, grid).mean;
  let bytes = 0;
  let seconds = 0;
  for (const rate of rates) {
    if (Number.isNaN(rate)) continue;
    bytes += rate * step;
    seconds += step;
  }
  return { bytes, seconds };
}
