import type { LabelLookup } from '../../lib/filter.ts';
import type { FleetRow } from '../../lib/rows.ts';

/** Hosts that share a label. */
export interface LabelGroup {
  /** Null: hosts without a label, always last. */
  readonly label: string | null;
  readonly rows: readonly FleetRow[];
}

/** Rows by label, labels in order, rows in the order given. A host with two labels is in both groups. */
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

/** A line of the list: the head of a group, or a host. `id` differs for each line. */
export type ListLine =
  | {
      readonly id: string;
      readonly kind: 'group';
      readonly label: string | null;
      readonly count: number;
    }
  | { readonly id: string; readonly kind: 'host'; readonly row: FleetRow };

/** The lines of a list, with a head before each group where there are groups. */
export function listLines(
  rows: readonly FleetRow[],
  groups: readonly LabelGroup[] | null,
): ListLine[] {
  if (groups === null) return rows.map((row) => ({ id: row.key, kind: 'host', row }));
  return groups.flatMap(({ label, rows: members }): ListLine[] => [
    { id: `group ${label ?? ''}`, kind: 'group', label, count: members.length },
    ...members.map((row): ListLine => ({ id: `${label ?? ''} ${row.key}`, kind: 'host', row })),
  ]);
}
