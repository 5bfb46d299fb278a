import type { LabelLookup } from '../../lib/filter.ts';
import type { FleetRow } from '../../lib/rows.ts';

/** Hosts with the same label. */
export interface LabelGroup {
  /** Null: hosts without a label, always last. */
  readonly label: string | null;
  readonly rows: readonly FleetRow[];
}

/** Rows by label: labels sorted, rows in the given order. A host with two labels is in both groups. */
export function groupByLabel(rows: readonly FleetRow[], labelsOf: LabelLookup): LabelGroup[] {
  const groups = new Map<string, FleetRow[]>();
  const rest: FleetRow[] = [];
  for (const row of rows) {
    const labels = labelsOf(row.key);
    if (labels.length === 0) rest.push(row);
    for (const label of labels) {
      const group = groups.get(label);
      if (group === undefined) groups.set(label, [row]);
      else group.push(row);
    }
  }
  const named = [...groups].toSorted(([a], [b]) => a.localeCompare(b));
  const found: LabelGroup[] = named.map(([label, members]) => ({ label, rows: members }));
  return rest.length === 0 ? found : [...found, { label: null, rows: rest }];
}

/** A line of the list: a group header, or a host. */
export type ListLine =
  | { readonly kind: 'group'; readonly label: string | null; readonly count: number }
  | { readonly kind: 'host'; readonly row: FleetRow };

/** The lines of a list, created on demand: of ten thousand only some are ever seen. */
export interface ListLines {
  readonly count: number;
  readonly at: (index: number) => ListLine | undefined;
}

/** The lines of a list, with a header before each group if there are groups. */
export function listLines(
  rows: readonly FleetRow[],
  groups: readonly LabelGroup[] | null,
): ListLines {
  if (groups === null) return { count: rows.length, at: (index) => hostLine(rows[index]) };
  const lines = groups.flatMap(({ label, rows: members }): ListLine[] => [
    { kind: 'group', label, count: members.length },
    ...members.map((row): ListLine => ({ kind: 'host', row })),
  ]);
  return { count: lines.length, at: (index) => lines[index] };
}

function hostLine(row: FleetRow | undefined): ListLine | undefined {
  return row === undefined ? undefined : { kind: 'host', row };
}
