import type { SortingState } from '@tanstack/vue-table';
import { compareNames } from '../../../contract/host-health.ts';
import type { FleetRow } from '../../lib/rows.ts';
import { sortKeyOf, type SortKey } from './columns.ts';

/** Puts rows in the order of some columns. */
export type RowSorter = (rows: readonly FleetRow[], sorting: SortingState) => readonly FleetRow[];

/**
 * Sorts by the columns given, the first first; unknown values last in either direction, equals as they came. Columns
 * that cannot be sorted do not count. It remembers the order of names: to compare two takes a hundred times as long as
 * two numbers, and they hardly ever change.
 */
export function createRowSorter(): RowSorter {
  const ranksByColumn = new Map<string, Ranks>();

  /** The place of each name in the column, among all that were seen. */
  function ranksOf(column: string, names: ReadonlySet<string>): Ranks {
    const known = ranksByColumn.get(column);
    const isEnough =
      known !== undefined &&
      // Names that are gone are kept until they are the most.
      known.size <= 2 * names.size + 100 &&
      [...names].every((name) => known.has(name));
    if (isEnough) return known;
    const made = rankNames(names);
    ranksByColumn.set(column, made);
    return made;
  }

  /** What rows are sorted by, smallest first. */
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

/** Names that compare as equal have one rank. */
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
