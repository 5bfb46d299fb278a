import type { FleetRow } from '../../lib/rows.ts';

/** Orders of the rows. */
export const HEAT_ORDERS = ['worst', 'name', 'label'] as const;
/** An order of the rows. */
export type HeatOrder = (typeof HEAT_ORDERS)[number];

/** A row of the heat map: one host. */
export interface HeatRow {
  readonly row: FleetRow;
  /** Percentages, one a step; NaN where there is no sample. */
  readonly values: Float32Array;
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const named = (a: HeatRow, b: HeatRow) => byName.compare(a.row.hostname, b.row.hostname);

/**
 * Rows in the order asked for: `worst` by their mean over the range, hosts without any sample last; `label`
 * by the first label, hosts without one last. Equals go by name.
 */
export function orderHeatRows(
  rows: readonly HeatRow[],
  order: HeatOrder,
  labelsOf: (key: string) => readonly string[],
): HeatRow[] {
  if (order === 'name') return rows.toSorted(named);
  if (order === 'label') {
    const label = ({ row }: HeatRow) => labelsOf(row.key)[0] ?? '\uffff';
    return rows.toSorted((a, b) => label(a).localeCompare(label(b)) || named(a, b));
  }
  const heat = new Map(rows.map((entry) => [entry, meanOf(entry.values)]));
  const of = (entry: HeatRow) => heat.get(entry) ?? -1;
  return rows.toSorted((a, b) => of(b) - of(a) || named(a, b));
}

/** The mean of the values that are known; -1 where none is. */
function meanOf(values: Float32Array): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? -1 : sum / count;
}

/** Viridis at every eighth: even to the eye, in grey print and to colour-blind people. */
const STOPS = [
  [68, 1, 84],
  [71, 45, 123],
  [59, 82, 139],
  [44, 114, 142],
  [33, 145, 140],
  [40, 174, 128],
  [94, 201, 98],
  [173, 220, 48],
  [253, 231, 37],
] as const;

/** One colour per whole percent, 0 to 100. */
export const HEAT_COLOURS: readonly string[] = Array.from({ length: 101 }, (_, percent) => {
  const at = (percent / 100) * (STOPS.length - 1);
  const below = STOPS[Math.floor(at)] ?? STOPS[0];
  const above = STOPS[Math.ceil(at)] ?? below;
  const part = at - Math.floor(at);
  const mix = below.map((value, i) => Math.round(value + ((above[i] ?? value) - value) * part));
  return `rgb(${mix.join(' ')})`;
});

/** The colour of a percentage, or null where there is no sample. */
export function heatColour(value: number): string | null {
  if (Number.isNaN(value)) return null;
  return HEAT_COLOURS[Math.round(Math.min(100, Math.max(0, value)))] ?? null;
}
