import { useTable, type Column, type SortingState, type Updater } from '@tanstack/vue-table';
import { computed, type ComputedRef, type Ref } from 'vue';
import type { FleetRow } from '../../lib/rows.ts';
import { hostColumns, tableSetup, wantedColumns, type TableSetup } from './columns.ts';

/** A view keeps at most so many columns of its order. */
const MOST_SORTED = 3;

/** What the list of hosts shows, and how. */
export interface UseHostTableOptions {
  readonly rows: Ref<readonly FleetRow[]>;
  readonly sorting: Ref<SortingState>;
  /** Which columns the user chose to see or not, by id. */
  readonly chosen: Ref<Readonly<Record<string, boolean>>>;
}

/** Columns and rows of the list, as they are shown. */
export interface HostTable {
  /** The columns that the user wants, in their order. */
  readonly columns: ComputedRef<readonly Column<TableSetup, FleetRow>[]>;
  readonly sorted: ComputedRef<readonly FleetRow[]>;
}

/** The order of the host list, and its columns. */
export function useHostTable({ rows, sorting, chosen }: UseHostTableOptions): HostTable {
  const table = useTable({
    features: tableSetup,
    columns: hostColumns,
    data: rows,
    getRowId: (row: FleetRow) => row.key,
    state: computed(() => ({
      sorting: sorting.value,
      columnVisibility: wantedColumns(chosen.value),
    })),
    onSortingChange: (updater: Updater<SortingState>) => {
      const next = typeof updater === 'function' ? updater(sorting.value) : updater;
      sorting.value = nextSorting(sorting.value, next);
    },
    maxMultiSortColCount: Infinity,
  });
  return {
    columns: computed(() => table.getVisibleLeafColumns()),
    sorted: computed(() => table.getRowModel().rows.map(({ original }) => original)),
  };
}

/**
 * The order after a click. There always is one: a click that would take away the last column turns it round. Of too
 * many columns the last but one gives way, never the main one.
 */
export function nextSorting(before: SortingState, wanted: SortingState): SortingState {
  const [first] = before;
  if (wanted.length === 0) return first === undefined ? [] : [{ ...first, desc: !first.desc }];
  return wanted.length <= MOST_SORTED
    ? wanted
    : [...wanted.slice(0, MOST_SORTED - 1), ...wanted.slice(-1)];
}
