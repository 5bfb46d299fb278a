import { DatabaseSync } from 'node:sqlite';
import { appFailure } from '../../contract/errors.ts';
import { isSchemaError, transaction } from '../../platform/sqlite/database.ts';
import { FLEET_MIGRATIONS } from './migrations.ts';

/** Tables that every start reads, of few rows. What the others hold is checked as it is read. */
const MENDED: readonly string[] = [
  'host',
  'source',
  'bad_item',
  'capacity',
  'alert',
  'alert_rule',
  'alert_late',
  'alert_notice',
  'legacy_scan',
  'legacy_coverage',
  'meta',
];
/** Columns that hold JSON. */
const JSON_COLUMNS: ReadonlySet<string> = new Set([
  'host.facts',
  'source.tables',
  'alert_rule.rules',
  'alert_notice.notice',
  'alert_notice.about',
  'legacy_scan.next_key',
]);
/** Columns of numbers that others chose: DynamoDB's ids. */
const FREE_NUMBERS: ReadonlySet<string> = new Set(['id', 'legacy_record']);
/** The last second that a JavaScript date knows: no time, size or count of ours is larger. */
const LARGEST = 8.64e12;

interface Column {
  table: string;
  name: string;
  type: string;
  required: boolean;
  /** SQL of its default, or null. */
  initial: string | null;
  keyed: boolean;
}

/** Rows that were mended, by `table.column`. */
export type MendedRows = Record<string, number>;

/**
 * Mends rows that hold what was never written to them: a number that is none or that no date can show, a text that is
 * none, JSON that cannot be parsed. The value goes back to its default or to none; where it has to be there and has no
 * default, the row is removed. Answers how many, by column.
 */
export function mendRows(db: DatabaseSync): MendedRows {
  const mended: MendedRows = {};
  for (const table of MENDED) {
    const columns = expectedTables().get(table) ?? [];
    const unsound = columns.map((column) => `NOT coalesce(${soundness(column)}, 0)`);
    if (countOf(db, table, unsound.join(' OR ')) === 0) continue;
    columns.forEach((column, index) => {
      const where = unsound[index] ?? '0';
      const count = countOf(db, table, where);
      if (count === 0) return;
      mended[`${table}.${column.name}`] = count;
      transaction(db, () => {
        db.exec(`${mending(column)} WHERE ${where}`);
      });
    });
  }
  return mended;
}

function countOf(db: DatabaseSync, table: string, where: string): number {
  return Number(db.prepare(`SELECT count(*) AS n FROM "${table}" WHERE ${where}`).get()?.['n']);
}

/** Throws `AppFailure` (`store-damaged`) where a table or a column is not there that the migrations have made. */
export function checkSchema(db: DatabaseSync): void {
  for (const [table, columns] of expectedTables())
    try {
      db.prepare(`SELECT ${columns.map(({ name }) => `"${name}"`).join(', ')} FROM "${table}"`);
    } catch (error) {
      if (!isSchemaError(error)) throw error;
      throw appFailure(
        'store-damaged',
        `The local database is damaged: the table ${table} is not as it was made.`,
        'It is set aside and filled again from DynamoDB.',
        error,
      );
    }
}

let expected: Map<string, Column[]> | null = null;

/** The tables that the migrations make, with their columns. */
function expectedTables(): Map<string, Column[]> {
  if (expected !== null) return expected;
  const db = new DatabaseSync(':memory:');
  for (const { sql } of FLEET_MIGRATIONS) db.exec(sql);
  expected = Map.groupBy(columnsOf(db), ({ table }) => table);
  db.close();
  return expected;
}

function columnsOf(db: DatabaseSync): Column[] {
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

/** SQL that is true of a sound value. */
function soundness({ table, name, type, required, keyed }: Column): string {
  const place = `${table}.${name}`;
  const column = `"${name}"`;
  const limit = FREE_NUMBERS.has(name) ? Number.MAX_SAFE_INTEGER : LARGEST;
  const ofType: Record<string, string> = {
    INTEGER: `typeof(${column}) IN ('integer', 'real') AND ${column} BETWEEN -${String(limit)} AND ${String(limit)}`,
    REAL: `typeof(${column}) IN ('integer', 'real') AND ${column} BETWEEN -${String(limit)} AND ${String(limit)}`,
    TEXT: `typeof(${column}) = 'text'${JSON_COLUMNS.has(place) ? ` AND json_valid(${column})` : ''}`,
    BLOB: `typeof(${column}) = 'blob'`,
  };
  const sound = ofType[type] ?? '1';
  return required || keyed ? `(${sound})` : `(${column} IS NULL OR (${sound}))`;
}

function mending({ table, name, required, initial, keyed }: Column): string {
  if (keyed) return `DELETE FROM "${table}"`;
  if (initial !== null) return `UPDATE "${table}" SET "${name}" = ${initial}`;
  return required ? `DELETE FROM "${table}"` : `UPDATE "${table}" SET "${name}" = NULL`;
}
