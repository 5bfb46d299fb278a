import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { AppError } from '../../../contract/errors.ts';
import type { HostSeries } from '../../../contract/fleet.ts';
import { hostKey } from '../../../contract/host.ts';
import type { HostRef } from '../../../contract/host.ts';
import type { MetricId } from '../../../contract/metrics.ts';
import { request } from '../../app/bridge.ts';
import type { TimeRange } from '../../lib/ranges.ts';

/** Metrics of one host over a range (Unix seconds). */
export interface SeriesQuery extends TimeRange {
  readonly host: HostRef;
  readonly metrics: MetricId[];
  /** Whether to include the previous period of the same length. */
  readonly previous: boolean;
}

/**
 * The series of the current host. A failed request keeps the last series of the same host; of two requests in flight,
 * the later one wins.
 */
export const useHostSeriesStore = defineStore('host-series', () => {
  const series = shallowRef<HostSeries | null>(null);
  const previous = shallowRef<HostSeries | null>(null);
  const range = shallowRef<TimeRange | null>(null);
  const error = shallowRef<AppError | null>(null);
  const loading = ref(false);
  let latest = 0;

  async function load({ host, from, to, metrics, previous: before }: SeriesQuery): Promise<void> {
    latest += 1;
    const mine = latest;
    if (series.value !== null && hostKey(series.value) !== hostKey(host)) series.value = null;
    loading.value = true;
    const { sourceId, hostname } = host;
    const ask = (shift: number) =>
      request('hostSeries', { sourceId, hostname, from: from - shift, to: to - shift, metrics });
    const [result, earlier] = await Promise.all([ask(0), before ? ask(to - from) : null]);
    if (mine !== latest) return;
    loading.value = false;
    error.value = result.ok ? null : result.error;
    if (!result.ok) return;
    series.value = result.value;
    previous.value = earlier?.ok === true ? earlier.value : null;
    range.value = { from, to };
  }

  return { series, previous, range, error, loading, load };
});
