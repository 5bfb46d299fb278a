import type { RuleTrial } from '../../contract/answers.ts';
import type { HostForecast } from '../../contract/forecast.ts';
import type { HostRef } from '../../contract/host.ts';
import { USUAL_METRICS, type MetricId } from '../../contract/metrics.ts';
import { type HostOutlook, type HostUsual, type UsualBand } from '../../contract/outlook.ts';
import type { TriedRuleInput } from '../../contract/tried-rule.ts';
import { DAY_S, HOUR_S, dayOf } from '../../contract/time.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { Queries } from '../queries/queries.ts';
import type { SeriesReader } from '../store/series-reader.ts';
import type { FleetStore } from '../store/store.ts';
import { HOURS, LEAST_WEEKS } from './baseline.ts';
import { Baselines, clocksOf, readBaseline } from './baselines.ts';
import type { AlertConfig } from './effective-rules.ts';
import { readForecasts, shownForecast } from './forecasts.ts';
import { outlookOf } from './outlooks.ts';
import { tryRule } from './rule-trial.ts';
import { judgeNow, withinBounds } from './unusual-now.ts';

const WEEK_S = 7 * DAY_S;

/** Where hosts and their history are read. */
export interface OutlookQueriesOptions {
  store: FleetStore;
  clock: Clock;
  queries: Pick<Queries, 'hosts' | 'find'>;
  /** The rules and labels that hold now; hours are compared by the clocks of their quiet hours. */
  config: () => AlertConfig;
}

/** Forecasts and baselines of hosts, and how often a rule would have fired, read from the store on request. Its methods throw `AppFailure`. */
export class OutlookQueries {
  readonly #options: OutlookQueriesOptions;

  constructor(options: OutlookQueriesOptions) {
    this.#options = options;
  }

  /** When something of a host will be full; empty where nothing is known to fill up. */
  forecasts(host: HostRef): HostForecast[] {
    const { store, clock, queries } = this.#options;
    const { id } = queries.find(host);
    return store.read(() => readForecasts(store.series, id, nowSeconds(clock)).map(shownForecast));
  }

  /** What was usual of a host in the hours of a range, each by the four weeks before it. */
  usual({ from, to, ...ref }: HostRef & { from: number; to: number }): HostUsual {
    const { store, clock, queries } = this.#options;
    const host = queries.find(ref);
    return store.read(() => {
      const bands = USUAL_METRICS.flatMap((metric) => {
        const band = readBand(store.series, host.id, metric, {
          from,
          to,
          timeZone: this.#timeZone,
        });
        return band === null ? [] : [band];
      });
      const since = bands.length > 0 ? null : firstDay(store.series, host.id, nowSeconds(clock));
      return { bands, knownFrom: since === null ? null : since + LEAST_WEEKS * WEEK_S };
    });
  }

  /** Tries a rule on the last seven days, in steps of some milliseconds. */
  tryRule(tried: TriedRuleInput): Generator<void, RuleTrial> {
    return tryRule(this.#options, tried);
  }

  /** What is known of all hosts now: reads the last month of each, about two milliseconds a host. */
  all(): HostOutlook[] {
    const { store, clock, queries } = this.#options;
    const now = nowSeconds(clock);
    const hosts = queries.hosts();
    return store.read(() => {
      const baselines = new Baselines(store.series);
      return hosts.flatMap((host) => {
        baselines.update([host], this.#timeZone, now);
        const usual = baselines.ofHost(host.id);
        const judged = usual === null ? [] : judgeNow(store.series, host, usual, now);
        return outlookOf(host, readForecasts(store.series, host.id, now), judged);
      });
    });
  }

  get #timeZone(): string {
    return this.#options.config().alerts.quietHours.timeZone;
  }
}

function readBand(
  series: SeriesReader,
  host: number,
  metric: MetricId,
  { from, to, timeZone }: { from: number; to: number; timeZone: string },
): UsualBand | null {
  const start = dayOf(from);
  const days = Math.ceil((to - start) / DAY_S);
  const low = new Float32Array(days * HOURS);
  const high = new Float32Array(days * HOURS);
  for (let index = 0; index < days; index += 1) {
    const day = start + index * DAY_S;
    const band = readBaseline(series, host, metric, day, clocksOf(timeZone, day));
    for (let hour = 0; hour < HOURS; hour += 1) {
      const range = { low: band.low[hour] ?? NaN, high: band.high[hour] ?? NaN };
      const shown = withinBounds(metric, range);
      low[index * HOURS + hour] = shown.low;
      high[index * HOURS + hour] = shown.high;
    }
  }
  if (low.every(Number.isNaN)) return null;
  return { metric, start, step: HOUR_S, low, high };
}

/** The first day of the last four weeks with a sample; null if there is none. */
function firstDay(series: SeriesReader, host: number, now: number): number | null {
  const [metric] = USUAL_METRICS;
  if (metric === undefined) return null;
  const grid = { start: dayOf(now) - 4 * WEEK_S, step: DAY_S, count: 4 * 7 + 1 };
  const { mean } = series.rollups(host, metric, grid);
  const first = mean.findIndex((value) => !Number.isNaN(value));
  return first < 0 ? null : grid.start + first * DAY_S;
}
