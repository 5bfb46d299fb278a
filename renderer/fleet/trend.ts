import type { HeatMap } from '../../contract/answers.ts';
import { hostKey } from './rows.ts';

/**
 * An SVG path of percentages (0 to 100, NaN: no sample) in a box of the given size. A gap breaks the line;
 * a sample alone between gaps is a dot one pixel wide.
 */
export function trendPath(values: Float32Array, width: number, height: number): string {
  const last = Math.max(1, values.length - 1);
  const parts: string[] = [];
  let open = false;
  values.forEach((value, index) => {
    if (Number.isNaN(value)) {
      open = false;
      return;
    }
    const x = tenth((index / last) * (width - 2) + 1);
    const y = tenth(height - 1 - (Math.min(100, Math.max(0, value)) / 100) * (height - 2));
    parts.push(open ? `L${x} ${y}` : `M${x} ${y}h.8`);
    open = true;
  });
  return parts.join('');
}

/** The row of each host in a heat map, by the host's key, without copying. */
export function heatRows(map: HeatMap | null): ReadonlyMap<string, Float32Array> {
  const rows = new Map<string, Float32Array>();
  map?.hosts.forEach((host, index) => {
    rows.set(hostKey(host), map.values.subarray(index * map.count, (index + 1) * map.count));
  });
  return rows;
}

function tenth(value: number): string {
  return String(Math.round(value * 10) / 10);
}
