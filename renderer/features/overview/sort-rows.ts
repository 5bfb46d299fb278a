import type { SortingState } from '@tanstack/vue-table';
import { compareNames } from '../../../contract/host-health.ts';
import type { FleetRow } from '../../lib/rows.ts';
import { sortKeyOf, type SortKey } from './columns.ts';

/** Sorts rows by some columns. */
export type RowSorter = (rows: readonly FleetRow[], sorting: SortingState) => readonly FleetRow[];

/**
 * Sorts by the given columns in order of priority; unknown values last in either direction, equal ones as they came.
 * Unsortable columns are ignored. The order of names is cached: comparing two takes a hundred times as long as two
 * numbers, and they hardly ever change.
 */
export function createRowSorter(): RowSorter {
  const ranksByColumn = new Map<string, Ranks>();

  /** The rank of each name in the column, among all names seen. */
  function ranksOf(column: string, names: ReadonlySet<string>): Ranks {
    const known = ranksByColumn.get(column);
    const isEnough =
      known !== undefined &&
      // Names that are gone are kept until they are the majority.
      known.size <= 2 * names.size + 100 &&
      [...names].every((name) => known.has(name));
    if (isEnough) return known;
    const made = rankNames(names);
    ranksByColumn.set(column, made);
    return made;
  }

  /** The sort keys of rows, smallest first. */
  function numbersOf(
    rows: readonly FleetRow[],
    { id, key, desc }: { readonly id: string; readonly key: SortKey; readonly desc: boolean },
  ): Float64Array {
    const sign = desc ? -1 : 1;
    const found = new Float64Array(rows.length).fill(Number.POSITIVE_INFINITY);
    const of = key.kind === 'number' ? key.of : byRank(rows, id, key.of);
    rows.forEach((row, place) => {
      const value = of(row);
      if (value !== null && value !== undefined) found[place] = sign * value;
    });
    return found;
  }

  function byRank(rows: readonly FleetRow[], id: string, nameOf: (row: FleetRow) => string | null) {
    const ranks = ranksOf(id, new Set(rows.flatMap((row) => nameOf(row) ?? [])));
    return (row: FleetRow) => {
      const name = nameOf(row);
      return name === null ? null : ranks.get(name);
    };
  }

  return (rows, sorting) => {
    const columns = sorting.flatMap(({ id, desc }) => {
      const key = sortKeyOf(id);
      return key === undefined ? [] : [numbersOf(rows, { id, key, desc })];
    });
    if (columns.length === 0) return rows;
    const places = Array.from(rows, (_, place) => place);
    places.sort((a, b) => {
      for (const numbers of columns) {
        const [x = 0, y = 0] = [numbers[a], numbers[b]];
        if (x !== y) return x < y ? -1 : 1;
      }
      return a - b;
    });
    return places.flatMap((place) => rows[place] ?? []);
  };
}

type Ranks = ReadonlyMap<string, number>;

/** Names that compare as equal share a rank. */
function rankNames(names: ReadonlySet<string>): Ranks {
  const ranks = new Map<string, number>();
  let before: string | null = null;
  let rank = 0;
  for (const name of [...names].toSorted(compareNames)) {
    if (before !== null && compareNames(before, name) !== 0) rank += 1;
    ranks.set(name, rank);
    before = name;
  }
  return ranks;
}
