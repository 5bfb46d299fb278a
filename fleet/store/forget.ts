import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DAY_S, HOUR_S, MINUTE_S, QUARTER_HOUR_S } from '../../contract/time.ts';
import { HOST_KEYED, rowKey } from './tables.ts';

/** Deletes all that the store holds of a host. Its key is in no index by host, so the keys that it can have are counted through. */
export class Forgetting {
  readonly #byKey: readonly { extent: StatementSync; remove: StatementSync; unit: number }[];
  readonly #byHost: readonly StatementSync[];
  readonly #processes: { extent: StatementSync; remove: StatementSync };
  readonly #newest: StatementSync;

  constructor(db: DatabaseSync) {
    const extentOf = (table: string, key: string): StatementSync =>
      db.prepare(`SELECT min(${key}) AS first, max(${key}) AS last FROM ${table}`);
    this.#byKey = (
      [
        [HOST_KEYED.hours, HOUR_S],
        [HOST_KEYED.quarters, QUARTER_HOUR_S],
        [HOST_KEYED.days, DAY_S],
      ] as const
    ).flatMap(([tables, unit]) =>
      tables.map((table) => ({
        unit,
        extent: extentOf(table, 'key'),
        remove: db.prepare(
          `WITH RECURSIVE keys (key) AS (SELECT ?1 UNION ALL SELECT key + ?3 FROM keys WHERE key + ?3 <= ?2)
           DELETE FROM ${table} WHERE key IN (SELECT key FROM keys)`,
        ),
      })),
    );
    this.#processes = {
      extent: extentOf('top_process', 'minute'),
      remove: db.prepare(
        `WITH RECURSIVE minutes (minute) AS
           (SELECT ?1 UNION ALL SELECT minute + ${String(MINUTE_S)} FROM minutes WHERE minute + ${String(MINUTE_S)} <= ?2)
         DELETE FROM top_process WHERE host = ?3 AND minute IN (SELECT minute FROM minutes)`,
      ),
    };
    this.#byHost = [
      ...HOST_KEYED.hosts.map((table) => db.prepare(`DELETE FROM ${table} WHERE host = ?`)),
      db.prepare('DELETE FROM host WHERE id = ?'),
    ];
    this.#newest = db.prepare('SELECT max(id) AS id FROM host');
  }

  /**
   * Forgets one host. Returns whether it did: the newest one stays until there is a newer, since SQLite would give its number to
   * another host, and whoever still knows the number would take one for the other. Within `write`.
   */
  forget(host: number): boolean {
    if (this.#newest.get()?.['id'] === host) return false;
    for (const { extent, remove, unit } of this.#byKey) {
      const { first, last } = extentIn(extent);
      if (first === null || last === null) continue;
      const step = rowKey(unit, unit, 0);
      const begin = Math.floor(first / step) * step + host;
      if (begin <= last) remove.run(begin, last, step);
    }
    const { first, last } = extentIn(this.#processes.extent);
    if (first !== null && last !== null) this.#processes.remove.run(first, last, host);
    for (const remove of this.#byHost) remove.run(host);
    return true;
  }
}

function extentIn(statement: StatementSync): { first: number | null; last: number | null } {
  const row = statement.get();
  const of = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return { first: of(row?.['first']), last: of(row?.['last']) };
}
