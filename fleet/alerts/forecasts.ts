import type { FullWhen, HostForecast } from '../../contract/forecast.ts';
import { FILLING_METRICS, type MetricId } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S, QUARTER_HOUR_S, dayOf } from '../../contract/time.ts';
import type { SeriesReader } from '../store/series-reader.ts';
import { MOST_DAYS, forecast, type Forecast } from './forecast.ts';
import { Rota } from './rota.ts';

/** Seconds after which the forecasts of a host are computed again. */
const REFRESH_S = 6 * HOUR_S;
/** Hosts computed per evaluation: they take about 10 ms. */
const AT_ONCE = 8;
/** Quarter hours that today needs to count as a day. */
const LEAST_QUARTERS = 16;

/** How a metric of a host fills up. */
export interface KnownForecast extends Forecast {
  metric: MetricId;
  /** The medians of the days, the last one today; NaN of a day without enough samples. */
  days: readonly number[];
}

/** What will be full on a host; metrics without a forecast are absent. */
export function readForecasts(series: SeriesReader, host: number, now: number): KnownForecast[] {
  return FILLING_METRICS.flatMap((metric) => {
    const days = daysOf(series, host, metric, now);
    const found = forecast({ values: days });
    return found === null ? [] : [{ ...found, metric, days }];
  });
}

/** The time at which it will be full, as shown on screen. */
export function whenOf({ metric, earliest, latest }: KnownForecast): FullWhen {
  return { metric, earliest, latest: Number.isFinite(latest) ? latest : null };
}

/** A forecast as drawn on screen. */
export function shownForecast(known: KnownForecast): HostForecast {
  return { ...whenOf(known), growth: [...known.growth], days: [...known.days] };
}

function daysOf(series: SeriesReader, host: number, metric: MetricId, now: number): number[] {
  const count = DAY_S / QUARTER_HOUR_S;
  const start = dayOf(now) - (MOST_DAYS - 1) * DAY_S;
  const grid = { start, step: QUARTER_HOUR_S, count: count * MOST_DAYS };
  const { mean } = series.rollups(host, metric, grid);
  return Array.from({ length: MOST_DAYS }, (_, day) =>
    middleOf(mean.subarray(day * count, (day + 1) * count)),
  );
}

/** The median of a day, which a burst of some hours does not move; NaN if it has too few values. */
function middleOf(quarters: Float32Array): number {
  // A sort puts NaN last.
  const sorted = quarters.slice().sort();
  let count = sorted.length;
  while (count > 0 && Number.isNaN(sorted[count - 1])) count -= 1;
  return count < LEAST_QUARTERS ? NaN : (sorted[Math.floor(count / 2)] ?? NaN);
}

/** The forecasts of all hosts, kept in memory: computed for a few hosts per evaluation, and again every six hours. */
export class Forecasts {
  readonly #series: SeriesReader;
  readonly #rota = new Rota({ refreshSeconds: REFRESH_S, atOnce: AT_ONCE });
  readonly #known = new Map<number, KnownForecast[]>();

  constructor(series: SeriesReader) {
    this.#series = series;
  }

  /** Makes those of the hosts whose turn it is. Within a transaction. */
  update(hosts: readonly { id: number }[], now: number): void {
    for (const { id } of this.#rota.take(hosts, now))
      this.#known.set(id, readForecasts(this.#series, id, now));
  }

  /** All are made anew, a few at each look: past hours were fetched. */
  clear(): void {
    this.#rota.clear();
  }

  /** Forgets hosts that are no more. */
  keepOnly(ids: ReadonlySet<number>): void {
    this.#rota.keepOnly(ids);
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#known.delete(id);
  }

  /** Those of a host; undefined: its turn has not come yet. */
  of(host: number): readonly KnownForecast[] | undefined {
    return this.#known.get(host);
  }
}
