import { FILLING_WITHIN_DAYS } from '../../contract/alerts.ts';
import { DISK_METRIC } from '../../contract/metrics.ts';
import { type AlertLog } from '../store/alert-log.ts';
import { BEGUN, type AlertRow } from '../store/alert-row.ts';
import type { StoredHost } from '../store/host-row.ts';
import type { EffectiveRules } from './effective-rules.ts';
import type { Forecast } from './forecast.ts';
import type { Forecasts } from './forecasts.ts';

/** Days by which the forecast date must recede before an alert ends: forecasts move a little every day. */
const MARGIN_DAYS = 2;

/** The forecasts, and where alerts on them are kept. */
export interface FillingOptions {
  log: AlertLog;
  rules: EffectiveRules;
  forecasts: Pick<Forecasts, 'of'>;
}

/** Maintains the alerts on disks that fill up. */
export class Filling {
  readonly #options: FillingOptions;

  constructor(options: FillingOptions) {
    this.#options = options;
  }

  /** Looks at the forecasts that are known. Within a transaction. Returns whether an alert has changed. */
  update(hosts: readonly StoredHost[], now: number): boolean {
    const { log, rules, forecasts } = this.#options;
    const open = new Map(log.openOf('filling').map((row) => [row.host, row]));
    let changed = false;
    for (const host of hosts) {
      const row = open.get(host.id);
      open.delete(host.id);
      const wanted = rules.rulesOf(host).filling.enabled;
      if (!wanted && row === undefined) continue;
      const known = forecasts.of(host.id);
      if (wanted && known === undefined) continue;
      const found = wanted ? known?.find(({ metric }) => metric === DISK_METRIC) : undefined;
      if (this.#apply(host, row, found ?? null, now)) changed = true;
    }
    // Of hosts that are not shown any more.
    for (const row of open.values()) this.#end(row, now);
    return changed || open.size > 0;
  }

  #apply(
    host: StoredHost,
    row: AlertRow | undefined,
    found: Forecast | null,
    now: number,
  ): boolean {
    const within = FILLING_WITHIN_DAYS + (row === undefined ? 0 : MARGIN_DAYS);
    if (found === null || found.earliest > within) {
      if (row !== undefined) this.#end(row, now);
      return row !== undefined;
    }
    const peak = Math.floor(found.earliest);
    const threshold = Number.isFinite(found.latest) ? Math.ceil(found.latest) : null;
    const { log, rules } = this.#options;
    if (row !== undefined) {
      if (row.peak === peak && row.threshold === threshold) return false;
      log.put({ ...row, peak, threshold, lastAt: now });
      return true;
    }
    log.add({
      host: host.id,
      kind: 'filling',
      startedAt: Math.floor(now),
      lastAt: now,
      peak,
      threshold,
      maintenance: rules.inMaintenance(host, now),
      notedAt: now,
      ...BEGUN,
    });
    return true;
  }

  #end(row: AlertRow, now: number): void {
    this.#options.log.put({ ...row, endedAt: now, resolvedBy: now, notedAt: now });
  }
}
