import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The size of the data directory, in bytes, and rows of the tables that grow over time. */
export interface DiskUse {
  store: number;
  wal: number;
  outbox: number;
  logs: number;
  blocks: number;
  rollups: number;
  /** Rows of all other tables. */
  otherRows: number;
}

/** Inspects a data directory that another process is using. */
export function diskUse(dataDir: string): DiskUse {
  const size = (...path: string[]): number =>
    statSync(join(dataDir, ...path), { throwIfNoEntry: false })?.size ?? 0;
  const folder = join(dataDir, 'logs');
  const logs = existsSync(folder) ? readdirSync(folder) : [];
  return {
    store: size('fleet.db'),
    wal: size('fleet.db-wal'),
    outbox: size('outbox.db') + size('outbox.db-wal'),
    logs: logs.reduce((sum, name) => sum + size('logs', name), 0),
    ...rows(join(dataDir, 'fleet.db')),
  };
}

function rows(path: string): Pick<DiskUse, 'blocks' | 'rollups' | 'otherRows'> {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const count = (table: string): number =>
      Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
    const sum = (...tables: string[]): number =>
      tables.reduce((total, table) => total + count(table), 0);
    const names = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all()
      .map((row) => String(row['name']));
    const others = names.filter((name) => !/^(block|rollup|packed)/u.test(name));
    return {
      blocks: sum('block', 'block_extra', 'block_quarter', 'packed_hour', 'packed_hour_extra'),
      rollups: sum('rollup', 'rollup_extra', 'packed_day', 'packed_day_extra'),
      otherRows: others.reduce((sum, name) => sum + count(name), 0),
    };
  } finally {
    db.close();
  }
}
