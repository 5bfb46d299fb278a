import { USUAL_METRICS, type MetricId } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S, QUARTERS_PER_DAY, QUARTER_HOUR_S, dayOf } from '../../contract/time.ts';
import { zoneOffset } from '../../platform/zone-offset.ts';
import type { SeriesReader } from '../store/series-reader.ts';
import {
  BASELINE_WEEKS,
  HOURS,
  baselineOf,
  widened,
  type DayBaseline,
  type UsualRange,
} from './baseline.ts';
import { Rota } from './rota.ts';
import type { UsualBetween } from './unusual-now.ts';

const WEEK_S = 7 * DAY_S;
/** Seconds after which the baseline of a host is computed again: past hours may have been fetched since. */
const REFRESH_S = 6 * HOUR_S;
/** Hosts computed per evaluation: they take about 8 ms. */
const AT_ONCE = 8;
/** Seconds before midnight from which the next day is computed too. */
const AHEAD_S = 8 * HOUR_S;

type Bands = Partial<Record<MetricId, DayBaseline>>;

/** A UTC day of a host: the metrics with a baseline. */
interface HostDay {
  day: number;
  bands: Bands;
}

/** Seconds by which the clocks of a zone differ from each of the previous weeks. */
type ClockShifts = readonly number[];

const WEEKS = Array.from({ length: BASELINE_WEEKS }, (_, index) => index + 1);
const UNSHIFTED: ClockShifts = WEEKS.map(() => 0);

/**
 * By which clocks the hours of a UTC day are compared with those of the weeks before: by UTC, and by those on the wall of
 * a time zone (as the quiet hours name it) where they were put in these weeks, or are on this day. Nobody knows which of
 * them a host's jobs follow.
 */
export function clocksOf(timeZone: string, day: number): ClockShifts[] {
  const shiftsAt = (at: number): ClockShifts =>
    WEEKS.map((week) => zoneOffset(timeZone, at) - zoneOffset(timeZone, at - week * WEEK_S));
  const clocks = [UNSHIFTED, shiftsAt(day), shiftsAt(day + DAY_S - HOUR_S)];
  return [...new Map(clocks.map((shifts) => [shifts.join(), shifts])).values()];
}

/** The band of a metric for the hours of a UTC day by any of the clocks, from the rollups of the previous four weeks. */
export function readBaseline(
  series: SeriesReader,
  host: number,
  metric: MetricId,
  day: number,
  clocks: readonly ClockShifts[],
): DayBaseline {
  const [first, ...others] = clocks.map((shifts) =>
    baselineOf(metric, weeksOf(series, host, metric, day, shifts)),
  );
  return others.reduce(widened, first ?? baselineOf(metric, []));
}

function weeksOf(
  series: SeriesReader,
  host: number,
  metric: MetricId,
  day: number,
  shifts: ClockShifts,
): Float32Array[] {
  return WEEKS.map((week, index) => {
    const start = day - week * WEEK_S + (shifts[index] ?? 0);
    const grid = { start, step: QUARTER_HOUR_S, count: QUARTERS_PER_DAY };
    return series.rollups(host, metric, grid).mean;
  });
}

/** The band of all hours that a time touches. */
function usualBetween(
  days: readonly HostDay[],
  metric: MetricId,
  from: number,
  to: number,
): UsualRange | null {
  let [low, high] = [Infinity, -Infinity];
  for (let hour = Math.floor(from / HOUR_S); hour * HOUR_S < to; hour += 1) {
    const day = dayOf(hour * HOUR_S);
    const band = days.find((known) => known.day === day)?.bands[metric];
    const index = hour % HOURS;
    low = Math.min(low, band?.low[index] ?? NaN);
    high = Math.max(high, band?.high[index] ?? NaN);
  }
  return Number.isNaN(low) ? null : { low, high };
}

/** Today's bands of all hosts, kept in memory and computed for a few hosts per evaluation. */
export class Baselines {
  readonly #series: SeriesReader;
  readonly #today = new Rota({ refreshSeconds: REFRESH_S, atOnce: AT_ONCE });
  readonly #ahead = new Rota({ refreshSeconds: REFRESH_S, atOnce: AT_ONCE });
  readonly #days = new Map<number, HostDay[]>();
  #day = NaN;
  #zone = '';

  constructor(series: SeriesReader) {
    this.#series = series;
  }

  /** Computes the hosts whose turn it is and returns those whose day has changed. Within a transaction. */
  update(hosts: readonly { id: number }[], timeZone: string, now: number): number[] {
    if (dayOf(now) !== this.#day) this.#beginDay(dayOf(now));
    if (timeZone !== this.#zone) this.clear();
    this.#zone = timeZone;
    const due = this.#today.take(hosts, now);
    const clocks = due.length === 0 ? [] : clocksOf(timeZone, this.#day);
    for (const { id } of due) this.#reckon(id, this.#day, clocks);
    const next = this.#day + DAY_S;
    if (due.length > 0 || now < next - AHEAD_S) return due.map(({ id }) => id);
    const ahead = clocksOf(timeZone, next);
    for (const { id } of this.#ahead.take(hosts, now)) this.#reckon(id, next, ahead);
    return [];
  }

  /** All is reckoned anew, a few hosts at each look: past hours were fetched. */
  clear(): void {
    this.#today.clear();
    this.#ahead.clear();
  }

  /** Forgets hosts that are no more. */
  keepOnly(ids: ReadonlySet<number>): void {
    this.#today.keepOnly(ids);
    this.#ahead.keepOnly(ids);
    for (const id of this.#days.keys()) if (!ids.has(id)) this.#days.delete(id);
  }

  /** What is usual of a host at a time; null: nothing is known of it. */
  ofHost(host: number): UsualBetween | null {
    const days = this.#days.get(host);
    return days === undefined ? null : (metric, from, to) => usualBetween(days, metric, from, to);
  }

  /** Yesterday's last hour is still asked for; what was reckoned ahead of today stays. */
  #beginDay(day: number): void {
    this.#day = day;
    this.#today.clear();
    this.#ahead.clear();
    for (const [id, days] of this.#days)
      this.#days.set(
        id,
        days.filter((known) => Math.abs(known.day - day) <= DAY_S),
      );
  }

  #reckon(id: number, day: number, clocks: readonly ClockShifts[]): void {
    const bands: Bands = {};
    for (const metric of USUAL_METRICS) {
      const band = readBaseline(this.#series, id, metric, day, clocks);
      if (band.low.some((value) => !Number.isNaN(value))) bands[metric] = band;
    }
    const others = (this.#days.get(id) ?? []).filter((known) => known.day !== day);
    this.#days.set(id, [...others, { day, bands }]);
  }
}
