import type { HeatMap } from '../../../contract/answers.ts';
import type { FleetRow } from '../../lib/rows.ts';
import { heatRows } from '../../lib/trend.ts';

/** A host with its value at a time, in the metric's unit. */
export interface HostThen {
  readonly row: FleetRow;
  readonly value: number;
}

/** The hosts with samples in a short range, by their mean in it, highest first. */
export function hostsThen(rows: readonly FleetRow[], map: HeatMap | null): HostThen[] {
  const values = heatRows(map);
  return rows
    .flatMap((row) => {
      const known = (values.get(row.key) ?? new Float32Array()).filter(
        (value) => !Number.isNaN(value),
      );
      if (known.length === 0) return [];
      return [{ row, value: known.reduce((sum, value) => sum + value, 0) / known.length }];
    })
    .toSorted((a, b) => b.value - a.value);
}
