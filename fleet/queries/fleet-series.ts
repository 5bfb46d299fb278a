import type { FleetSeries } from '../../contract/answers.ts';
import type { MetricId } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S, MINUTE_S, QUARTER_HOUR_S, dayOf, hourOf } from '../../contract/time.ts';
import type { FigureUnit, FleetFigures } from '../store/fleet-figures.ts';
import type { FleetScan } from '../store/fleet-scan.ts';
import { isTenths } from '../store/fleet-scan.ts';
import { HOUR_LENGTH, ROLLUP_MAX, ROLLUP_MEAN, getValue } from '../store/series-codec.ts';
import type { Grid } from '../store/series-reader.ts';
import {
  FIGURES,
  FloatAggregator,
  TenthsAggregator,
  emptyAggregate,
  type Aggregate,
  type Aggregator,
} from './aggregate.ts';
import { ROLLUP_STEPS, gridOf, stepFor } from './resolution.ts';

/** Which hosts count. */
export interface FleetScope {
  /** Hosts that are shown. */
  hosts: ReadonlySet<number>;
  /** Names this state of the hosts and of what other processes wrote: what is kept in memory from another is dropped. */
  epoch: string;
  /** A number for the hosts that do not count in a range, Unix seconds. Absent: nothing that is stored is used. */
  scopeOf?: (from: number, to: number) => number;
}

/** One metric of the whole fleet over a range; `from` and `to` are Unix seconds. */
export interface FleetSeriesQuery extends FleetScope {
  metric: MetricId;
  from: number;
  to: number;
  /** Unix seconds up to which all samples have arrived. */
  settled: number;
}

/** Hours and days whose figures are kept in memory: one to two KB each. */
const MAX_KEPT = 4000;
/** Hosts whose values are read in one go: some milliseconds. */
const HOSTS_A_PART = 1000;

/**
 * Mean, p95, maximum and number online over the fleet. They are computed by the hour, or by the day where steps are longer, so that
 * no range takes more memory than a day of the fleet. The figures of each are kept until it changes.
 */
export class FleetSeriesReader {
  readonly #scan: FleetScan;
  readonly #versionOf: (hour: number) => number;
  readonly #stored: FleetFigures | null;
  readonly #kept = new Map<string, { version: number; figures: Aggregate }>();
  #epoch = '';

  /** `versionOf` answers a number that grows with every write to an hour. `stored`: figures that were computed before. */
  constructor(
    scan: FleetScan,
    versionOf: (hour: number) => number,
    stored: FleetFigures | null = null,
  ) {
    this.#scan = scan;
    this.#versionOf = versionOf;
    this.#stored = stored;
  }

  read(query: FleetSeriesQuery): Omit<FleetSeries, 'revision' | 'unread'> {
    const { metric, from, to } = query;
    const step = stepFor(to - from);
    const grid = gridOf(from, to, step);
    const { start, count } = grid;
    const result = emptyAggregate(count);
    for (const unit of unitsOf(metric, grid)) {
      const figures = finished(this.figures(query, unit));
      const offset = (unit.time - start) / step;
      const first = Math.max(0, -offset);
      const last = Math.min(figures.mean.length, count - offset);
      for (const name of FIGURES)
        result[name].set(figures[name].subarray(first, last), offset + first);
    }
    const known = Math.ceil((query.settled - start) / step);
    return { metric, ...grid, ...result, online: result.online.map(knownBefore(known)) };
  }

  /** Computes what `read` will ask for, in steps of some milliseconds, between which other work may run. */
  *prepare(query: FleetSeriesQuery): Generator<void> {
    const { metric, from, to } = query;
    for (const unit of unitsOf(metric, gridOf(from, to, stepFor(to - from))))
      yield* this.figures(query, unit);
  }

  /**
   * The figures of an hour or day, computed in steps unless they are known. What is written meanwhile may be in them or not: then they
   * are not kept.
   */
  *figures(scope: FleetScope, unit: FigureUnit): Generator<void, Aggregate> {
    if (scope.epoch !== this.#epoch || this.#kept.size > MAX_KEPT) this.#kept.clear();
    this.#epoch = scope.epoch;
    const version = this.#version(unit);
    const kept = this.#kept.get(keyOf(unit));
    if (kept?.version === version) return kept.figures;
    const stored = this.#storedFigures(scope, unit);
    const found = stored === null ? yield* this.#computed(scope, unit) : [stored];
    const mayKeep = this.#epoch === scope.epoch && this.#version(unit) === version;
    for (const figures of mayKeep ? found : [])
      this.#kept.set(keyOf({ ...unit, step: stepOf(figures) }), { version, figures });
    return found.find((figures) => stepOf(figures) === unit.step) ?? emptyAggregate(0);
  }

  #version({ time, step }: FigureUnit): number {
    if (step === MINUTE_S) return this.#versionOf(time);
    let sum = 0;
    for (let hour = time; hour < time + DAY_S; hour += HOUR_S) sum += this.#versionOf(hour);
    return sum;
  }

  #storedFigures({ scopeOf }: FleetScope, unit: FigureUnit): Aggregate | null {
    if (this.#stored === null || scopeOf === undefined) return null;
    const { time, step } = unit;
    const found = this.#stored.get(unit, scopeOf(time, endOf(unit)));
    const count = (endOf(unit) - time) / step;
    if (found?.length !== count * FIGURES.length) return null;
    const figures = emptyAggregate(count);
    FIGURES.forEach((name, at) => {
      figures[name].set(found.subarray(at * count, (at + 1) * count));
    });
    return figures;
  }

  /** Those of an hour; of a day those of all steps, which cost hardly more than one. */
  *#computed({ hosts }: FleetScope, unit: FigureUnit): Generator<void, Aggregate[]> {
    // A day without a value takes no memory.
    let sums: (MinuteFigures | RollupFigures)[] | null = null;
    let most = 0;
    for (const id of hosts) most = Math.max(most, id);
    for (let first = 0; first <= most; first += HOSTS_A_PART) {
      if (first > 0) yield;
      const part = { first, end: first + HOSTS_A_PART };
      const rows =
        unit.step === MINUTE_S
          ? this.#scan.hourOf(unit.metric, unit.time, part)
          : this.#scan.dayOf(unit.metric, unit.time, part);
      for (const [, host, values] of rows)
        if (hosts.has(host)) for (const sum of (sums ??= sumsOf(unit))) sum.add(values);
    }
    yield;
    if (sums === null) return [emptyAggregate((endOf(unit) - unit.time) / unit.step)];
    return sums.map((sum) => sum.finish());
  }
}

/** The hours, or days, that a grid touches. */
function* unitsOf(metric: MetricId, { start, step, count }: Grid): Generator<FigureUnit> {
  const [first, length] = step === MINUTE_S ? [hourOf(start), HOUR_S] : [dayOf(start), DAY_S];
  for (let time = first; time < start + count * step; time += length) yield { metric, time, step };
}

function keyOf({ metric, time, step }: FigureUnit): string {
  return `${metric} ${String(step)} ${String(time)}`;
}

/** Seconds of a step of an hour's or a day's figures: an hour has as many as minutes. */
function stepOf({ mean }: Aggregate): number {
  return mean.length === HOUR_LENGTH ? MINUTE_S : DAY_S / mean.length;
}

/** When an hour or day ends, Unix seconds. */
export function endOf({ time, step }: Pick<FigureUnit, 'time' | 'step'>): number {
  return time + (step === MINUTE_S ? HOUR_S : DAY_S);
}

/** All figures of a unit one after the other, as they are stored. */
export function flat(figures: Aggregate): Float32Array {
  const count = figures.mean.length;
  const all = new Float32Array(count * FIGURES.length);
  FIGURES.forEach((name, at) => {
    all.set(figures[name], at * count);
  });
  return all;
}

/** Runs steps to their end. */
function finished<T>(steps: Generator<void, T>): T {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

function sumsOf({ metric, step }: FigureUnit): (MinuteFigures | RollupFigures)[] {
  return step === MINUTE_S
    ? [new MinuteFigures(metric)]
    : ROLLUP_STEPS.map((each) => new RollupFigures(metric, each));
}

/** Sums up minutes of an hour. */
class MinuteFigures {
  readonly #aggregator: Aggregator;

  constructor(metric: MetricId) {
    this.#aggregator = newAggregator(metric, HOUR_LENGTH);
  }

  add(values: Int16Array | Float32Array): void {
    this.#aggregator.add(values, 0, HOUR_LENGTH, 0);
  }

  finish(): Aggregate {
    return this.#aggregator.finish();
  }
}

/**
 * Sums up quarter hours of a day. The figures are over the quarters' means; the maximum is over their maxima, so that a spike never
 * disappears.
 */
class RollupFigures {
  readonly #aggregator: Aggregator;
  readonly #perStep: number;
  readonly #max: Float32Array;

  constructor(metric: MetricId, step: number) {
    this.#aggregator = newAggregator(metric, DAY_S / step);
    this.#perStep = step / QUARTER_HOUR_S;
    this.#max = new Float32Array(DAY_S / step).fill(NaN);
  }

  add(values: Int16Array | Float32Array): void {
    for (let quarter = 0; quarter < DAY_S / QUARTER_HOUR_S; quarter += 1) {
      const at = Math.floor(quarter / this.#perStep);
      this.#aggregator.add(values, ROLLUP_MEAN + quarter, ROLLUP_MEAN + quarter + 1, at);
      const peak = getValue(values, ROLLUP_MAX + quarter);
      if (!Number.isNaN(peak) && !(peak <= (this.#max[at] ?? NaN))) this.#max[at] = peak;
    }
  }

  finish(): Aggregate {
    const figures = this.#aggregator.finish();
    // Each host counts once a quarter hour: the number online is the mean over the step's quarters.
    const online = figures.online.map((sum) => Math.round(sum / this.#perStep));
    return { ...figures, max: this.#max, online };
  }
}

/** Blanks what comes after the first `count` steps. */
function knownBefore(count: number): (value: number, index: number) => number {
  return (value, index) => (index < count ? value : NaN);
}

function newAggregator(metric: MetricId, count: number): Aggregator {
  return isTenths(metric) ? new TenthsAggregator(count) : new FloatAggregator(count);
}
