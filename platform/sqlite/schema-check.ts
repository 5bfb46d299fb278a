import { DatabaseSync } from 'node:sqlite';
import type { Migration } from './database.ts';

/** A column as the migrations make it. */
export interface Column {
  table: string;
  name: string;
  type: string;
  required: boolean;
  /** SQL of its default, or null. */
  initial: string | null;
  keyed: boolean;
}

const made = new Map<readonly Migration[], Map<string, Column[]>>();

/** The tables that the migrations make, with their columns. */
export function tablesOf(migrations: readonly Migration[]): ReadonlyMap<string, Column[]> {
  const known = made.get(migrations);
  if (known !== undefined) return known;
  const db = new DatabaseSync(':memory:');
  for (const { sql } of migrations) db.exec(sql);
  const tables = Map.groupBy(columnsIn(db), ({ table }) => table);
  db.close();
  made.set(migrations, tables);
  return tables;
}

/**
 * What of a file's tables is not as the migrations have made them, in words; null where all is: a table or column that is
 * gone or of another type, and triggers and views, which no migration makes and which can undo whatever is written.
 * Throws SQLite's errors.
 */
export function schemaProblem(db: DatabaseSync, migrations: readonly Migration[]): string | null {
  const found = new Map(columnsIn(db).map((column) => [`${column.table} ${column.name}`, column]));
  for (const column of [...tablesOf(migrations).values()].flat()) {
    const { table, name } = column;
    const actual = found.get(`${table} ${name}`);
    if (actual === undefined) return `${table}.${name} is not there`;
    if (JSON.stringify(actual) !== JSON.stringify(column))
      return `${table}.${name} is not as it was made`;
  }
  const foreign = db
    .prepare("SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view') LIMIT 1")
    .get();
  return foreign === undefined
    ? null
    : `it has a ${String(foreign['type'])}, ${String(foreign['name'])}`;
}

function columnsIn(db: DatabaseSync): Column[] {
  return db
    .prepare(
      `SELECT t.name AS "table", c.name, c.type, c."notnull" AS required, c.dflt_value AS initial, c.pk
         FROM sqlite_schema t JOIN pragma_table_info(t.name) c
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`,
    )
    .all()
    .map((row) => ({
      table: String(row['table']),
      name: String(row['name']),
      type: String(row['type']),
      required: row['required'] === 1,
      initial: typeof row['initial'] === 'string' ? row['initial'] : null,
      keyed: row['pk'] !== 0,
    }));
}
