import type { DatabaseSync } from 'node:sqlite';
import type { Settings } from '../../contract/settings.ts';
import { DAY_S, HOUR_S, MINUTE_S, QUARTER_HOUR_S, dayOf, hourOf } from '../../contract/time.ts';
import { trustedNow, type NamedTexts } from '../../platform/sqlite/trusted-now.ts';
import { rowKey } from './tables.ts';

const CLOCK: NamedTexts = { table: 'meta', key: 'key', name: 'retentionClock' };

/** Days that the processes of a minute are kept. */
const PROCESS_DAYS = 7;
/** Days that figures of the fleet by the minute are kept: longer ranges are not drawn by the minute. */
const HOUR_FIGURE_DAYS = 3;
const CAPACITY_DAYS = 400;
const DAYS_PER_MONTH = 30.44;

/** One deletion: `sql` takes `before` as its only parameter. */
interface Expiry {
  sql: string;
  before: number;
}

/** The first minute that is kept, Unix seconds. */
export function minutesKeptFrom(retention: Settings['retention'], now: number): number {
  return hourOf(now - retention.minuteDays * DAY_S);
}

/** The oldest times kept of the py-perf library's runs and of their daily figures, Unix seconds. */
export function functionsKeptFrom(
  { functionDays, rollupMonths }: Settings['retention'],
  now: number,
): { runs: number; days: number } {
  return {
    runs: dayOf(now - functionDays * DAY_S),
    days: dayOf(now - Math.max(functionDays, rollupMonths * DAYS_PER_MONTH) * DAY_S),
  };
}

/**
 * The time (Unix seconds) by which something may be deleted when the clock says `time`: a clock that is wrong must not cost what
 * cannot be fetched again. Within a transaction.
 */
export function trustedRetentionTime(db: DatabaseSync, time: number): number {
  return trustedNow(db, CLOCK, time);
}

/** What is past its retention at `now` (Unix seconds), table by table. */
export function expired(retention: Settings['retention'], now: number): Expiry[] {
  const minutes = minutesKeptFrom(retention, now);
  const rollups = dayOf(now - retention.rollupMonths * DAYS_PER_MONTH * DAY_S);
  return [
    { sql: 'DELETE FROM block WHERE key < ?', before: rowKey(minutes, HOUR_S, 0) },
    { sql: 'DELETE FROM block_extra WHERE key < ?', before: rowKey(minutes, HOUR_S, 0) },
    {
      sql: 'DELETE FROM block_quarter WHERE key < ?',
      before: rowKey(minutes, QUARTER_HOUR_S, 0),
    },
    { sql: 'DELETE FROM packed_hour WHERE key < ?', before: rowKey(minutes, HOUR_S, 0) },
    { sql: 'DELETE FROM packed_hour_extra WHERE key < ?', before: rowKey(minutes, HOUR_S, 0) },
    { sql: 'DELETE FROM recheck WHERE hour < ?', before: minutes },
    { sql: 'DELETE FROM alert WHERE max(last_at, coalesce(ended_at, 0)) < ?', before: minutes },
    { sql: 'DELETE FROM rollup WHERE key < ?', before: rowKey(rollups, DAY_S, 0) },
    { sql: 'DELETE FROM rollup_extra WHERE key < ?', before: rowKey(rollups, DAY_S, 0) },
    { sql: 'DELETE FROM packed_day WHERE key < ?', before: rowKey(rollups, DAY_S, 0) },
    { sql: 'DELETE FROM fleet_figure WHERE time < ?', before: rollups },
    {
      sql: `DELETE FROM fleet_figure WHERE time < ? AND step = ${String(MINUTE_S)}`,
      before: now - HOUR_FIGURE_DAYS * DAY_S,
    },
    { sql: 'DELETE FROM packed_day_extra WHERE key < ?', before: rowKey(rollups, DAY_S, 0) },
    { sql: 'DELETE FROM top_process WHERE minute < ?', before: now - PROCESS_DAYS * DAY_S },
    {
      sql: 'DELETE FROM packed_process WHERE key < ?',
      before: rowKey(hourOf(now - PROCESS_DAYS * DAY_S), HOUR_S, 0),
    },
    { sql: 'DELETE FROM host_detail WHERE key < ?', before: rowKey(dayOf(minutes), DAY_S, 0) },
    { sql: 'DELETE FROM custom_hour WHERE key < ?', before: rowKey(minutes, HOUR_S, 0) },
    { sql: 'DELETE FROM custom_day WHERE key < ?', before: rowKey(rollups, DAY_S, 0) },
    { sql: 'DELETE FROM detail_hour WHERE key < ?', before: rowKey(minutes, HOUR_S, 0) },
    { sql: 'DELETE FROM detail_day WHERE key < ?', before: rowKey(rollups, DAY_S, 0) },
    { sql: 'DELETE FROM capacity WHERE day < ?', before: now - CAPACITY_DAYS * DAY_S },
    // A batch's id is its upload time in milliseconds.
    { sql: 'DELETE FROM legacy_batch WHERE id < ?', before: rollups * 1000 },
  ];
}
