import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { MAIN_METRIC } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S } from '../../contract/time.ts';
import type { DamagedBlocks } from './damage.ts';
import { CORE_METRICS, hostOfKey, rowKey, timeOfKey } from './tables.ts';
import { packHour, unpackWholeHour } from './packed/value-pack.ts';
import { packWeights, unpackWeights } from './packed/weights-pack.ts';
import { Peaks } from './peaks.ts';
import type { OpenExtras } from './open-extras.ts';
import type { Rollups } from './rollups.ts';
import {
  HOUR_LENGTH,
  countValues,
  decodeColumns,
  emptyValues,
  encodeValues,
} from './series-codec.ts';

/** What is known of an hour without reading its values. */
export interface HourExtent {
  /** Minutes known from the start of the hour. */
  through: number;
  /** Minutes that have a sample. */
  minutes: number;
}

/** Moves hours between the open tables and the packed ones. Callers hold the transaction. */
export class PackedHours {
  readonly #rollups: Rollups;
  readonly #damage: DamagedBlocks;
  readonly #extras: OpenExtras;
  readonly #get: StatementSync;
  readonly #getExtra: StatementSync;
  readonly #put: StatementSync;
  readonly #putExtra: StatementSync;
  readonly #remove: StatementSync;
  readonly #removeExtra: StatementSync;
  readonly #setThrough: StatementSync;
  readonly #open: StatementSync;
  readonly #putOpen: StatementSync;
  readonly #removeOpen: StatementSync;
  readonly #closed: StatementSync;

  constructor(db: DatabaseSync, rollups: Rollups, damage: DamagedBlocks, extras: OpenExtras) {
    this.#extras = extras;
    const core = CORE_METRICS.join(', ');
    const marks = (count: number): string => ', ?'.repeat(count);
    this.#rollups = rollups;
    this.#damage = damage;
    this.#get = db.prepare(
      'SELECT through, minutes, packed, legacy FROM packed_hour WHERE key = ?',
    );
    this.#getExtra = db.prepare('SELECT packed FROM packed_hour_extra WHERE key = ?');
    this.#put = db.prepare(
      'INSERT OR REPLACE INTO packed_hour (key, through, minutes, packed, legacy) VALUES (?, ?, ?, ?, ?)',
    );
    this.#putExtra = db.prepare(
      'INSERT OR REPLACE INTO packed_hour_extra (key, packed) VALUES (?, ?)',
    );
    this.#remove = db.prepare('DELETE FROM packed_hour WHERE key = ?');
    this.#removeExtra = db.prepare('DELETE FROM packed_hour_extra WHERE key = ?');
    this.#setThrough = db.prepare('UPDATE packed_hour SET through = ? WHERE key = ?');
    this.#open = db.prepare(`SELECT through, ${core}, legacy FROM block WHERE key = ?`);
    this.#putOpen = db.prepare(
      `INSERT OR REPLACE INTO block (key, through, minutes, legacy, ${core})
       VALUES (?, ?, ?, ?${marks(CORE_METRICS.length)})`,
    );
    this.#removeOpen = db.prepare('DELETE FROM block WHERE key = ?');
    this.#closed = db.prepare('SELECT key FROM block WHERE key < ? ORDER BY key LIMIT ?');
  }

  /** What is known of a packed hour, or null where it is not packed. */
  extent(key: number): HourExtent | null {
    const row = this.#get.get(key);
    if (row === undefined) return null;
    return { through: Number(row['through']), minutes: Number(row['minutes']) };
  }

  /** More of a packed hour is known, though not one value more. */
  setThrough(key: number, through: number): void {
    this.#setThrough.run(through, key);
  }

  /** Open hours before `before` (a key), oldest first. */
  closed(before: number, limit: number): number[] {
    return this.#closed.all(before, limit).map((row) => Number(row['key']));
  }

  /** Packs an open hour, and tells the rollup of its day. */
  pack(key: number): void {
    const row = this.#open.get(key);
    if (row === undefined) return;
    const core = decodeColumns(CORE_METRICS, row, HOUR_LENGTH);
    const [host, hour] = [hostOfKey(key), timeOfKey(key, HOUR_S)];
    const extra = this.#extras.hour(host, hour);
    const due = this.#rollups.due(key);
    if (due !== null) this.#rollups.fold(host, hour, { ...core, ...extra }, due);
    const main = core[MAIN_METRIC];
    this.#put.run(
      key,
      Number(row['through']),
      main === undefined ? 0 : countValues(main),
      packHour(core),
      packWeights(row['legacy']),
    );
    if (Object.keys(extra).length > 0) this.#putExtra.run(key, packHour(extra));
    this.#removeOpen.run(key);
    this.#extras.remove(host, hour);
  }

  /** Opens a packed hour again, so that something can be added. Returns whether there was one. */
  reopen(key: number): boolean {
    const row = this.#get.get(key);
    if (row === undefined) return false;
    const found = this.#damage.read('packed_hour', key, () => ({
      core: unpackWholeHour(row['packed']),
      legacy: unpackWeights(row['legacy']),
    }));
    if (found === null) {
      // What comes next is an open hour of its own.
      this.#remove.run(key);
      this.#removeExtra.run(key);
      return false;
    }
    const { core, legacy } = found;
    const minutes = Number(row['minutes']);
    this.#putOpen.run(
      key,
      Number(row['through']),
      minutes,
      legacy,
      ...CORE_METRICS.map((id) =>
        minutes === 0 ? null : encodeValues(core[id] ?? emptyValues(id, HOUR_LENGTH)),
      ),
    );
    const packed = this.#getExtra.get(key)?.['packed'];
    if (packed !== undefined) {
      const extra =
        this.#damage.read('packed_hour_extra', key, () => unpackWholeHour(packed)) ?? {};
      this.#extras.put(hostOfKey(key), timeOfKey(key, HOUR_S), extra);
      this.#removeExtra.run(key);
    }
    this.#remove.run(key);
    return true;
  }

  /** Makes the rollup of a day (Unix seconds) from its hours anew. */
  refold(host: number, day: number): void {
    for (let hour = day; hour < day + DAY_S; hour += HOUR_S) {
      const key = rowKey(hour, HOUR_S, host);
      const core = this.#damage.read('packed_hour', key, () => {
        const blob = this.#get.get(key)?.['packed'];
        return blob === undefined ? null : unpackWholeHour(blob);
      });
      const extra = this.#damage.read('packed_hour_extra', key, () => {
        const blob = this.#getExtra.get(key)?.['packed'];
        return blob === undefined ? null : unpackWholeHour(blob);
      });
      const open = decodeColumns(CORE_METRICS, this.#open.get(key), HOUR_LENGTH);
      const openExtra = this.#extras.hour(host, hour);
      const values = { ...core, ...extra, ...open, ...openExtra };
      if (Object.keys(values).length > 0)
        this.#rollups.fold(host, hour, values, this.#rollups.due(key) ?? new Peaks());
    }
  }
}
