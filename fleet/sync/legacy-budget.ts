import type { Settings } from '../../contract/settings.ts';
import { dayOf } from '../../contract/time.ts';
import { readCost } from '../../contract/prices.ts';
import type { TableInfo } from '../remote/tables.ts';
import type { LegacyCoverage } from '../store/legacy.ts';

/** Eventually consistent reads: half a unit per 4 KiB. */
const UNITS_PER_BYTE = 0.5 / 4096;
/** Read units a second that a scan of an on-demand table uses. */
export const ON_DEMAND_RATE = 100;
/** The share of a provisioned table's reads that a scan may use: the rest belongs to its programs. */
const PROVISIONED_SHARE = 0.25;

/** US dollars a UTC day that scans of a legacy table may cost unasked. */
export function budgetOf({ legacyBudgetCents }: Settings['sync']): number {
  return legacyBudgetCents / 100;
}

/** What reading a whole table takes. Units are DynamoDB's read units; null where its size is not known. */
export interface ScanEstimate {
  bytes: number | null;
  units: number | null;
  /** US dollars at on-demand prices. */
  cost: number | null;
  /** Seconds at `rate`. */
  seconds: number | null;
  /** Read units a second. */
  rate: number;
}

/** What a scan of the table takes at the highest rate allowed, or at `wanted` units a second where that is lower. */
export function estimateScan(table: TableInfo, wanted = ON_DEMAND_RATE): ScanEstimate {
  const { bytes, provisioned } = table;
  const rate =
    provisioned === null ? wanted : Math.min(wanted, provisioned.read * PROVISIONED_SHARE);
  const units = bytes === null ? null : Math.ceil(bytes * UNITS_PER_BYTE);
  return {
    bytes,
    units,
    cost: units === null ? null : readCost(units),
    seconds: units === null ? null : Math.ceil(units / rate),
    rate,
  };
}

/** Items to ask for in one page, so that a page takes no more than about two seconds of the rate. */
export function pageItems({ items, bytes }: TableInfo, rate: number): number {
  const mean = items === null || bytes === null || items === 0 ? 8192 : bytes / items;
  const fitting = Math.floor((2 * rate) / (mean * UNITS_PER_BYTE));
  return Math.max(1, Math.min(100, fitting));
}

/** Read units that scans of a source may still use today: `budget` in US dollars a UTC day, less what they used. */
export function unitsLeft(coverage: LegacyCoverage, budget: number, now: number): number {
  const spent = coverage.spentDay === dayOf(now) ? coverage.spentUnits : 0;
  return Math.max(0, Math.floor(budget / readCost(1)) - spent);
}
