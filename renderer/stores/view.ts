import type { SortingState } from '@tanstack/vue-table';
import { useLocalStorage, useStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { MAIN_METRIC, METRICS, METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import type { FleetFilter } from '../../contract/views.ts';
import type { HeatOrder, HeatScaleId } from '../features/heat/heat.ts';
import { NO_FILTER } from '../lib/filter.ts';
import type { TrendScale } from '../lib/trend.ts';
import { DEFAULT_RANGE, isRangeId, type RangeId, type TimeRange } from '../lib/ranges.ts';

/** The metrics of the heat map and the fleet chart. */
export const HEAT_METRICS: readonly MetricId[] = METRIC_IDS.filter(
  (id) => METRICS[id].heat === true,
);

/** The default order of the host list: what needs attention comes first. */
export const USUAL_ORDER: SortingState = [
  { id: 'state', desc: false },
  { id: 'hostname', desc: false },
];

const heatSerializer = {
  read: (stored: string): MetricId =>
    HEAT_METRICS.find((metric) => metric === stored) ?? MAIN_METRIC,
  write: (metric: MetricId): string => metric,
};

/** How the user looks at things; what outlives the window is in the window's storage. */
export const useViewStore = defineStore('view', () => {
  const range = useStorage<RangeId>('py-perf.range', DEFAULT_RANGE, localStorage, {
    serializer: {
      read: (stored) => (isRangeId(stored) ? stored : DEFAULT_RANGE),
      write: (value) => value,
    },
  });
  /** A range chosen by hand; it replaces `range` until one of those is chosen again. */
  const customRange = shallowRef<TimeRange | null>(null);
  const navCollapsed = useLocalStorage('py-perf.nav-collapsed', false);
  const sorting = useLocalStorage<SortingState>('py-perf.sorting', [...USUAL_ORDER]);
  /** By column id; the catalogue decides about columns that are not listed. */
  const columns = useLocalStorage<Record<string, boolean>>('py-perf.columns', {});
  const grouped = useLocalStorage('py-perf.grouped', false);
  const layout = useLocalStorage<'table' | 'grid'>('py-perf.layout', 'table');
  const attentionOpen = useLocalStorage('py-perf.attention', true);
  const trendScale = useLocalStorage<TrendScale>('py-perf.trend-scale', 'own');
  const showPrevious = useLocalStorage('py-perf.previous', false);
  const heatMetric = useLocalStorage<MetricId>('py-perf.heat-metric', MAIN_METRIC, {
    serializer: heatSerializer,
  });
  const heatOrder = useLocalStorage<HeatOrder>('py-perf.heat-order', 'worst');
  const heatScale = useLocalStorage<HeatScaleId>('py-perf.heat-scale', 'fixed');
  const compareLayout = useLocalStorage<'together' | 'apart'>('py-perf.compare-layout', 'together');
  const heatCompact = useLocalStorage('py-perf.heat-compact', false);
  const fleetMetric = useLocalStorage<MetricId>('py-perf.fleet-metric', MAIN_METRIC, {
    serializer: heatSerializer,
  });
  const filter = shallowRef<FleetFilter>(NO_FILTER);
  /** The hosts of the list as it was last shown, in order. */
  const listed = shallowRef<readonly { readonly key: string }[]>([]);
  /** Keys of the ticked hosts. */
  const selected = shallowRef<ReadonlySet<string>>(new Set());

  function chooseRange(id: RangeId): void {
    range.value = id;
    customRange.value = null;
  }

  return {
    range,
    customRange,
    chooseRange,
    navCollapsed,
    sorting,
    columns,
    layout,
    grouped,
    showPrevious,
    attentionOpen,
    trendScale,
    heatMetric,
    heatOrder,
    heatScale,
    compareLayout,
    heatCompact,
    fleetMetric,
    filter,
    listed,
    selected,
  };
});
