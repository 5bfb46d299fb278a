import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isRequired, type MetricId } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S, dayOf } from '../../contract/time.ts';
import type { DamagedBlocks } from './damage.ts';
import type { OpenExtras } from './open-extras.ts';
import {
  HOST_OF_KEY,
  ALL_HOSTS,
  hostOfKey,
  rowKey,
  timeOfKey,
  type PackedTable,
  type HostRange,
} from './tables.ts';
import { unpackDay } from './packed/value-pack.ts';
import { Peaks } from './peaks.ts';
import { foldHour } from './rollups.ts';
import {
  HOUR_LENGTH,
  ROLLUP_LENGTH,
  decodeValues,
  emptyValues,
  type ValueArray,
} from './series-codec.ts';

/** The rollup of one metric of a host's day (Unix seconds). The array is overwritten when the next one is asked for. */
export type DayRow = [day: number, host: number, values: ValueArray];

/** An open hour that its rollup does not know of. */
interface DueHour {
  hour: number;
  peaks: Peaks;
}

type PackedRow = [key: number, packed: Uint8Array | null, old: Uint8Array | null];

/** Hours that are asked for one by one. */
const MOST_ASKED = 2 * 24;

/** Reads rollups: the packed days, those of older releases, and the open hours that are in neither yet. */
export class RollupDays {
  readonly #db: DatabaseSync;
  readonly #damage: DamagedBlocks;
  readonly #extras: OpenExtras;
  readonly #due: StatementSync;
  readonly #dueBounds: StatementSync;
  readonly #dueHour: StatementSync;
  readonly #dueOfHost: StatementSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync, damage: DamagedBlocks, extras: OpenExtras) {
    this.#db = db;
    this.#extras = extras;
    this.#damage = damage;
    this.#due = db.prepare(
      `SELECT key, peaks FROM rollup_due WHERE key >= ? AND key < ? AND ${HOST_OF_KEY} >= ? AND ${HOST_OF_KEY} < ?`,
    );
    // SQLite finds a minimum or a maximum by the key; asked for both, it goes through all rows.
    this.#dueBounds = db.prepare(
      'SELECT (SELECT min(key) FROM rollup_due) AS first, (SELECT max(key) FROM rollup_due) AS last',
    );
    this.#dueHour = db.prepare('SELECT key, peaks FROM rollup_due WHERE key = ?');
    this.#dueOfHost = db.prepare(
      `SELECT key, peaks FROM rollup_due WHERE key >= ? AND key < ? AND ${HOST_OF_KEY} = ?`,
    );
  }

  /** Days of one host in `[from, to)`, Unix seconds, oldest first; those without a value are left out. */
  *ofHost(host: number, metric: MetricId, from: number, to: number): Generator<DayRow> {
    const due = dueByDay(this.#dueHours(host, from, to));
    const values = emptyValues(metric, ROLLUP_LENGTH);
    const statement = this.#statement('one', metric);
    for (let day = dayOf(from); day < to; day += DAY_S) {
      const key = rowKey(day, DAY_S, host);
      const row = statement.get(key) as unknown as PackedRow | undefined;
      const known = row !== undefined && this.#decode(metric, row, values);
      const hours = due.get(key);
      if (!known && hours === undefined) continue;
      if (!known) values.set(emptyValues(metric, ROLLUP_LENGTH));
      const added = hours !== undefined && this.#addDue(metric, host, day, hours, values);
      if (known || added) yield [day, host, values];
    }
  }

  /**
   * Days of all hosts in `[from, to)`, Unix seconds, in no particular order. Some of the hosts only of a single day.
   */
  *ofFleet(
    metric: MetricId,
    from: number,
    to: number,
    hosts: HostRange = ALL_HOSTS,
  ): Generator<DayRow> {
    const due = dueByDay(this.#due.all(...hoursOf(from, to), hosts.first, hosts.end));
    const values = emptyValues(metric, ROLLUP_LENGTH);
    const first = rowKey(dayOf(from), DAY_S, hosts.first);
    const lastDay = (Math.ceil(to / DAY_S) - 1) * DAY_S;
    const end = rowKey(lastDay, DAY_S, hosts.end);
    const rows = this.#statement('all', metric).iterate(first, end, first, end);
    for (const row of rows as unknown as Iterable<PackedRow>) {
      if (!this.#decode(metric, row, values)) continue;
      const [key] = row;
      const hours = due.get(key);
      if (hours !== undefined) {
        this.#addDue(metric, hostOfKey(key), timeOfKey(key, DAY_S), hours, values);
        due.delete(key);
      }
      yield [timeOfKey(key, DAY_S), hostOfKey(key), values];
    }
    for (const [key, hours] of due) {
      values.set(emptyValues(metric, ROLLUP_LENGTH));
      const [day, host] = [timeOfKey(key, DAY_S), hostOfKey(key)];
      if (this.#addDue(metric, host, day, hours, values)) yield [day, host, values];
    }
  }

  /**
   * Rows of `rollup_due` of one host. Mostly it holds the last hours of every host: each of them is asked for, as a range
   * of the key would go through all other hosts too.
   */
  #dueHours(host: number, from: number, to: number): Record<string, unknown>[] {
    const bounds = this.#dueBounds.get();
    if (bounds === undefined || bounds['first'] === null) return [];
    const range = hoursOf(from, to);
    const oldest = timeOfKey(Math.max(range[0], Number(bounds['first'])), HOUR_S);
    const newest = timeOfKey(Math.min(range[1] - 1, Number(bounds['last'])), HOUR_S);
    const count = (newest - oldest) / HOUR_S + 1;
    if (count > MOST_ASKED) return this.#dueOfHost.all(...range, host);
    return Array.from({ length: Math.max(0, count) }, (_, index) =>
      this.#dueHour.get(rowKey(oldest + index * HOUR_S, HOUR_S, host)),
    ).filter((row) => row !== undefined);
  }

  #decode(metric: MetricId, [key, packed, old]: PackedRow, values: ValueArray): boolean {
    const table: PackedTable = isRequired(metric) ? 'packed_day' : 'packed_day_extra';
    if (packed !== null)
      return this.#damage.read(table, key, () => unpackDay(metric, packed, values)) ?? false;
    if (old === null) return false;
    values.set(decodeValues(metric, old, ROLLUP_LENGTH));
    return true;
  }

  /** Returns whether there was anything to add. */
  #addDue(
    metric: MetricId,
    host: number,
    day: number,
    hours: readonly DueHour[],
    values: ValueArray,
  ): boolean {
    let added = false;
    for (const { hour, peaks } of hours) {
      const minutes = this.#openMinutes(metric, host, hour);
      if (minutes === null) continue;
      foldHour(metric, values, (hour - day) / HOUR_S, minutes, peaks);
      added = true;
    }
    return added;
  }

  #openMinutes(metric: MetricId, host: number, hour: number): ValueArray | null {
    if (!isRequired(metric)) {
      const values = emptyValues(metric, HOUR_LENGTH);
      return this.#extras.read(metric, host, hour, values) ? values : null;
    }
    const key = rowKey(hour, HOUR_S, host);
    const row = this.#statement('open', metric).get(key) as unknown as [unknown] | undefined;
    const blob = row?.[0] ?? null;
    return blob === null ? null : decodeValues(metric, blob, HOUR_LENGTH);
  }

  #statement(kind: 'one' | 'all' | 'open', metric: MetricId): StatementSync {
    const name = `${kind} ${metric}`;
    let statement = this.#statements.get(name);
    if (statement === undefined) {
      statement = this.#db.prepare(sqlOf(kind, metric));
      statement.setReturnArrays(true);
      this.#statements.set(name, statement);
    }
    return statement;
  }
}

function sqlOf(kind: 'one' | 'all' | 'open', metric: MetricId): string {
  if (kind === 'open') return `SELECT ${metric} FROM block WHERE key = ?`;
  const suffix = isRequired(metric) ? '' : '_extra';
  const where = kind === 'one' ? 'key = ?1' : 'key >= ? AND key < ?';
  return `SELECT key, packed, NULL FROM packed_day${suffix} WHERE ${where}
    UNION ALL SELECT key, NULL, ${metric} FROM rollup${suffix} WHERE ${where}`;
}

/** The keys of all hours of the days that `[from, to)` touches. */
function hoursOf(from: number, to: number): [first: number, end: number] {
  return [rowKey(dayOf(from), HOUR_S, 0), rowKey(Math.ceil(to / DAY_S) * DAY_S, HOUR_S, 0)];
}

/** Due hours by the key of their day. */
function dueByDay(rows: readonly Record<string, unknown>[]): Map<number, DueHour[]> {
  const days = new Map<number, DueHour[]>();
  for (const row of rows) {
    const key = Number(row['key']);
    const hour = timeOfKey(key, HOUR_S);
    const day = rowKey(dayOf(hour), DAY_S, hostOfKey(key));
    const due = { hour, peaks: Peaks.of(row['peaks']) };
    const known = days.get(day);
    if (known === undefined) days.set(day, [due]);
    else known.push(due);
  }
  return days;
}
