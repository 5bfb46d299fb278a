import type {
  FleetEvents,
  FleetSeries,
  HeatMap,
  HostCustom,
  HostDetailSeries,
  HostDetails,
  HostStatistics,
  HostTraffic,
  MinuteProcesses,
} from '../../contract/answers.ts';
import { appFailure } from '../../contract/errors.ts';
import type { HostSeries } from '../../contract/fleet.ts';
import { hostKey, type HostRef, type HostSummary } from '../../contract/host.ts';
import type { ParsedInput } from '../../contract/requests.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { StoredHost } from '../store/host-row.ts';
import { isHidden, lastSeenOf, toSummary } from '../store/host-summary.ts';
import { ARRIVAL_DELAY_S } from '../store/minute.ts';
import { minutesKeptFrom } from '../store/retention.ts';
import type { FleetStore } from '../store/store.ts';
import type { Settings } from '../../contract/settings.ts';
import { withAlerts } from './alert-events.ts';
import { GapScanner } from './gap-scanner.ts';
import { FleetSeriesReader, type FleetScope } from './fleet-series.ts';
import { storeFigures } from './stored-figures.ts';
import { readHeatMap } from './heat-map.ts';
import { readDetailSeries } from './detail-series.ts';
import { LONGEST_STEP_S, gridOf, stepFor } from './resolution.ts';
import type { Grid } from '../store/series-reader.ts';
import { DETAILS_EVERY_S } from '../../contract/sample-details.ts';
import { MINUTE_S } from '../../contract/time.ts';
import { readHostSeries } from './host-series.ts';
import { tablesOf } from '../store/source-tables.ts';
import { countUnread } from './unread-hosts.ts';
import type { SourceReading } from '../store/sources.ts';
import { readStatistics } from './statistics.ts';
import { readTraffic } from './traffic.ts';

/** The store, and what decides which of its hosts are shown. */
export interface QueriesOptions {
  store: FleetStore;
  clock: Clock;
  /** Whether a source is configured: hosts of others are not shown. */
  isShown: (sourceId: string) => boolean;
  /** Ids of the configured sources. */
  sourceIds: () => string[];
  /** Whether a host is shown from another source, which reads the same fleet. */
  isCovered: (host: HostRef) => boolean;
  /** How a configured source was read; null: it is not configured. */
  reading: (sourceId: string) => SourceReading | null;
  retention: () => Settings['retention'];
  revision: () => number;
}

/** What views ask, answered from the store alone. All methods throw `AppFailure`. */
export class Queries {
  readonly #options: QueriesOptions;
  readonly #store: FleetStore;
  readonly #fleetSeries: FleetSeriesReader;
  /** Of hosts that are named: it drops what it kept with every other list of them. */
  readonly #scopedSeries: FleetSeriesReader;
  readonly #gaps: GapScanner;

  constructor(options: QueriesOptions) {
    const { store } = options;
    this.#options = options;
    this.#store = store;
    const versionOf = (hour: number): number => store.blocks.version(hour);
    this.#fleetSeries = new FleetSeriesReader(store.scan, versionOf, store.figures);
    this.#scopedSeries = new FleetSeriesReader(store.scan, versionOf);
    this.#gaps = new GapScanner(store.scan);
  }

  /** Hosts of configured sources that are not removed, each once. */
  hosts(): StoredHost[] {
    return this.#shown().filter((host) => !isHidden(host));
  }

  /** Those, and what stands for the tables of the sources: whose alerts there are. */
  alertHosts(): StoredHost[] {
    return [...this.hosts(), ...this.#options.sourceIds().map(tablesOf)];
  }

  /** As `hosts`, with those that are shown from another source. */
  hostsOfAllSources(): StoredHost[] {
    return this.#configured().filter((host) => !isHidden(host));
  }

  /** Hosts that were removed from the fleet, e.g. to bring one back. */
  removedHosts(): HostSummary[] {
    return this.#shown().filter(isHidden).map(toSummary);
  }

  /** Throws `AppFailure` (`not-found`). */
  find(ref: HostRef): StoredHost {
    const host = this.#store.read(() => this.#store.hosts.find(ref));
    if (host !== null) return host;
    throw appFailure(
      'not-found',
      `No host "${ref.hostname}" is known.`,
      'It may have been renamed or removed; the overview shows the hosts that are known.',
    );
  }

  hostSeries(query: ParsedInput<'hostSeries'>): Omit<HostSeries, 'pendingHours'> {
    const host = this.find(query);
    const series = this.#store.read(() => readHostSeries(this.#store.series, host, query));
    return { ...series, revision: this.#options.revision() };
  }

  /**
   * Computes what `fleetSeries` will ask for, in steps of some milliseconds: a year of a large fleet takes seconds, in which others
   * want answers too.
   */
  *prepareFleetSeries({ hosts, ...range }: ParsedInput<'fleetSeries'>): Generator<void> {
    const { reader, scope } = this.#store.read(() => this.#counted(hosts));
    const steps = reader.prepare({ ...scope, ...range, settled: range.to });
    while (this.#store.read(() => steps.next()).done !== true) {
      yield;
      if (this.#store.closed) throw appFailure('aborted', 'The app is closing.', '');
    }
  }

  /** Computes the fleet's figures of hours and days that are over, in steps, and stores them: nobody waits for them then. */
  *storeFigures(): Generator<void> {
    const { scope } = this.#store.read(() => this.#counted(undefined));
    yield* storeFigures({ store: this.#store, scope, now: nowSeconds(this.#options.clock) });
  }

  fleetSeries({ metric, from, to, hosts: names }: ParsedInput<'fleetSeries'>): FleetSeries {
    return this.#store.read(() => {
      const { reader, scope, shown } = this.#counted(names);
      // Samples of the last minutes are still on their way: how many hosts were online then is not known yet.
      const { clock, reading, revision } = this.#options;
      const now = nowSeconds(clock);
      const series = reader.read({ ...scope, metric, from, to, settled: now - ARRIVAL_DELAY_S });
      const unread = countUnread({ store: this.#store, hosts: shown, reading, now }, series).map(
        (count, step) => Math.min(count, shown.length - (series.online[step] ?? 0)),
      );
      return { ...series, unread, revision: revision() };
    });
  }

  heatMap(query: ParsedInput<'heatMap'>): HeatMap {
    return this.#store.read(() => ({
      ...readHeatMap(this.#store.scan, { ...query, hosts: this.hosts() }),
      revision: this.#options.revision(),
    }));
  }

  events({ from, to, host, limit }: ParsedInput<'events'>): FleetEvents {
    const hosts = host === undefined ? this.hosts() : [this.find(host)];
    const now = nowSeconds(this.#options.clock);
    const events = this.#store.read(() => {
      const silences = this.#gaps.read({ from, to, now, hosts });
      const of =
        host === undefined ? [...hosts, ...this.#options.sourceIds().map(tablesOf)] : hosts;
      return withAlerts(silences, this.#store.alertLog.within(from, to), of);
    });
    return {
      events: events.slice(0, limit),
      truncated: events.length > limit,
      revision: this.#options.revision(),
    };
  }

  minuteProcesses(query: ParsedInput<'minuteProcesses'>): MinuteProcesses {
    const host = this.find(query);
    return this.#store.read(() => this.#store.processes.at(host, query.at));
  }

  hostDetails(query: ParsedInput<'hostDetails'>): HostDetails {
    const host = this.find(query);
    const now = nowSeconds(this.#options.clock);
    return this.#store.read(() => this.#store.details.at(host, now));
  }

  hostCustom({ from, to, ...ref }: ParsedInput<'hostCustom'>): HostCustom {
    const { id, sourceId, hostname } = this.find(ref);
    const grid = this.#namedGrid(from, to);
    const series = this.#store.read(() => this.#store.custom.series(id, grid));
    return { sourceId, hostname, ...grid, series };
  }

  hostDetailSeries({
    from,
    to,
    of,
    name,
    ...ref
  }: ParsedInput<'hostDetailSeries'>): HostDetailSeries {
    const { id, sourceId, hostname } = this.find(ref);
    const grid = this.#namedGrid(from, to, DETAILS_EVERY_S);
    return this.#store.read(() => {
      const means = readDetailSeries(this.#store.detailSeries, id, { grid, of, name });
      return { sourceId, hostname, of, name, ...grid, means };
    });
  }

  /** Steps of series with names of their own, at least `least` seconds: beyond the days of minutes there are means of hours. */
  #namedGrid(from: number, to: number, least = MINUTE_S): Grid {
    const { retention, clock } = this.#options;
    const isOld = from < minutesKeptFrom(retention(), nowSeconds(clock));
    return gridOf(from, to, Math.max(least, isOld ? LONGEST_STEP_S : stepFor(to - from)));
  }

  hostTraffic({ edges, ...ref }: ParsedInput<'hostTraffic'>): HostTraffic {
    const host = this.find(ref);
    const { retention, clock } = this.#options;
    const minutesFrom = minutesKeptFrom(retention(), nowSeconds(clock));
    return this.#store.read(() => readTraffic(this.#store.series, host, { edges, minutesFrom }));
  }

  hostStatistics(query: ParsedInput<'hostStatistics'>): HostStatistics {
    const host = this.find(query);
    const { retention, clock } = this.#options;
    const minutesFrom = minutesKeptFrom(retention(), nowSeconds(clock));
    return this.#store.read(() =>
      readStatistics(this.#store.series, host, { ...query, minutesFrom }),
    );
  }

  /** Which hosts count: those that are named, else all that are shown. */
  #counted(names: readonly HostRef[] | undefined): {
    shown: StoredHost[];
    scope: Required<FleetScope>;
    reader: FleetSeriesReader;
  } {
    const named = names === undefined ? null : new Set(names.map(hostKey));
    const all = this.#store.hosts.all();
    const { isShown, isCovered } = this.#options;
    const isCounted = (host: StoredHost): boolean =>
      isShown(host.sourceId) &&
      !isHidden(host) &&
      !isCovered(host) &&
      (named === null || named.has(hostKey(host)));
    const { true: shown = [], false: others = [] } = Object.groupBy(all, (host) =>
      isCounted(host) ? 'true' : 'false',
    );
    const ids = shown.map(({ id }) => id);
    const scope = {
      hosts: new Set(ids),
      epoch: `${String(this.#store.foreignVersion())} ${ids.join(' ')}`,
      scopeOf: (from: number, to: number) => hashOf(others, from, to),
    };
    return { shown, scope, reader: named === null ? this.#fleetSeries : this.#scopedSeries };
  }

  #shown(): StoredHost[] {
    return this.#configured().filter((host) => !this.#options.isCovered(host));
  }

  #configured(): StoredHost[] {
    const { isShown } = this.#options;
    return this.#store.read(() => this.#store.hosts.all()).filter((host) => isShown(host.sourceId));
  }
}

/** A number for those of some hosts that may have samples in a range, Unix seconds. */
function hashOf(hosts: readonly StoredHost[], from: number, to: number): number {
  let hash = 0;
  for (const host of hosts) {
    if ((host.firstSeen ?? from) >= to || (lastSeenOf(host) ?? from) < from) continue;
    hash = (Math.imul(hash, 31) + host.id) >>> 0;
  }
  return hash;
}
