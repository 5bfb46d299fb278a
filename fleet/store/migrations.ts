import type { METRICS } from '../../contract/metrics.ts';
import { METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import type { Migration } from '../../platform/sqlite/database.ts';

/** CPU and memory lie in rows of their own, so that what most screens read stays small. */
export const CORE_METRICS = ['cpu', 'memory'] as const satisfies readonly MetricId[];
export const EXTRA_METRICS = METRIC_IDS.filter(
  (id): id is Exclude<MetricId, (typeof CORE_METRICS)[number]> => id !== 'cpu' && id !== 'memory',
);

/** The columns as they were when the migration was written; a metric added later needs a new migration. */
const EXTRA_COLUMNS = [
  'swap',
  'disk',
  'load1',
  'load5',
  'load15',
  'diskRead',
  'diskWrite',
  'netRx',
  'netTx',
  'temperature',
  'battery',
  'processes',
] as const satisfies readonly (keyof typeof METRICS)[];

const extraColumns = EXTRA_COLUMNS.map((name) => `${name} BLOB`).join(', ');

const HOST_BITS = 24;
const HOSTS = 2 ** HOST_BITS;

/**
 * Blocks and rollups lie in tables with one integer key: the number of the hour or day, then the host. Polls then
 * append, which SQLite does without leaving room in its pages for such tables only; and a fleet's range is one
 * contiguous read.
 */
export function rowKey(time: number, unit: number, host: number): number {
  return (time / unit) * HOSTS + host;
}

/** SQL for the start of the hour or day (`unit` in seconds) and for the host of a key. */
export function keyColumns(unit: number): { time: string; host: string } {
  return {
    time: `(key >> ${String(HOST_BITS)}) * ${String(unit)}`,
    host: `key & ${String(HOSTS - 1)}`,
  };
}

/** Times are Unix seconds. */
export const FLEET_MIGRATIONS: readonly Migration[] = [
  {
    id: 'fleet/0001',
    sql: `
      CREATE TABLE host (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        hostname TEXT NOT NULL,
        layouts INTEGER NOT NULL DEFAULT 0,
        first_seen REAL,
        registry_seen REAL,
        registry_cpu REAL,
        registry_memory REAL,
        active INTEGER NOT NULL DEFAULT 1,
        removed_at REAL,
        facts TEXT NOT NULL DEFAULT '{}',
        sample_at REAL,
        sample_cpu REAL,
        sample_memory REAL,
        sample_disk REAL,
        sample_load REAL,
        legacy_seen REAL,
        legacy_record INTEGER,
        wanted_from INTEGER,
        synced_through INTEGER,
        polled_through INTEGER,
        silent_since REAL,
        UNIQUE (source, hostname)
      );
      CREATE TABLE block (
        key INTEGER PRIMARY KEY,
        through INTEGER NOT NULL DEFAULT 0,
        minutes INTEGER NOT NULL DEFAULT 0,
        cpu BLOB,
        memory BLOB,
        legacy BLOB
      );
      CREATE TABLE block_extra (key INTEGER PRIMARY KEY, ${extraColumns});
      CREATE TABLE rollup (key INTEGER PRIMARY KEY, cpu BLOB, memory BLOB);
      CREATE TABLE rollup_extra (key INTEGER PRIMARY KEY, ${extraColumns});
      CREATE TABLE top_process (
        minute INTEGER NOT NULL, host INTEGER NOT NULL, list TEXT NOT NULL,
        PRIMARY KEY (minute, host)
      ) WITHOUT ROWID;
      CREATE TABLE recheck (
        host INTEGER NOT NULL, hour INTEGER NOT NULL,
        due_at INTEGER NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, checked_at REAL,
        PRIMARY KEY (host, hour)
      ) WITHOUT ROWID;
      CREATE INDEX recheck_due ON recheck (due_at);
      CREATE TABLE source (
        id TEXT PRIMARY KEY,
        last_synced_at REAL,
        last_attempt_at REAL,
        tables TEXT NOT NULL DEFAULT '{}',
        discovered_at REAL
      ) WITHOUT ROWID;
      CREATE TABLE bad_item (
        source TEXT NOT NULL, role TEXT NOT NULL, key TEXT NOT NULL,
        problem TEXT NOT NULL, first_at REAL NOT NULL, last_at REAL NOT NULL,
        PRIMARY KEY (source, role, key)
      ) WITHOUT ROWID;
      CREATE TABLE capacity (
        day INTEGER NOT NULL, source TEXT NOT NULL, operation TEXT NOT NULL, role TEXT NOT NULL,
        requests INTEGER NOT NULL, read_units REAL NOT NULL, write_units REAL NOT NULL,
        PRIMARY KEY (day, source, operation, role)
      ) WITHOUT ROWID;
      CREATE TABLE legacy_batch (
        host INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (host, id)
      ) WITHOUT ROWID;
      CREATE TABLE legacy_scan (
        source TEXT NOT NULL, segment INTEGER NOT NULL, segments INTEGER NOT NULL,
        next_key TEXT, done INTEGER NOT NULL DEFAULT 0, items INTEGER NOT NULL DEFAULT 0,
        units REAL NOT NULL DEFAULT 0,
        PRIMARY KEY (source, segment)
      ) WITHOUT ROWID;
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    `,
  },
  {
    id: 'fleet/0002',
    sql: `
      CREATE TABLE alert (
        id INTEGER PRIMARY KEY,
        host INTEGER NOT NULL,
        kind TEXT NOT NULL,
        started_at REAL NOT NULL,
        ended_at REAL,
        cleared_at REAL,
        last_at REAL NOT NULL,
        peak REAL,
        threshold REAL,
        maintenance INTEGER NOT NULL DEFAULT 0,
        told INTEGER NOT NULL DEFAULT 0,
        noted_at REAL NOT NULL
      );
      CREATE INDEX alert_cleared ON alert (cleared_at);
      CREATE INDEX alert_untold ON alert (told) WHERE told < 2;
      CREATE TABLE alert_rule (host INTEGER PRIMARY KEY, rules TEXT NOT NULL);
    `,
  },
  {
    id: 'fleet/0003',
    sql: `
      CREATE TABLE alert_late (host INTEGER PRIMARY KEY, minute INTEGER NOT NULL);
    `,
  },
  {
    id: 'fleet/0004',
    sql: `
      CREATE TABLE alert_notice (id TEXT PRIMARY KEY, at REAL NOT NULL, notice TEXT NOT NULL);
    `,
  },
];
