import type { DatabaseSync } from 'node:sqlite';
import { appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import { transaction } from '../../platform/sqlite/database.ts';
import { schemaProblem, tablesOf, type Column } from '../../platform/sqlite/schema-check.ts';
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

/** Rows that were mended, by `table.column`. */
export type MendedRows = Record<string, number>;

/**
 * Mends rows that hold what was never written to them: a number that is none or that no date can show, a text that is
 * none, JSON that cannot be parsed. The value goes back to its default or to none; where it has to be there and has no
 * default, the row is removed. Returns how many, by column.
 */
export function mendRows(db: DatabaseSync): MendedRows {
  const mended: MendedRows = {};
  for (const table of MENDED) {
    const columns = tablesOf(FLEET_MIGRATIONS).get(table) ?? [];
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

/** Throws `AppFailure` (`store-damaged`) where the schema is not as the migrations have made it. */
export function checkSchema(db: DatabaseSync): void {
  const problem = schemaProblem(db, FLEET_MIGRATIONS);
  if (problem !== null)
    throw appFailure(
      'store-damaged',
      `The local database is damaged: ${safeText(problem, 200)}.`,
      'It is set aside and filled again from DynamoDB.',
    );
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
