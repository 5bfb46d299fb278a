import { computed, watch, type ComputedRef } from 'vue';
import { FOLDER_SOURCE } from '../../../contract/functions.ts';
import { hostKey, type HostRef } from '../../../contract/host.ts';
import { useVisibleRange } from '../../lib/use-visible-range.ts';
import { useFleetStore } from '../../stores/fleet.ts';
import { useHostRunsStore } from '../../stores/functions.ts';

/** The most runs that are marked on charts: more would be one solid bar. */
const MOST_MARKS = 500;

/** Programs that ran on a host in the current range, and their number; of more than 500 only the newest are loaded. */
export function useHostRuns(host: ComputedRef<HostRef>) {
  const store = useHostRunsStore();
  const fleet = useFleetStore();
  const { range } = useVisibleRange();
  watch(
    [() => hostKey(host.value), range, () => fleet.revision],
    ([key], [before]) => {
      if (key !== before) store.clear();
      const { sourceId, hostname } = host.value;
      const hosts = [sourceId, FOLDER_SOURCE].map((id) => ({ sourceId: id, hostname }));
      void store.load({ ...range.value, hosts, offset: 0, limit: MOST_MARKS });
    },
    { immediate: true },
  );
  return {
    runs: computed(() => store.data?.runs ?? []),
    total: computed(() => store.data?.total ?? 0),
  };
}
