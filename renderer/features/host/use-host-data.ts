import { computed, watch, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { hostKey, type HostRef } from '../../../contract/host.ts';
import { METRIC_IDS } from '../../../contract/metrics.ts';
import { DAY_S, HOUR_S, hourOf } from '../../../contract/time.ts';
import { useVisibleRange } from '../../lib/use-visible-range.ts';
import { useFleetStore } from '../../stores/fleet.ts';
import { createQuery } from '../../stores/query.ts';
import { useViewStore } from '../../stores/view.ts';
import {
  useHostEventsStore,
  useHostStatisticsStore,
  useProcessesStore,
} from './host-details-store.ts';
import { useHostSeriesStore } from './host-series-store.ts';

/** Events can be asked for over 92 days. */
const EVENTS_REACH_S = 92 * DAY_S;
/** What is usual is drawn over 35 days. */
const USUAL_REACH_S = 35 * DAY_S;

/**
 * What a host's page shows, asked for anew whenever host, range or fleet change. An answer for another host, which came
 * late, is none.
 */
export function useHostData(host: ComputedRef<HostRef>) {
  const route = useRoute();
  const router = useRouter();
  const fleet = useFleetStore();
  const view = useViewStore();
  const events = useHostEventsStore();
  const processes = useProcessesStore();
  const seriesStore = useHostSeriesStore();
  const statistics = useHostStatisticsStore();
  const { range } = useVisibleRange();

  const usual = createQuery('hostUsual');

  const key = computed(() => hostKey(host.value));
  function ofThisHost<T extends HostRef>(answer: T | null): T | null {
    return answer !== null && hostKey(answer) === key.value ? answer : null;
  }

  const series = computed(() => ofThisHost(seriesStore.series));
  const figures = computed(() => ofThisHost(statistics.data));
  const happened = computed(() =>
    (events.data?.events ?? []).filter((event) => hostKey(event) === key.value),
  );
  /** Whether the series on screen has no sample at all. */
  const empty = computed(() =>
    Object.values(series.value?.metrics ?? {}).every(({ mean }) => mean.every(Number.isNaN)),
  );

  /** The minute that was clicked, Unix seconds; it stands in the address. */
  const picked = computed(() => {
    const at = Number(route.query['at']);
    return Number.isSafeInteger(at) && at > 0 ? at : null;
  });
  /** The processes of a minute, null: of none. */
  async function pick(at: number | null): Promise<void> {
    const { at: _, ...others } = route.query;
    const query = at === null ? others : { ...others, at: String(Math.floor(at)) };
    await router.replace({ query });
  }

  // The charts first: their answer comes first.
  watch(
    [host, range, () => view.showPrevious, () => fleet.revision],
    () =>
      void seriesStore.load({
        ...range.value,
        host: host.value,
        metrics: METRIC_IDS,
        previous: view.showPrevious,
      }),
    { immediate: true },
  );

  watch(
    [host, picked],
    ([of, at]) => {
      processes.clear();
      if (at !== null) void processes.load({ ...of, at });
    },
    { immediate: true },
  );
  watch(
    [host, range, () => fleet.revision],
    () => {
      const { from, to } = range.value;
      void statistics.load({ ...host.value, from, to, metrics: METRIC_IDS });
      void events.load({ host: host.value, from: Math.max(from, to - EVENTS_REACH_S), to });
    },
    { immediate: true },
  );
  // It is the same all day: the hour on screen and the host decide, not each poll.
  const hours = computed(() => {
    const { from, to } = range.value;
    return { from: Math.max(0, hourOf(from)), to: hourOf(to) + HOUR_S };
  });
  watch(
    [key, () => hours.value.from, () => hours.value.to],
    ([of, from, to], [before]) => {
      if (of !== before || to - from > USUAL_REACH_S) usual.clear();
      if (to - from <= USUAL_REACH_S) void usual.load({ ...host.value, from, to });
    },
    { immediate: true },
  );
  return {
    empty,
    events,
    figures,
    happened,
    key,
    pick,
    picked,
    processes,
    series,
    seriesStore,
    statistics,
    usual,
  };
}
