import { COST_DOLLARS } from '../../contract/alerts.ts';
import { readCost, writeCost } from '../../contract/prices.ts';
import type { AlertLog } from '../store/alert-log.ts';
import { BEGUN, type AlertRow } from '../store/alert-row.ts';
import type { CapacityLedger } from '../store/capacity.ts';
import type { EffectiveRules } from './effective-rules.ts';
import { tablesOf } from '../store/source-tables.ts';

/** Where the cost of sources is read, and the alerts on it are kept. */
export interface CostsOptions {
  log: AlertLog;
  rules: EffectiveRules;
  capacity: CapacityLedger;
}

/**
 * Keeps the alerts on what sources have cost in the calendar month (UTC) so far: what this program has read and written
 * by its own accounts, at the prices of `contract/prices.ts`. What was spent does not shrink, so an alert lasts until the
 * month is over, unless the rule is raised or switched off. Its methods are called within a transaction.
 */
export class Costs {
  readonly #options: CostsOptions;

  constructor(options: CostsOptions) {
    this.#options = options;
  }

  /** Looks at the sources; `now` in Unix seconds. Returns whether an alert has changed. */
  update(sources: readonly { id: string; name: string }[], now: number): boolean {
    const { log, rules } = this.#options;
    const { enabled, dollars: limit = COST_DOLLARS } = rules.settings.cost;
    const open = new Map(log.openOf('cost').map((row) => [row.host, row]));
    if (!enabled && open.size === 0) return false;
    const month = monthOf(now);
    const spent = this.#spentSince(month, now);
    let changed = false;
    for (const { id, name } of sources) {
      const tables = tablesOf(id);
      const row = open.get(tables.id);
      const cents = Math.floor((spent.get(id) ?? 0) * 100) / 100;
      const isOver = enabled && cents >= limit;
      if (row !== undefined && row.startedAt >= month && isOver) {
        open.delete(tables.id);
        if (row.peak !== cents || row.threshold !== limit || row.subject !== name) {
          log.put({ ...row, peak: cents, threshold: limit, subject: name, lastAt: now });
          changed = true;
        }
      } else if (isOver) {
        log.add({
          host: tables.id,
          kind: 'cost',
          subject: name,
          startedAt: Math.floor(now),
          lastAt: now,
          peak: cents,
          threshold: limit,
          maintenance: false,
          notedAt: now,
          ...BEGUN,
        });
        changed = true;
      }
    }
    // Of the month before, of a rule that holds no more, or of a source that is no more.
    for (const row of open.values()) this.#end(row, row.startedAt < month ? month : now, now);
    return changed || open.size > 0;
  }

  /** US dollars by source. */
  #spentSince(month: number, now: number): Map<string, number> {
    const spent = new Map<string, number>();
    for (const { sourceId, readUnits, writeUnits } of this.#options.capacity.list(month, now))
      spent.set(sourceId, (spent.get(sourceId) ?? 0) + readCost(readUnits) + writeCost(writeUnits));
    return spent;
  }

  #end(row: AlertRow, endedAt: number, now: number): void {
    this.#options.log.put({ ...row, endedAt, resolvedBy: now, notedAt: now });
  }
}

/** Start of the UTC calendar month of a time. Both are Unix seconds. */
export function monthOf(now: number): number {
  const date = new Date(now * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000;
}
