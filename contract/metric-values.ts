import { METRICS, METRIC_IDS, type FieldOf, type MetricId } from './metrics.ts';

/** Values by metric, each in its own unit. Unknown values are absent. */
export type MetricValues = Partial<Record<MetricId, number>>;

/** Whether a value read from outside is valid for the metric. */
export function isPlausible(id: MetricId, value: unknown): value is number {
  return isInBounds(METRICS[id].bounds, value);
}

/** The same, given the bounds of a metric, for loops over thousands of items. */
export function isInBounds(
  bounds: readonly [least: number, greatest: number],
  value: unknown,
): value is number {
  return typeof value === 'number' && value >= bounds[0] && value <= bounds[1];
}

const SCALES = Object.fromEntries(
  METRIC_IDS.map((id) => [id, 10 ** METRICS[id].decimals]),
) as Record<MetricId, number>;

/** A value rounded to the stored decimals of its metric. */
export function rounded(id: MetricId, value: number): number {
  const scale = SCALES[id];
  return Math.round(value * scale) / scale;
}

/** The values of a sample by metric. */
export function valuesOf(
  sample: Readonly<Partial<Record<FieldOf<MetricId>, number>>>,
): MetricValues {
  const values: MetricValues = {};
  for (const id of METRIC_IDS) {
    const value = sample[METRICS[id].field];
    if (value !== undefined) values[id] = value;
  }
  return values;
}
