import type { HeatMap } from '../../contract/answers.ts';
import { hostKey } from '../../contract/host.ts';

/** The margin around a path, and the length of a dot, in tenths of a pixel. */
const MARGIN = 10;
const DOT = 'h8';

/**
 * An SVG path of percentages (0 to 100, NaN: no sample) in a box of the given size, all in tenths of a pixel:
 * whole numbers are written far faster than fractions. A gap breaks the line; a sample alone between gaps is
 * a dot.
 */
export function trendPath(values: Float32Array, width: number, height: number): string {
  const perStep = (width - 2 * MARGIN) / Math.max(1, values.length - 1);
  const perPercent = (height - 2 * MARGIN) / 100;
  let path = '';
  let open = false;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) {
      open = false;
      continue;
    }
    const x = Math.round(MARGIN + i * perStep);
    const y = Math.round(height - MARGIN - Math.min(100, Math.max(0, value)) * perPercent);
    path += open ? `L${String(x)} ${String(y)}` : `M${String(x)} ${String(y)}${DOT}`;
    open = true;
  }
  return path;
}

/** The row of each host in a heat map, by the host's key, without copying. */
export function heatRows(map: HeatMap | null): ReadonlyMap<string, Float32Array> {
  const rows = new Map<string, Float32Array>();
  map?.hosts.forEach((host, index) => {
    rows.set(hostKey(host), map.values.subarray(index * map.count, (index + 1) * map.count));
  });
  return rows;
}
