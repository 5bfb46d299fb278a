import { METRIC_IDS } from '../../contract/metrics.ts';
import type { Migration } from '../../platform/sqlite/database.ts';
import { FIRST_NEWEST, newestColumn } from './tables.ts';

/** The metrics that `fleet/0001` has columns for; any other brings its own (`metricMigrations`). */
const FIRST_EXTRA = [
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
];

const extraColumns = FIRST_EXTRA.map((name) => `${name} BLOB`).join(', ');

/**
 * The columns of the metrics that came after `fleet/0001`, one migration each: adding a metric to the catalogue adds its columns
 * when the store is next opened, and an older program, which would overwrite rows without them, refuses the file.
 */
function metricMigrations(): Migration[] {
  return METRIC_IDS.filter((id) => !Object.hasOwn(FIRST_NEWEST, id)).map((id) => ({
    id: `fleet/metric/${id}`,
    sql: [
      `ALTER TABLE host ADD COLUMN ${newestColumn(id)} REAL;`,
      ...(FIRST_EXTRA.includes(id)
        ? []
        : ['block_extra', 'rollup_extra'].map(
            (table) => `ALTER TABLE ${table} ADD COLUMN ${id} BLOB;`,
          )),
    ].join('\n'),
  }));
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
  {
    id: 'fleet/0005',
    sql: `
      ALTER TABLE host ADD COLUMN legacy_end REAL;
      ALTER TABLE host ADD COLUMN legacy_whole_from REAL;
      ALTER TABLE host ADD COLUMN legacy_gap_from REAL;
      CREATE TABLE legacy_coverage (
        source TEXT PRIMARY KEY,
        scanned_through REAL,
        scan_started REAL,
        scan_since REAL NOT NULL DEFAULT 0,
        spent_day INTEGER NOT NULL DEFAULT 0,
        spent_units REAL NOT NULL DEFAULT 0
      ) WITHOUT ROWID;
    `,
  },
  {
    // Hours and days that are over, packed (decision 15). A key is in a packed table or in the open one beside it, never in both.
    // `rollup_due`: open hours that the rollup of their day does not know of yet, and what was more extreme than their minutes are.
    id: 'fleet/0007',
    sql: `
      CREATE TABLE packed_hour (
        key INTEGER PRIMARY KEY,
        through INTEGER NOT NULL,
        minutes INTEGER NOT NULL,
        packed BLOB NOT NULL,
        legacy BLOB
      );
      CREATE TABLE packed_hour_extra (key INTEGER PRIMARY KEY, packed BLOB NOT NULL);
      CREATE TABLE packed_process (key INTEGER PRIMARY KEY, packed BLOB NOT NULL);
      CREATE TABLE packed_day (key INTEGER PRIMARY KEY, packed BLOB NOT NULL);
      CREATE TABLE packed_day_extra (key INTEGER PRIMARY KEY, packed BLOB NOT NULL);
      CREATE TABLE rollup_due (key INTEGER PRIMARY KEY, peaks BLOB);
    `,
  },
  {
    // The life of an alert: when and how often users were notified, and how they responded. `about`: the alerts that a notice is about.
    id: 'fleet/0009',
    sql: `
      ALTER TABLE alert ADD COLUMN told_at REAL;
      ALTER TABLE alert ADD COLUMN told_start REAL;
      ALTER TABLE alert ADD COLUMN reminders INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE alert ADD COLUMN acked_at REAL;
      ALTER TABLE alert ADD COLUMN ack_note TEXT;
      ALTER TABLE alert ADD COLUMN snoozed_until REAL;
      ALTER TABLE alert_notice ADD COLUMN about TEXT;
`,
  },
  {
    id: 'fleet/0010',
    sql: `
      CREATE TABLE channel_told (scope TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE channel_delivery (
        scope TEXT NOT NULL, message TEXT NOT NULL, channel TEXT NOT NULL,
        due_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, tried_at REAL,
        UNIQUE (scope, message, channel)
      );
    `,
  },
  {
    // Notes of the user. Without source and hostname: on the whole fleet. Times are Unix seconds.
    id: 'fleet/0011',
    sql: `
      CREATE TABLE annotation (
        id TEXT PRIMARY KEY,
        source TEXT,
        hostname TEXT,
        at INTEGER NOT NULL,
        ended_at INTEGER,
        text TEXT NOT NULL,
        author TEXT,
        updated_at INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX annotation_at ON annotation (at);
    `,
  },
  {
    // Runs of the py-perf library. `key`: the millisecond of the upload, and a number within it.
    id: 'fleet/0012',
    sql: `
      CREATE TABLE function_name (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
      CREATE TABLE function_host (
        id INTEGER PRIMARY KEY, source TEXT NOT NULL, hostname TEXT NOT NULL, UNIQUE (source, hostname)
      );
      CREATE TABLE function_run (
        key INTEGER PRIMARY KEY,
        host INTEGER NOT NULL,
        at REAL NOT NULL,
        session BLOB NOT NULL,
        item INTEGER NOT NULL,
        functions INTEGER NOT NULL,
        wall REAL NOT NULL,
        state INTEGER NOT NULL
      );
      CREATE INDEX function_run_session ON function_run (session);
      CREATE INDEX function_run_host ON function_run (host);
      CREATE TABLE function_timing (key INTEGER PRIMARY KEY, packed BLOB NOT NULL);
      CREATE TABLE function_call (
        key INTEGER NOT NULL, fn INTEGER NOT NULL, packed BLOB NOT NULL, PRIMARY KEY (key, fn)
      ) WITHOUT ROWID;
      CREATE TABLE function_day (key INTEGER PRIMARY KEY, packed BLOB NOT NULL);
      CREATE TABLE function_item (
        source TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (source, id)
      ) WITHOUT ROWID;
      CREATE TABLE function_folder (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
      CREATE TABLE function_file (
        folder INTEGER NOT NULL, name TEXT NOT NULL,
        size INTEGER NOT NULL, modified REAL NOT NULL, problem TEXT,
        PRIMARY KEY (folder, name)
      ) WITHOUT ROWID;
      CREATE TABLE function_scan (
        source TEXT NOT NULL, segment INTEGER NOT NULL, next_key TEXT,
        done INTEGER NOT NULL DEFAULT 0, items INTEGER NOT NULL DEFAULT 0, units REAL NOT NULL DEFAULT 0,
        PRIMARY KEY (source, segment)
      ) WITHOUT ROWID;
      CREATE TABLE function_table (
        source TEXT PRIMARY KEY, scan_started REAL, scanned_through REAL, queried_at REAL
      ) WITHOUT ROWID;
    `,
  },
  {
    // File systems and interfaces one by one, by host and UTC day.
    id: 'fleet/0013',
    sql: `CREATE TABLE host_detail (key INTEGER PRIMARY KEY, detail TEXT NOT NULL);`,
  },
  {
    // What a team shares, as this program knows it; `known`: what the settings said when they were compared with it last.
    id: 'fleet/0015',
    sql: `
      CREATE TABLE shared_document (
        source TEXT NOT NULL, name TEXT NOT NULL,
        document TEXT NOT NULL, known TEXT NOT NULL DEFAULT '{}', sent TEXT,
        version INTEGER, bytes INTEGER NOT NULL DEFAULT 0, synced_at REAL,
        PRIMARY KEY (source, name)
      ) WITHOUT ROWID;
    `,
  },
  {
    // Custom metrics: the minutes of an hour by name.
    id: 'fleet/0017',
    sql: `CREATE TABLE custom_hour (key INTEGER PRIMARY KEY, packed BLOB NOT NULL);`,
  },
  {
    // Means of the hours of custom metrics; file systems and interfaces over time.
    id: 'fleet/0021',
    sql: ['custom_day', 'detail_hour', 'detail_day']
      .map((table) => `CREATE TABLE ${table} (key INTEGER PRIMARY KEY, packed BLOB NOT NULL);`)
      .join('\n'),
  },
  {
    // Which function an alert on functions is about.
    id: 'fleet/0018',
    sql: `ALTER TABLE alert ADD COLUMN subject TEXT;`,
  },
  {
    // Which functions an alert on functions is about, by their numbers.
    id: 'fleet/0022',
    sql: `ALTER TABLE alert ADD COLUMN functions TEXT;`,
  },
  {
    // What is unusual of a host: an alert of that kind may be about any metric.
    id: 'fleet/0016',
    sql: `ALTER TABLE alert ADD COLUMN metric TEXT;`,
  },
  {
    // Figures of the whole fleet, by hour (`step` 60) or day, that were computed once all was in: see `FleetFigures`.
    id: 'fleet/0014',
    sql: `
      CREATE TABLE fleet_figure (
        time INTEGER NOT NULL, step INTEGER NOT NULL, metric INTEGER NOT NULL,
        scope INTEGER NOT NULL, packed BLOB NOT NULL,
        PRIMARY KEY (time, step, metric)
      ) WITHOUT ROWID;
    `,
  },
  {
    // The optional metrics of open hours, by the quarter of an hour: see `OpenExtras`. `block_extra` has those of releases before.
    id: 'fleet/0019',
    sql: `CREATE TABLE block_quarter (key INTEGER PRIMARY KEY, packed BLOB NOT NULL);`,
  },
  {
    // The newest that a host named: its file systems and its custom metrics, for the list of hosts. See `NewestNamed`.
    id: 'fleet/0024',
    sql: ['named_disks', 'named_custom']
      .map((name) => `ALTER TABLE host ADD COLUMN ${name} TEXT;`)
      .join('\n'),
  },
  ...metricMigrations(),
];
