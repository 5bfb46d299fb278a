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

/** The longest range of an event request: 92 days. */
const EVENTS_REACH_S = 92 * DAY_S;
/** The longest range with usual values: 35 days. */
const USUAL_REACH_S = 35 * DAY_S;

/**
 * The data of a host's page, requested again whenever host, range or fleet change. A late answer for another host is
 * ignored.
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
  /** Whether the shown series has no samples at all. */
  const empty = computed(() =>
    Object.values(series.value?.metrics ?? {}).every(({ mean }) => mean.every(Number.isNaN)),
  );

  /** The clicked minute, Unix seconds; it is part of the address. */
  const picked = computed(() => {
    const at = Number(route.query['at']);
    return Number.isSafeInteger(at) && at > 0 ? at : null;
  });
  /** The processes of a minute; null: no minute. */
  async function pick(at: number | null): Promise<void> {
    const { at: _, ...others } = route.query;
    const query = at === null ? others : { ...others, at: String(Math.floor(at)) };
    await router.replace({ query });
  }

  // The charts first: their answer arrives first.
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
  // Usual values are the same all day: they depend on the host and the current hour, not on polls.
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
