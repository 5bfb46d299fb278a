import type { FleetSeries } from '../../contract/answers.ts';
import type { MetricId } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S, MINUTE_S, QUARTER_HOUR_S, dayOf, hourOf } from '../../contract/time.ts';
import { HOUR_LENGTH, ROLLUP_MAX, ROLLUP_MEAN, getValue } from '../store/series-codec.ts';
import {
  FloatAggregator,
  TenthsAggregator,
  emptyAggregate,
  type Aggregate,
  type Aggregator,
} from './aggregate.ts';
import type { FleetScan } from '../store/fleet-scan.ts';
import { isTenths } from '../store/fleet-scan.ts';
import { gridOf, stepFor } from './resolution.ts';
import type { Grid } from '../store/series-reader.ts';

/** One metric of the whole fleet over a range; `from` and `to` are Unix seconds. */
export interface FleetSeriesQuery {
  metric: MetricId;
  from: number;
  to: number;
  /** Hosts that are shown. */
  hosts: ReadonlySet<number>;
  /** Names this state of the hosts and of what other processes wrote: what is kept from another is dropped. */
  epoch: string;
  /** Unix seconds up to which all samples have arrived. */
  settled: number;
}

/** Hours whose figures are kept in memory: about 1 KB each. */
const MAX_KEPT = 4000;

/** Mean, p95, maximum and number online over the fleet. The figures of an hour are kept until it changes. */
export class FleetSeriesReader {
  readonly #scan: FleetScan;
  readonly #versionOf: (hour: number) => number;
  readonly #kept = new Map<string, { version: number; figures: Aggregate }>();
  #epoch = '';

  /** `versionOf` answers a number that changes with every write to an hour. */
  constructor(scan: FleetScan, versionOf: (hour: number) => number) {
    this.#scan = scan;
    this.#versionOf = versionOf;
  }

  read(query: FleetSeriesQuery): Omit<FleetSeries, 'revision' | 'unread'> {
    const { metric, from, to } = query;
    const step = stepFor(to - from);
    const grid = gridOf(from, to, step);
    const figures = step === MINUTE_S ? this.#minutes(query, grid) : this.#rollups(query, grid);
    const known = Math.ceil((query.settled - grid.start) / step);
    return { metric, ...grid, ...figures, online: figures.online.map(knownBefore(known)) };
  }

  #minutes(query: FleetSeriesQuery, { start, count }: Grid): Aggregate {
    if (query.epoch !== this.#epoch || this.#kept.size > MAX_KEPT) this.#kept.clear();
    this.#epoch = query.epoch;
    const result = emptyAggregate(count);
    const end = start + count * MINUTE_S;
    for (let hour = hourOf(start); hour < end; hour += HOUR_S) {
      const figures = this.#hour(query, hour);
      const offset = (hour - start) / MINUTE_S;
      const from = Math.max(0, -offset);
      const to = Math.min(HOUR_LENGTH, count - offset);
      for (const name of ['mean', 'p95', 'max', 'online'] as const)
        result[name].set(figures[name].subarray(from, to), offset + from);
    }
    return result;
  }

  #hour({ metric, hosts }: FleetSeriesQuery, hour: number): Aggregate {
    const key = `${metric} ${String(hour)}`;
    const version = this.#versionOf(hour);
    const kept = this.#kept.get(key);
    if (kept?.version === version) return kept.figures;
    const aggregator = newAggregator(metric, HOUR_LENGTH);
    for (const [, host, values] of this.#scan.blocks(metric, hour, hour + 1))
      if (hosts.has(host)) aggregator.add(values, 0, HOUR_LENGTH, 0);
    const figures = aggregator.finish();
    this.#kept.set(key, { version, figures });
    return figures;
  }

  /** Over the quarter hours' means; the maximum is over their maxima, so that a spike never disappears. */
  #rollups({ metric, hosts }: FleetSeriesQuery, { start, step, count }: Grid): Aggregate {
    const aggregator = newAggregator(metric, count);
    const max = new Float32Array(count).fill(NaN);
    const perStep = step / QUARTER_HOUR_S;
    const end = start + count * step;
    for (const [day, host, values] of this.#scan.rollups(metric, dayOf(start), end)) {
      if (!hosts.has(host)) continue;
      const first = (day - start) / QUARTER_HOUR_S;
      for (let quarter = 0; quarter < DAY_S / QUARTER_HOUR_S; quarter += 1) {
        const at = Math.floor((first + quarter) / perStep);
        if (at < 0 || at >= count) continue;
        aggregator.add(values, ROLLUP_MEAN + quarter, ROLLUP_MEAN + quarter + 1, at);
        const peak = getValue(values, ROLLUP_MAX + quarter);
        if (!Number.isNaN(peak) && !(peak <= (max[at] ?? NaN))) max[at] = peak;
      }
    }
    const figures = aggregator.finish();
    // Each host counts once a quarter hour: the number online is the mean over the step's quarters.
    const online = figures.online.map((sum) => Math.round(sum / perStep));
    return { ...figures, max, online };
  }
}

/** Blanks what comes after the first `count` steps. */
function knownBefore(count: number): (value: number, index: number) => number {
  return (value, index) => (index < count ? value : NaN);
}

function newAggregator(metric: MetricId, count: number): Aggregator {
  return isTenths(metric) ? new TenthsAggregator(count) : new FloatAggregator(count);
}
