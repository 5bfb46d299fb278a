import { useTable, type Column, type SortingState, type Updater } from '@tanstack/vue-table';
import { computed, type ComputedRef, type Ref } from 'vue';
import type { FleetRow } from '../../lib/rows.ts';
import { hostColumns, tableSetup, wantedColumns, type TableSetup } from './columns.ts';

/** The most columns that a view stores in its order. */
const MOST_SORTED = 3;

/** No row model: `sort-rows.ts` sorts them, in a tenth of the time. */
const NO_ROWS: FleetRow[] = [];

/** How the host list is shown. */
export interface UseHostTableOptions {
  readonly sorting: Ref<SortingState>;
  /** Which columns the user chose to show or hide, by id. */
  readonly chosen: Ref<Readonly<Record<string, boolean>>>;
  /** The custom metrics with a column. */
  readonly custom: Ref<readonly string[]>;
}

/** The chosen columns in order, and the sort order. */
export function useHostTable({
  sorting,
  chosen,
  custom,
}: UseHostTableOptions): ComputedRef<readonly Column<TableSetup, FleetRow>[]> {
  const table = useTable({
    features: tableSetup,
    columns: computed(() => hostColumns(custom.value)),
    data: NO_ROWS,
    state: computed(() => ({
      sorting: sorting.value,
      columnVisibility: wantedColumns(chosen.value, custom.value),
    })),
    onSortingChange: (updater: Updater<SortingState>) => {
      const next = typeof updater === 'function' ? updater(sorting.value) : updater;
      sorting.value = nextSorting(sorting.value, next);
    },
    maxMultiSortColCount: Infinity,
  });
  return computed(() => table.getVisibleLeafColumns());
}

/**
 * The order after a click. There always is one: a click that would remove the last column reverses it. Beyond the
 * maximum the last but one is dropped, never the main one.
 */
export function nextSorting(before: SortingState, wanted: SortingState): SortingState {
  const [first] = before;
  if (wanted.length === 0) return first === undefined ? [] : [{ ...first, desc: !first.desc }];
  return wanted.length <= MOST_SORTED
    ? wanted
    : [...wanted.slice(0, MOST_SORTED - 1), ...wanted.slice(-1)];
}
