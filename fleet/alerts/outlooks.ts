import type { HostOutlook, HostUnusual } from '../../contract/outlook.ts';
import type { StoredHost } from '../store/host-row.ts';
import type { SeriesReader } from '../store/series-reader.ts';
import { Baselines } from './baselines.ts';
import { Forecasts, whenOf, type KnownForecast } from './forecasts.ts';
import { farthest, isFresh, judgeNow } from './unusual-now.ts';

/** Hosts judged per evaluation: 1,000 take about 20 ms. Larger fleets take turns. */
const JUDGED_AT_ONCE = 1000;

/** What is known about hosts beyond their newest samples: when they will be full, and how unusual they are now. */
export class Outlooks {
  readonly #series: SeriesReader;
  readonly baselines: Baselines;
  readonly forecasts: Forecasts;
  readonly #judged = new Map<number, { sampleAt: number | null; metrics: HostUnusual[] }>();
  /** Hosts that have reported since they were judged, in the order in which they did. */
  readonly #due = new Set<number>();
  #wasBusy = false;

  constructor(series: SeriesReader) {
    this.#series = series;
    this.baselines = new Baselines(series);
    this.forecasts = new Forecasts(series);
  }

  /**
   * Updates what is due. Within a transaction. `changed`: hosts with something newly stored; `busy`: past
   * hours are being fetched, so what rests on them waits.
   */
  update(
    hosts: readonly StoredHost[],
    options: { changed: Iterable<number>; busy: boolean; timeZone: string; now: number },
  ): void {
    const { changed, busy, timeZone, now } = options;
    for (const id of changed) this.#due.add(id);
    if (busy) {
      this.#wasBusy = true;
      return;
    }
    if (this.#wasBusy) {
      this.baselines.clear();
      this.forecasts.clear();
    }
    this.#wasBusy = false;
    const byId = new Map(hosts.map((host) => [host.id, host]));
    this.#keepOnly(byId);
    this.forecasts.update(hosts, now);
    for (const id of this.baselines.update(hosts, timeZone, now)) this.#due.add(id);
    this.#judge(byId, now);
  }

  /** How unusual a host was by its newest sample, metric by metric; empty: nothing is known. */
  judgements({ id, sampleAt }: StoredHost): readonly HostUnusual[] {
    const judged = this.#judged.get(id);
    return judged === undefined || judged.sampleAt !== sampleAt ? [] : judged.metrics;
  }

  /** What is known of the hosts; of most of them nothing. */
  of(hosts: readonly StoredHost[], now: number): HostOutlook[] {
    return hosts.flatMap((host) =>
      outlookOf(
        host,
        this.forecasts.of(host.id) ?? [],
        isFresh(host, now) ? this.judgements(host) : [],
      ),
    );
  }

  #judge(hosts: ReadonlyMap<number, StoredHost>, now: number): void {
    const due = [...this.#due].slice(0, JUDGED_AT_ONCE);
    for (const id of due) {
      this.#due.delete(id);
      const host = hosts.get(id);
      if (host === undefined) continue;
      const usual = this.baselines.ofHost(id);
      if (usual === null) continue;
      this.#judged.set(id, {
        sampleAt: host.sampleAt,
        metrics: judgeNow(this.#series, host, usual, now),
      });
    }
  }

  #keepOnly(hosts: ReadonlyMap<number, StoredHost>): void {
    const ids = new Set(hosts.keys());
    this.baselines.keepOnly(ids);
    this.forecasts.keepOnly(ids);
    for (const id of this.#judged.keys()) if (!ids.has(id)) this.#judged.delete(id);
  }
}

/** What is known about a host, as shown on screen; empty: nothing. */
export function outlookOf(
  { sourceId, hostname }: StoredHost,
  forecasts: readonly KnownForecast[],
  judgements: readonly HostUnusual[],
): HostOutlook[] {
  const [soonest] = forecasts.toSorted((a, b) => a.earliest - b.earliest);
  const unusual = farthest(judgements);
  if (soonest === undefined && unusual === undefined) return [];
  return [
    {
      sourceId,
      hostname,
      ...(soonest === undefined ? {} : { full: whenOf(soonest) }),
      ...(unusual === undefined ? {} : { unusual }),
    },
  ];
}
