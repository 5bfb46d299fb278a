import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { CustomSeries } from '../../contract/answers.ts';
import { isCustomName } from '../../contract/custom.ts';
import type { Sample } from '../../contract/sample.ts';
import { HOUR_S, MINUTE_S, hourOf } from '../../contract/time.ts';
import { rowKey } from './migrations.ts';
import type { Grid } from './series-reader.ts';

const MINUTES = HOUR_S / MINUTE_S;
/** Names that an hour of a host remembers: a sample has 8, and they may change within an hour. */
const MOST_NAMES = 32;
const BYTES = Float64Array.BYTES_PER_ELEMENT;
/** Bytes to which a row may unpack: its names in JSON, and the numbers. */
const MOST_UNPACKED = 64 * 1024;

const namesSchema = z.array(z.string().refine(isCustomName)).max(MOST_NAMES);

/** The minutes of an hour by name; NaN where there is no sample. */
type Hour = Map<string, Float64Array>;

/**
 * Custom metrics of hosts, minute by minute and exact: a row for each host and hour, which holds its names. They are no
 * metrics of the catalogue (decision 24). Writing is within `write`.
 */
export class CustomHours {
  readonly #get: StatementSync;
  readonly #put: StatementSync;

  constructor(db: DatabaseSync) {
    this.#get = db.prepare('SELECT packed FROM custom_hour WHERE key = ?');
    this.#put = db.prepare('INSERT OR REPLACE INTO custom_hour (key, packed) VALUES (?, ?)');
  }

  /** Adds what samples of one host hold. */
  put(host: number, samples: readonly Sample[]): void {
    const hours = Map.groupBy(
      samples.filter(({ custom }) => custom !== undefined && custom.length > 0),
      ({ minute }) => hourOf(minute),
    );
    for (const [start, ofHour] of hours) {
      const key = rowKey(start, HOUR_S, host);
      const hour = unpacked(this.#get.get(key)?.['packed']);
      for (const { minute, custom = [] } of ofHour)
        for (const { name, value } of custom) {
          const minutes = hour.get(name) ?? new Float64Array(MINUTES).fill(NaN);
          minutes[(minute - start) / MINUTE_S] = value;
          if (hour.has(name) || hour.size < MOST_NAMES) hour.set(name, minutes);
        }
      this.#put.run(key, packed(hour));
    }
  }

  /** The means of each step of a grid, by name in the order of the names. */
  series(host: number, { start, step, count }: Grid): CustomSeries[] {
    const sums = new Map<string, { sum: Float64Array; values: Float64Array }>();
    const end = start + step * count;
    for (let hour = hourOf(start); hour < end; hour += HOUR_S)
      for (const [name, minutes] of unpacked(
        this.#get.get(rowKey(hour, HOUR_S, host))?.['packed'],
      )) {
        const found = sums.get(name) ?? {
          sum: new Float64Array(count),
          values: new Float64Array(count),
        };
        sums.set(name, found);
        for (let index = 0; index < MINUTES; index += 1) {
          const at = Math.floor((hour + index * MINUTE_S - start) / step);
          const value = minutes[index] ?? NaN;
          if (Number.isNaN(value) || at < 0 || at >= count) continue;
          found.sum[at] = (found.sum[at] ?? 0) + value;
          found.values[at] = (found.values[at] ?? 0) + 1;
        }
      }
    return Array.from(sums, ([name, { sum, values }]) => ({
      name,
      mean: Float64Array.from(sum, (total, at) => total / (values[at] ?? 0)),
    })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function packed(hour: Hour): Buffer {
  const names = Buffer.from(JSON.stringify([...hour.keys()]));
  const buffer = Buffer.alloc(4 + names.length + hour.size * MINUTES * BYTES);
  buffer.writeUInt32LE(names.length, 0);
  names.copy(buffer, 4);
  let at = 4 + names.length;
  for (const minutes of hour.values())
    for (const value of minutes) at = buffer.writeDoubleLE(value, at);
  return deflateRawSync(buffer);
}

/** An empty hour where there is none, or none that can be read. */
function unpacked(row: unknown): Hour {
  const hour: Hour = new Map();
  if (!(row instanceof Uint8Array)) return hour;
  try {
    const buffer = inflateRawSync(row, { maxOutputLength: MOST_UNPACKED });
    let at = 4 + buffer.readUInt32LE(0);
    for (const name of namesSchema.parse(JSON.parse(buffer.toString('utf8', 4, at)))) {
      const minutes = new Float64Array(MINUTES);
      for (let index = 0; index < MINUTES; index += 1, at += BYTES)
        minutes[index] = buffer.readDoubleLE(at);
      hour.set(name, minutes);
    }
    return hour;
  } catch {
    return new Map();
  }
}
