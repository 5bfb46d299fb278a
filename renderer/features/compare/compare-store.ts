import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { AppError } from '../../../contract/errors.ts';
import type { HostSeries } from '../../../contract/fleet.ts';
import type { HostRef } from '../../../contract/host.ts';
import type { MetricId } from '../../../contract/metrics.ts';
import { request } from '../../app/bridge.ts';
import type { TimeRange } from '../../lib/ranges.ts';

/** Hosts and metrics to compare over a range (Unix seconds). */
export interface CompareQuery extends TimeRange {
  readonly hosts: readonly HostRef[];
  readonly metrics: MetricId[];
}

/** The series of the compared hosts, in their order, all over one range. */
export const useCompareStore = defineStore('compare', () => {
  const series = shallowRef<readonly HostSeries[]>([]);
  const range = shallowRef<TimeRange | null>(null);
  const error = shallowRef<AppError | null>(null);
  const loading = ref(false);
  let latest = 0;

  async function load({ hosts, from, to, metrics }: CompareQuery): Promise<void> {
    latest += 1;
    const mine = latest;
    loading.value = true;
    const results = await Promise.all(
      hosts.map(({ sourceId, hostname }) =>
        request('hostSeries', { sourceId, hostname, from, to, metrics }),
      ),
    );
    if (mine !== latest) return;
    loading.value = false;
    series.value = results.flatMap((result) => (result.ok ? [result.value] : []));
    range.value = { from, to };
    error.value = results.find((result) => !result.ok)?.error ?? null;
  }

  return { series, range, error, loading, load };
});
