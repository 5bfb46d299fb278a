import type { FleetRow } from '../../lib/rows.ts';

/** Orders of the rows. */
export const HEAT_ORDERS = ['worst', 'maximum', 'current', 'name', 'label'] as const;
/** An order of the rows. */
export type HeatOrder = (typeof HEAT_ORDERS)[number];

/** The percentages at the ends of the colour scale: 0 to 100, or those of the data. */
export type HeatScaleId = 'fixed' | 'automatic';

/** The percentages at the ends of the colour scale. */
export interface HeatScale {
  readonly low: number;
  readonly high: number;
}

/** The scale on which all colours mean the same on every map. */
export const FIXED_SCALE: HeatScale = { low: 0, high: 100 };

/** An automatic scale ends on multiples of this, and spans at least two. */
const SCALE_STEP = 5;

/** The scale that uses all colours for the values of some rows; the fixed one without values. */
export function automaticScale(rows: readonly HeatRow[]): HeatScale {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { values } of rows)
    for (const value of values) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  if (least > most) return FIXED_SCALE;
  const low = Math.max(0, Math.min(90, Math.floor(least / SCALE_STEP) * SCALE_STEP));
  const high = Math.min(100, Math.ceil(most / SCALE_STEP) * SCALE_STEP);
  return { low, high: Math.max(high, low + 2 * SCALE_STEP) };
}

/** A row of the heat map: one host. */
export interface HeatRow {
  readonly row: FleetRow;
  /** Percentages, one per step; NaN without a sample. */
  readonly values: Float32Array;
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const named = (a: HeatRow, b: HeatRow) => byName.compare(a.row.hostname, b.row.hostname);

/**
 * Sorts the rows: `worst` by mean over the range, `maximum` by highest value, `current` by newest value, hosts without
 * samples last; `label` by the first label, hosts without one last. Equal rows sort by name.
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
  const heat = new Map(rows.map((entry) => [entry, RANKS[order](entry.values)]));
  const of = (entry: HeatRow) => heat.get(entry) ?? -1;
  return rows.toSorted((a, b) => of(b) - of(a) || named(a, b));
}

const RANKS: Readonly<Record<'worst' | 'maximum' | 'current', (values: Float32Array) => number>> = {
  worst: meanOf,
  maximum: (values) => values.reduce((most, value) => (value > most ? value : most), -1),
  current: (values) => values.findLast((value) => !Number.isNaN(value)) ?? -1,
};

/** The mean of the known values; -1 without any. */
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

/** Viridis in eighths: perceptually uniform, also in grey and for colour-blind people. */
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

/** The colour of a percentage on a scale, or null without a sample. */
export function heatColour(value: number, { low, high }: HeatScale = FIXED_SCALE): string | null {
  if (Number.isNaN(value)) return null;
  const part = ((value - low) / (high - low)) * 100;
  return HEAT_COLOURS[Math.round(Math.min(100, Math.max(0, part)))] ?? null;
}
