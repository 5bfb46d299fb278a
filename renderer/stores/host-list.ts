import { defineStore } from 'pinia';
import { computed } from 'vue';
import { createRowSorter } from '../features/overview/sort-rows.ts';
import { filterRows } from '../lib/filter.ts';
import { useFleetStore } from './fleet.ts';
import { useViewStore } from './view.ts';

/** The hosts of the overview: sorted once for each change of the fleet, then filtered at each key. */
export const useHostListStore = defineStore('host-list', () => {
  const fleet = useFleetStore();
  const view = useViewStore();
  const sort = createRowSorter();
  const sorted = computed(() => sort(fleet.rows, view.sorting));
  /** Those that match the filter, in list order. */
  const rows = computed(() => filterRows(sorted.value, view.filter, fleet.filterContext));
  return { rows };
});
