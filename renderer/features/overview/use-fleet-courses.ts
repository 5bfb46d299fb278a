import { computed, watch, type Ref } from 'vue';
import { REQUIRED_METRICS, type MetricId, type RequiredMetric } from '../../../contract/metrics.ts';
import type { RequestInput } from '../../../contract/requests.ts';
import { MINUTE_S } from '../../../contract/time.ts';
import type { TimeRange } from '../../lib/ranges.ts';
import { useFleetCourseStore, useFleetSeriesStore } from '../../stores/fleet-history.ts';
import { createQuery } from '../../stores/query.ts';
import { attentionCourse, onlineCourse } from './courses.ts';

/** Recent courses of the figures above the list, in percent; absent if unknown. */
export type FleetCourses = Readonly<
  Partial<Record<RequiredMetric | 'online' | 'attention', Float32Array>>
>;

/** Events are requested again once the range has moved by this much: their picture is small. */
const EVENTS_EVERY_S = 5 * MINUTE_S;

/** Requests the courses that the fleet chart does not already have. `load` takes the request of that chart. */
export function useFleetCourses(total: Ref<number>, range: Ref<TimeRange>) {
  const chart = useFleetSeriesStore();
  const store = useFleetCourseStore();
  const events = createQuery('events');

  async function load({ metric: drawn, ...input }: RequestInput<'fleetSeries'>): Promise<void> {
    await Promise.all(
      REQUIRED_METRICS.filter((metric) => metric !== drawn).map((metric) =>
        store.courses[metric].load({ ...input, metric }),
      ),
    );
  }

  watch(
    range,
    ({ from, to }) => {
      const known = events.input.value;
      const isNew =
        known === null ||
        Math.abs(known.to - to) >= EVENTS_EVERY_S ||
        Math.abs(known.from - from) >= EVENTS_EVERY_S;
      if (isNew) void events.load({ from, to });
    },
    { immediate: true },
  );

  const meanOf = (metric: MetricId): Float32Array | undefined => {
    if (chart.data?.metric === metric) return chart.data.mean;
    return store.courses[metric as RequiredMetric].data.value?.mean;
  };
  const courses = computed((): FleetCourses => {
    const found: Partial<Record<keyof FleetCourses, Float32Array>> = {};
    for (const metric of REQUIRED_METRICS) {
      const mean = meanOf(metric);
      if (mean !== undefined) found[metric] = mean;
    }
    if (chart.data !== null) found.online = onlineCourse(chart.data, total.value);
    const { data, input } = events;
    if (data.value !== null && input.value !== null && !data.value.truncated) {
      const course = attentionCourse(data.value.events, input.value);
      if (course !== null) found.attention = course;
    }
    return found;
  });
  return { courses, load };
}
