import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { CustomSeries } from '../../contract/answers.ts';
import { isCustomName } from '../../contract/custom.ts';
import type { Sample } from '../../contract/sample.ts';
import { DETAILS_EVERY_S } from '../../contract/sample-details.ts';
import { DAY_S, HOUR_S, MINUTE_S, dayOf, hourOf } from '../../contract/time.ts';
import { isDetailName } from './detail-readings.ts';
import { rowKey } from './tables.ts';
import type { Grid } from './series-reader.ts';

const BYTES = Float64Array.BYTES_PER_ELEMENT;
const HOURS_PER_DAY = DAY_S / HOUR_S;
/** Bytes to which a row may unpack: its names in JSON, and the numbers. */
const MOST_UNPACKED = 256 * 1024;

/** Where series with names of their own lie, and what their names are. */
export interface NamedSeriesOptions {
  /** The tables of hours, and of the means of hours by day, which are kept as long as rollups. */
  tables: { hours: string; days: string };
  /** Seconds between two values; divides an hour. */
  step: number;
  /** Names that a row remembers: they may change within an hour. */
  mostNames: number;
  isName: (name: unknown) => name is string;
}

/** Custom metrics: 8 a sample. */
export const CUSTOM_SERIES: NamedSeriesOptions = {
  tables: { hours: 'custom_hour', days: 'custom_day' },
  step: MINUTE_S,
  mostNames: 32,
  isName: isCustomName,
};
/** File systems and interfaces: three values each of 8 and 4 a sample. */
export const DETAIL_SERIES: NamedSeriesOptions = {
  tables: { hours: 'detail_hour', days: 'detail_day' },
  step: DETAILS_EVERY_S,
  mostNames: 72,
  isName: isDetailName,
};

/** Values by name at one minute, Unix seconds. */
export interface NamedReading {
  minute: number;
  values: readonly (readonly [name: string, value: number])[];
}

/** The values of an hour or a day by name; NaN where there is none. */
type Row = Map<string, Float64Array>;

/**
 * Series of hosts that have names of their own and are no metrics of the catalogue (decision 24), exact: a row for each
 * host and hour, which holds its names, and one for each day with the means of its hours. Writing is within `write`.
 */
export class NamedSeries {
  readonly #options: NamedSeriesOptions;
  readonly #hours: RowTable;
  readonly #days: RowTable;

  constructor(db: DatabaseSync, options: NamedSeriesOptions) {
    this.#options = options;
    const { tables, step } = options;
    this.#hours = new RowTable(db, { ...options, table: tables.hours, length: HOUR_S / step });
    this.#days = new RowTable(db, { ...options, table: tables.days, length: HOURS_PER_DAY });
  }

  /** Adds readings of one host. */
  put(host: number, readings: readonly NamedReading[]): void {
    const { step } = this.#options;
    const told = readings.filter(({ values }) => values.length > 0);
    for (const [day, ofDay] of Map.groupBy(told, ({ minute }) => dayOf(minute))) {
      const dayKey = rowKey(day, DAY_S, host);
      const hours = this.#days.get(dayKey) ?? new Map<string, Float64Array>();
      for (const [start, ofHour] of Map.groupBy(ofDay, ({ minute }) => hourOf(minute))) {
        const key = rowKey(start, HOUR_S, host);
        const hour = this.#hours.get(key) ?? new Map<string, Float64Array>();
        for (const { minute, values } of ofHour.toSorted((a, b) => a.minute - b.minute))
          for (const [name, value] of values)
            this.#hours.set(hour, name, Math.floor((minute - start) / step), value);
        this.#hours.put(key, hour);
        for (const [name, values] of hour)
          this.#days.set(hours, name, (start - day) / HOUR_S, meanOf(values));
      }
      this.#days.put(dayKey, hours);
    }
  }

  /** The means of each step of a grid by name, in the order of the names; all names unless some are asked for. */
  series(host: number, grid: Grid, names?: ReadonlySet<string>): CustomSeries[] {
    const means = new Means(grid, names);
    const { start, step, count } = grid;
    const end = start + step * count;
    for (let day = dayOf(start); day < end; day += DAY_S) {
      // What was stored before there were means of hours has none.
      const hours = step % HOUR_S === 0 ? this.#days.get(rowKey(day, DAY_S, host)) : null;
      if (hours !== null) means.add(hours, day, HOUR_S);
      else
        for (
          let hour = Math.max(day, hourOf(start));
          hour < Math.min(end, day + DAY_S);
          hour += HOUR_S
        )
          means.add(this.#hours.get(rowKey(hour, HOUR_S, host)), hour, this.#options.step);
    }
    return means.all();
  }
}

/** Sums of values by name and step of a grid. */
class Means {
  readonly #grid: Grid;
  readonly #names: ReadonlySet<string> | undefined;
  readonly #sums = new Map<string, { sum: Float64Array; values: Float64Array }>();

  constructor(grid: Grid, names: ReadonlySet<string> | undefined) {
    this.#grid = grid;
    this.#names = names;
  }

  /** Adds a row that begins at `from`, with `every` seconds between its values. */
  add(row: Row | null, from: number, every: number): void {
    const { start, step, count } = this.#grid;
    for (const [name, values] of row ?? []) {
      if (this.#names?.has(name) === false) continue;
      const found = this.#sums.get(name) ?? {
        sum: new Float64Array(count),
        values: new Float64Array(count),
      };
      this.#sums.set(name, found);
      values.forEach((value, index) => {
        const at = Math.floor((from + index * every - start) / step);
        if (Number.isNaN(value) || at < 0 || at >= count) return;
        found.sum[at] = (found.sum[at] ?? 0) + value;
        found.values[at] = (found.values[at] ?? 0) + 1;
      });
    }
  }

  all(): CustomSeries[] {
    return Array.from(this.#sums, ([name, { sum, values }]) => ({
      name,
      mean: Float64Array.from(sum, (total, at) => total / (values[at] ?? 0)),
    })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}

/** A table of rows by key, each with so many values a name. */
class RowTable {
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #length: number;
  readonly #mostNames: number;
  readonly #namesSchema: z.ZodType<string[]>;

  constructor(
    db: DatabaseSync,
    { table, length, mostNames, isName }: NamedSeriesOptions & { table: string; length: number },
  ) {
    this.#get = db.prepare(`SELECT packed FROM ${table} WHERE key = ?`);
    this.#put = db.prepare(`INSERT OR REPLACE INTO ${table} (key, packed) VALUES (?, ?)`);
    this.#length = length;
    this.#mostNames = mostNames;
    this.#namesSchema = z.array(z.string().refine(isName)).max(mostNames);
  }

  /** Null where there is none, or none that can be read. */
  get(key: number): Row | null {
    const packed = this.#get.get(key)?.['packed'];
    if (!(packed instanceof Uint8Array)) return null;
    try {
      return this.#unpacked(inflateRawSync(packed, { maxOutputLength: MOST_UNPACKED }));
    } catch {
      return null;
    }
  }

  /** Sets a value of a row, unless it has too many names. */
  set(row: Row, name: string, index: number, value: number): void {
    let values = row.get(name);
    if (values === undefined) {
      if (row.size >= this.#mostNames) return;
      values = new Float64Array(this.#length).fill(NaN);
      row.set(name, values);
    }
    values[index] = value;
  }

  put(key: number, row: Row): void {
    const names = Buffer.from(JSON.stringify([...row.keys()]));
    const buffer = Buffer.alloc(4 + names.length + row.size * this.#length * BYTES);
    buffer.writeUInt32LE(names.length, 0);
    names.copy(buffer, 4);
    let at = 4 + names.length;
    for (const values of row.values())
      for (const value of values) at = buffer.writeDoubleLE(value, at);
    this.#put.run(key, deflateRawSync(buffer));
  }

  #unpacked(buffer: Buffer): Row {
    const row: Row = new Map();
    let at = 4 + buffer.readUInt32LE(0);
    for (const name of this.#namesSchema.parse(JSON.parse(buffer.toString('utf8', 4, at)))) {
      const values = new Float64Array(this.#length);
      for (let index = 0; index < this.#length; index += 1, at += BYTES)
        values[index] = buffer.readDoubleLE(at);
      row.set(name, values);
    }
    return row;
  }
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of values)
    if (!Number.isNaN(value)) {
      sum += value;
      count += 1;
    }
  return sum / count;
}

/** The custom metrics of samples. */
export function customReadings(samples: readonly Sample[]): NamedReading[] {
  return samples.flatMap(({ minute, custom = [] }) =>
    custom.length === 0
      ? []
      : [{ minute, values: custom.map(({ name, value }) => [name, value] as const) }],
  );
}
