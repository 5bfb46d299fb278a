import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { TABLE_STATES, type TableState } from '../../contract/fleet.ts';
import { parseStored } from '../../platform/sqlite/stored-json.ts';
import { TABLE_ROLES, type TableRole } from '../../contract/tables.ts';
import { numberOrNull } from './nullable.ts';

/** What the store remembers of a source; times are Unix seconds. */
export interface StoredSource {
  lastSyncedAt: number | null;
  lastAttemptAt: number | null;
  tables: Record<TableRole, TableState>;
  /** When hosts were last looked for by scanning, Unix seconds. */
  discoveredAt: number | null;
}

/** How a source was read. */
export interface SourceReading {
  connected: boolean;
  /** Unix seconds at which the last complete sync began; null: never. */
  lastSyncedAt: number | null;
  /** Whether the history of legacy hosts comes by queries, so that none of it stays unread. */
  legacyIndexed: boolean;
}

/** An item that made no sense: `key` names it within its table. */
export interface BadItem {
  role: TableRole;
  key: string;
  problem: string;
}

/** An item that was skipped, with when it was first and last met (Unix seconds). */
export interface StoredBadItem extends BadItem {
  firstAt: number;
  lastAt: number;
}

/** A role that is none was damaged; the item itself is still one that was skipped. */
const roleSchema = z.enum(TABLE_ROLES).catch('system');
const tablesSchema = z.partialRecord(z.enum(TABLE_ROLES), z.enum(TABLE_STATES));

/** Bad items kept by key per source; beyond it they are no longer told apart. */
const MAX_BAD_ITEMS = 10_000;
const MAX_KEY_LENGTH = 400;
const DIGEST_LENGTH = 12;
const MAX_PROBLEM_LENGTH = 200;

/** What is remembered of each source, and the items of it that made no sense. */
export class Sources {
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #countBad: StatementSync;
  readonly #addBad: StatementSync;
  readonly #seeBad: StatementSync;
  readonly #listBad: StatementSync;
  readonly #badCounts = new Map<string, number>();

  constructor(db: DatabaseSync) {
    this.#get = db.prepare('SELECT * FROM source WHERE id = ?');
    this.#put = db.prepare(
      `INSERT OR REPLACE INTO source (id, last_synced_at, last_attempt_at, tables, discovered_at)
       VALUES (?, ?, ?, ?, ?)`,
    );
    this.#countBad = db.prepare('SELECT count(*) AS n FROM bad_item WHERE source = ?');
    this.#addBad = db.prepare(
      `INSERT OR IGNORE INTO bad_item (source, role, key, problem, first_at, last_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?5)`,
    );
    this.#seeBad = db.prepare(
      'UPDATE bad_item SET last_at = ?, problem = ? WHERE source = ? AND role = ? AND key = ?',
    );
    this.#listBad = db.prepare(
      'SELECT * FROM bad_item WHERE source = ? ORDER BY last_at DESC LIMIT ?',
    );
  }

  get(id: string): StoredSource {
    const row = this.#get.get(id);
    return {
      lastSyncedAt: numberOrNull(row?.['last_synced_at']),
      lastAttemptAt: numberOrNull(row?.['last_attempt_at']),
      tables: { ...unknownTables(), ...parseStored(tablesSchema, row?.['tables']) },
      discoveredAt: numberOrNull(row?.['discovered_at']),
    };
  }

  put(id: string, source: StoredSource): void {
    this.#put.run(
      id,
      source.lastSyncedAt,
      source.lastAttemptAt,
      JSON.stringify(source.tables),
      source.discoveredAt,
    );
  }

  badItems(id: string): number {
    const cached = this.#badCounts.get(id);
    if (cached !== undefined) return cached;
    const count = Number(this.#countBad.get(id)?.['n'] ?? 0);
    this.#badCounts.set(id, count);
    return count;
  }

  /** Counts an item once, however often it is read again. Returns whether it is new. */
  addBadItem(id: string, item: BadItem, now: number): boolean {
    if (this.badItems(id) >= MAX_BAD_ITEMS) return false;
    const key = keptKey(item.key);
    const problem = item.problem.slice(0, MAX_PROBLEM_LENGTH);
    const fresh = this.#addBad.run(id, item.role, key, problem, now).changes === 1;
    if (fresh) this.#badCounts.set(id, this.badItems(id) + 1);
    else this.#seeBad.run(now, problem, id, item.role, key);
    return fresh;
  }

  listBadItems(id: string, limit: number): StoredBadItem[] {
    return this.#listBad.all(id, limit).map((row) => ({
      role: roleSchema.parse(row['role']),
      key: String(row['key']),
      problem: String(row['problem']),
      firstAt: Number(row['first_at']),
      lastAt: Number(row['last_at']),
    }));
  }
}

/** The name by which an item is kept: a long one is cut, with a digest that distinguishes it from others that begin like it. */
export function keptKey(key: string): string {
  if (key.length <= MAX_KEY_LENGTH) return key;
  const digest = createHash('sha256').update(key).digest('hex').slice(0, DIGEST_LENGTH);
  return `${key.slice(0, MAX_KEY_LENGTH - DIGEST_LENGTH - 1)}…${digest}`;
}

/** Table states of a source that was never read. */
export function unknownTables(): Record<TableRole, TableState> {
  return { system: 'unknown', legacy: 'unknown', registry: 'unknown', functions: 'unknown' };
}
