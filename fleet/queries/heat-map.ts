import type { HeatMap } from '../../contract/answers.ts';
import type { MetricId } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S, MINUTE_S, QUARTER_HOUR_S, dayOf, hourOf } from '../../contract/time.ts';
import type { StoredHost } from '../store/host-row.ts';
import { HOUR_LENGTH, ROLLUP_MEAN, getValue } from '../store/series-codec.ts';
import type { FleetScan } from '../store/fleet-scan.ts';
import { gridOf } from './resolution.ts';

/** The longest range shown minute by minute. */
const MINUTES_UP_TO_S = 4 * HOUR_S;
const MAX_COLUMNS = 200;
const STEPS_S = [1, 2, 4, 8, 16, 32, 96, 192].map((quarters) => quarters * QUARTER_HOUR_S);

/** One metric of each host over a range; Unix seconds. */
export interface HeatMapQuery {
  metric: MetricId;
  from: number;
  to: number;
  hosts: readonly StoredHost[];
}

/** Hosts by time: means of minutes over a few hours, of quarter hours and longer steps over more. */
export function readHeatMap(scan: FleetScan, query: HeatMapQuery): Omit<HeatMap, 'revision'> {
  const { metric, from, to, hosts } = query;
  const step = stepOf(to - from);
  const grid = gridOf(from, to, step);
  const sums = new Float32Array(hosts.length * grid.count);
  const counts = new Uint16Array(hosts.length * grid.count);
  const rows = new Map(hosts.map(({ id }, row) => [id, row * grid.count]));
  const add = (host: number, time: number, value: number): void => {
    const row = rows.get(host);
    const column = Math.floor((time - grid.start) / step);
    if (row === undefined || Number.isNaN(value) || column < 0 || column >= grid.count) return;
    sums[row + column] = (sums[row + column] ?? 0) + value;
    counts[row + column] = (counts[row + column] ?? 0) + 1;
  };
  // Whole steps: the first may begin on the day before the range.
  const covered = { ...query, from: grid.start, to: grid.start + grid.count * step };
  if (step === MINUTE_S) addMinutes(scan, covered, add);
  else addQuarters(scan, covered, add);
  return {
    metric,
    ...grid,
    hosts: hosts.map(({ sourceId, hostname }) => ({ sourceId, hostname })),
    values: sums.map((sum, index) => sum / (counts[index] === 0 ? NaN : (counts[index] ?? NaN))),
  };
}

type Add = (host: number, time: number, value: number) => void;

function addMinutes(scan: FleetScan, { metric, from, to }: HeatMapQuery, add: Add): void {
  for (const [hour, host, values] of scan.blocks(metric, hourOf(from), to))
    for (let index = 0; index < HOUR_LENGTH; index += 1)
      add(host, hour + index * MINUTE_S, getValue(values, index));
}

function addQuarters(scan: FleetScan, { metric, from, to }: HeatMapQuery, add: Add): void {
  for (const [day, host, values] of scan.rollups(metric, dayOf(from), to))
    for (let quarter = 0; quarter < DAY_S / QUARTER_HOUR_S; quarter += 1)
      add(host, day + quarter * QUARTER_HOUR_S, getValue(values, ROLLUP_MEAN + quarter));
}

function stepOf(range: number): number {
  if (range <= MINUTES_UP_TO_S) return MINUTE_S;
  return STEPS_S.find((step) => range / step <= MAX_COLUMNS) ?? 192 * QUARTER_HOUR_S;
}
