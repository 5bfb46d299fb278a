/** Mean, 95th percentile, maximum and number of the values of each step. */
export interface Aggregate {
  mean: Float32Array;
  p95: Float32Array;
  max: Float32Array;
  online: Float32Array;
}

/** The names of an aggregate's figures. */
export const FIGURES = ['mean', 'p95', 'max', 'online'] as const;

/** Collects values by step, from any number of hosts. */
export interface Aggregator {
  /** Adds the stored values of one host, `from` on, to the steps from `step` on. */
  add(values: Int16Array | Float32Array, from: number, to: number, step: number): void;
  finish(): Aggregate;
}

const LEVELS = 1001;
const SHARE = 0.95;

/** For values in tenths of a percent: a histogram per step, so that a percentile needs no sorting. */
export class TenthsAggregator implements Aggregator {
  readonly #count: number;
  readonly #levels: Uint32Array;
  readonly #sums: Float64Array;
  readonly #counts: Uint32Array;

  constructor(count: number) {
    this.#count = count;
    this.#levels = new Uint32Array(count * LEVELS);
    this.#sums = new Float64Array(count);
    this.#counts = new Uint32Array(count);
  }

  add(values: Int16Array | Float32Array, from: number, to: number, step: number): void {
    const levels = this.#levels;
    const sums = this.#sums;
    const counts = this.#counts;
    for (let index = from; index < to; index += 1) {
      const value = values[index] ?? -1;
      if (value < 0 || value >= LEVELS) continue;
      const at = step + index - from;
      sums[at] = (sums[at] ?? 0) + value;
      counts[at] = (counts[at] ?? 0) + 1;
      const level = at * LEVELS + value;
      levels[level] = (levels[level] ?? 0) + 1;
    }
  }

  finish(): Aggregate {
    const result = emptyAggregate(this.#count);
    for (let step = 0; step < this.#count; step += 1) {
      const count = this.#counts[step] ?? 0;
      result.online[step] = count;
      if (count === 0) continue;
      result.mean[step] = (this.#sums[step] ?? 0) / count / 10;
      result.max[step] = this.#levelFromTop(step, 0) / 10;
      result.p95[step] = this.#levelFromTop(step, count - Math.ceil(count * SHARE)) / 10;
    }
    return result;
  }

  /** The highest level that has more than `above` values at or above it. */
  #levelFromTop(step: number, above: number): number {
    const base = step * LEVELS;
    let seen = 0;
    for (let level = LEVELS - 1; level >= 0; level -= 1) {
      seen += this.#levels[base + level] ?? 0;
      if (seen > above) return level;
    }
    return 0;
  }
}

/** Values that a step has room for at first. */
const FIRST_ROOM = 64;

/** For values of any size: they are kept, and sorted in the end. For one hour or day at a time, which bounds them. */
export class FloatAggregator implements Aggregator {
  readonly #columns: Float32Array[];
  readonly #counts: Uint32Array;
  readonly #sums: Float64Array;

  constructor(count: number) {
    this.#columns = Array.from({ length: count }, () => new Float32Array(FIRST_ROOM));
    this.#counts = new Uint32Array(count);
    this.#sums = new Float64Array(count);
  }

  add(values: Int16Array | Float32Array, from: number, to: number, step: number): void {
    for (let index = from; index < to; index += 1) {
      const value = values[index] ?? NaN;
      if (Number.isNaN(value)) continue;
      const at = step + index - from;
      const count = this.#counts[at] ?? 0;
      this.#roomFor(at, count)[count] = value;
      this.#counts[at] = count + 1;
      this.#sums[at] = (this.#sums[at] ?? 0) + value;
    }
  }

  finish(): Aggregate {
    const result = emptyAggregate(this.#columns.length);
    this.#columns.forEach((column, step) => {
      const count = this.#counts[step] ?? 0;
      result.online[step] = count;
      if (count === 0) return;
      const sorted = column.subarray(0, count).sort();
      result.mean[step] = (this.#sums[step] ?? 0) / count;
      result.max[step] = sorted[count - 1] ?? NaN;
      result.p95[step] = sorted[Math.ceil(count * SHARE) - 1] ?? NaN;
    });
    return result;
  }

  #roomFor(at: number, count: number): Float32Array {
    const column = this.#columns[at] ?? new Float32Array(0);
    if (count < column.length) return column;
    const larger = new Float32Array(2 * column.length);
    larger.set(column);
    this.#columns[at] = larger;
    return larger;
  }
}

/** An aggregate of `count` steps without a value: NaN, and nobody online. */
export function emptyAggregate(count: number): Aggregate {
  return {
    mean: new Float32Array(count).fill(NaN),
    p95: new Float32Array(count).fill(NaN),
    max: new Float32Array(count).fill(NaN),
    online: new Float32Array(count),
  };
}
