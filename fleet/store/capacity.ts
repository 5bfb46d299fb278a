import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TableRole } from '../../contract/tables.ts';
import { dayOf } from '../../contract/time.ts';

/** What one operation on one table consumed within one UTC day. */
export interface CapacityRow {
  /** Start of the UTC day, Unix seconds. */
  day: number;
  sourceId: string;
  operation: string;
  role: TableRole;
  requests: number;
  readUnits: number;
  writeUnits: number;
}

/** Consumed capacity, added up per UTC day, source, operation and table. */
export class CapacityLedger {
  readonly #add: StatementSync;
  readonly #list: StatementSync;

  constructor(db: DatabaseSync) {
    this.#add = db.prepare(
      `INSERT INTO capacity (day, source, operation, role, requests, read_units, write_units)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET requests = requests + excluded.requests,
         read_units = read_units + excluded.read_units, write_units = write_units + excluded.write_units`,
    );
    this.#list = db.prepare(
      'SELECT * FROM capacity WHERE day >= ? AND day <= ? ORDER BY day, source, operation, role',
    );
  }

  add(
    { sourceId, operation, role, requests, readUnits, writeUnits }: Omit<CapacityRow, 'day'>,
    now: number,
  ): void {
    this.#add.run(dayOf(now), sourceId, operation, role, requests, readUnits, writeUnits);
  }

  /** Days that begin in `[from, to]`, Unix seconds. */
  list(from: number, to: number): CapacityRow[] {
    return this.#list.all(from, to).map((row) => ({
      day: Number(row['day']),
      sourceId: String(row['source']),
      operation: String(row['operation']),
      role: String(row['role']) as TableRole,
      requests: Number(row['requests']),
      readUnits: Number(row['read_units']),
      writeUnits: Number(row['write_units']),
    }));
  }
}
