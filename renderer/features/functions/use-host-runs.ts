import { computed, watch, type ComputedRef } from 'vue';
import { FOLDER_SOURCE } from '../../../contract/functions.ts';
import { hostKey, type HostRef } from '../../../contract/host.ts';
import { useVisibleRange } from '../../lib/use-visible-range.ts';
import { useFleetStore } from '../../stores/fleet.ts';
import { useHostRunsStore } from '../../stores/functions.ts';

/** Runs that charts have marks of: more are no marks but a bar across them. */
const MOST_MARKS = 500;

/** Programs that ran on a host in the range on screen, and how many; of more than 500 the page has the newest alone. */
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
