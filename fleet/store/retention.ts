import type { Settings } from '../../contract/settings.ts';
import { DAY_S, HOUR_S, dayOf, hourOf } from '../../contract/time.ts';
import { trustedNow, type NamedTexts } from '../../platform/sqlite/trusted-now.ts';
import { rowKey } from './migrations.ts';
import type { FleetStore } from './store.ts';

const CLOCK: NamedTexts = { table: 'meta', key: 'key', name: 'retentionClock' };

/** Days that the processes of a minute are kept. */
const PROCESS_DAYS = 7;
const CAPACITY_DAYS = 400;
const DAYS_PER_MONTH = 30.44;

/** The first minute that is kept, Unix seconds. */
export function minutesKeptFrom(retention: Settings['retention'], now: number): number {
  return hourOf(now - retention.minuteDays * DAY_S);
}

/**
 * Deletes what is older than it is to be kept, one table at a time so that no transaction is long. Nothing is
 * deleted remotely, ever. `time`, Unix seconds, is what the clock says: one that is wrong must not cost what cannot be fetched again.
 */
export function applyRetention(
  store: FleetStore,
  retention: Settings['retention'],
  time: number,
): void {
  const now = store.write(() => trustedNow(store.db, CLOCK, time));
  const minutes = minutesKeptFrom(retention, now);
  const rollups = dayOf(now - retention.rollupMonths * DAYS_PER_MONTH * DAY_S);
  const remove = (sql: string, before: number): void => {
    store.write(() => store.db.prepare(sql).run(before));
  };
  remove('DELETE FROM block WHERE key < ?', rowKey(minutes, HOUR_S, 0));
  remove('DELETE FROM block_extra WHERE key < ?', rowKey(minutes, HOUR_S, 0));
  remove('DELETE FROM recheck WHERE hour < ?', minutes);
  remove('DELETE FROM alert WHERE max(last_at, coalesce(ended_at, 0)) < ?', minutes);
  remove('DELETE FROM rollup WHERE key < ?', rowKey(rollups, DAY_S, 0));
  remove('DELETE FROM rollup_extra WHERE key < ?', rowKey(rollups, DAY_S, 0));
  remove('DELETE FROM top_process WHERE minute < ?', now - PROCESS_DAYS * DAY_S);
  remove('DELETE FROM capacity WHERE day < ?', now - CAPACITY_DAYS * DAY_S);
  // A batch's id is its upload time in milliseconds.
  remove('DELETE FROM legacy_batch WHERE id < ?', rollups * 1000);
}
