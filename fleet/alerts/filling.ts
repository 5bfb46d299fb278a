import { FILLING_WITHIN_DAYS } from '../../contract/alerts.ts';
import type { HostForecast } from '../../contract/forecast.ts';
import { DISK_METRIC, FILLING_METRICS, type MetricId } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S, QUARTER_HOUR_S, dayOf } from '../../contract/time.ts';
import { NOTIFY_STATE, UNTOLD, type AlertLog, type AlertRow } from '../store/alert-log.ts';
import type { StoredHost } from '../store/hosts.ts';
import type { SeriesReader } from '../store/series-reader.ts';
import type { EffectiveRules } from './effective-rules.ts';
import { MOST_DAYS, forecast, type Forecast } from './forecast.ts';

/** Seconds after which the forecast of a host is made anew. */
const REFRESH_S = 6 * HOUR_S;
/** Hosts whose forecast one look makes: this many, or this share of the fleet. */
const AT_ONCE = 20;
const SHARE_AT_ONCE = 60;
/** Days by which the date must move away before an alert ends: forecasts move a little every day. */
const MARGIN_DAYS = 2;
/** Quarter hours of today after which it counts as a day. */
const LEAST_QUARTERS = 16;

/** Where forecasts are read from, and where the alerts that follow are kept. */
export interface FillingOptions {
  log: AlertLog;
  rules: EffectiveRules;
  series: SeriesReader;
}

/** What will be full of a host, by metric; a metric of which nothing can be said is absent. */
export function forecastsOf(series: SeriesReader, host: number, now: number): HostForecast[] {
  return FILLING_METRICS.flatMap((metric) => {
    const found = forecastOf(series, host, metric, now);
    if (found === null) return [];
    const { earliest, latest } = found;
    return [{ metric, earliest, latest: Number.isFinite(latest) ? latest : null }];
  });
}

function forecastOf(
  series: SeriesReader,
  host: number,
  metric: MetricId,
  now: number,
): Forecast | null {
  const count = DAY_S / QUARTER_HOUR_S;
  const start = dayOf(now) - (MOST_DAYS - 1) * DAY_S;
  const grid = { start, step: QUARTER_HOUR_S, count: count * MOST_DAYS };
  const { mean } = series.rollups(host, metric, grid);
  const values = Array.from({ length: MOST_DAYS }, (_, day) =>
    middleOf(mean.subarray(day * count, (day + 1) * count)),
  );
  return forecast({ values });
}

/** The median of a day, which a burst of some hours does not move; NaN where it has too few values. */
function middleOf(quarters: Float32Array): number {
  const known = quarters.filter((value) => !Number.isNaN(value)).sort();
  return known.length < LEAST_QUARTERS ? NaN : (known[Math.floor(known.length / 2)] ?? NaN);
}

/** Keeps the alerts on disks that fill up. A few hosts are looked at each time, all of them within six hours. */
export class Filling {
  readonly #options: FillingOptions;
  readonly #madeAt = new Map<number, number>();

  constructor(options: FillingOptions) {
    this.#options = options;
  }

  /** Looks at the hosts that are due. Within a transaction. Returns whether an alert has changed. */
  update(hosts: readonly StoredHost[], now: number): boolean {
    const { log, rules, series } = this.#options;
    const open = new Map(log.openOf('filling').map((row) => [row.host, row]));
    let changed = false;
    for (const host of this.#due(hosts, open, now)) {
      this.#madeAt.set(host.id, now);
      const wanted = rules.rulesOf(host).filling.enabled;
      const row = open.get(host.id);
      if (!wanted && row === undefined) continue;
      const found = wanted ? forecastOf(series, host.id, DISK_METRIC, now) : null;
      if (this.#apply(host, row, found, now)) changed = true;
    }
    const shown = new Set(hosts.map(({ id }) => id));
    for (const row of open.values()) {
      if (shown.has(row.host)) continue;
      this.#end(row, now);
      changed = true;
    }
    return changed;
  }

  /** A rule that was switched on is looked at as the others are due; one that was switched off at once. */
  #due(
    hosts: readonly StoredHost[],
    open: ReadonlyMap<number, AlertRow>,
    now: number,
  ): StoredHost[] {
    const { rules } = this.#options;
    const most = Math.max(AT_ONCE, Math.ceil(hosts.length / SHARE_AT_ONCE));
    const ended = hosts.filter((host) => open.has(host.id) && !rules.rulesOf(host).filling.enabled);
    const due = hosts.filter((host) => {
      if (!rules.rulesOf(host).filling.enabled) return false;
      const at = this.#madeAt.get(host.id);
      return at === undefined || Math.abs(now - at) >= REFRESH_S;
    });
    return [...ended, ...due.slice(0, most)];
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
      endedAt: null,
      resolvedBy: null,
      lastAt: now,
      peak,
      threshold,
      maintenance: rules.inMaintenance(host, now),
      notifyState: NOTIFY_STATE.pending,
      notedAt: now,
      ...UNTOLD,
    });
    return true;
  }

  #end(row: AlertRow, now: number): void {
    this.#options.log.put({ ...row, endedAt: now, resolvedBy: now, notedAt: now });
  }
}
