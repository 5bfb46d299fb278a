import type { CapacityReport } from '../../contract/answers.ts';
import type { TableNames } from '../../contract/tables.ts';
import { DAY_S, dayOf } from '../../contract/time.ts';
import type { FleetStore } from '../store/store.ts';
import { PRICES, readCost, writeCost } from '../../contract/prices.ts';

const DAYS_PER_MONTH = 30.44;

/** What this program consumed over the last days, today included, and what that costs. */
export function reportCapacity(
  store: FleetStore,
  tablesOf: (sourceId: string) => TableNames | undefined,
  days: number,
  now: number,
): CapacityReport {
  const today = dayOf(now);
  const rows = store.read(() => store.capacity.list(today - (days - 1) * DAY_S, today));
  const priced = rows.map(({ role, ...row }) => ({
    ...row,
    table: tablesOf(row.sourceId)?.[role] ?? role,
    cost: readCost(row.readUnits) + writeCost(row.writeUnits),
  }));
  const total = priced.reduce((sum, { cost }) => sum + cost, 0);
  return {
    days: priced,
    total,
    perMonth: (total / coveredDays(rows, now)) * DAYS_PER_MONTH,
    pricesAsOf: PRICES.asOf,
    pricesRegion: PRICES.region,
  };
}

/** Days from the first one reported until now; at least an hour, so that a first sync is not taken for a month. */
function coveredDays(rows: readonly { day: number }[], now: number): number {
  const first = rows[0]?.day;
  return first === undefined ? 1 : Math.max((now - first) / DAY_S, 1 / 24);
}
