import type { HostLookup, HostSeries } from '../contract/fleet.ts';
import type { HostRef, HostSummary } from '../contract/host.ts';
import type { ParsedInput } from '../contract/requests.ts';
import type { Queries } from './queries/queries.ts';
import { isHidden, toSummary } from './store/host-summary.ts';
import type { FleetStore } from './store/store.ts';
import type { HostBackfills } from './sync/host-backfills.ts';
import { unreadIn, type LegacyScanConsent } from './sync/legacy-backfill.ts';
import { lookUp } from './sync/host-lookup.ts';
import { setHostActive } from './sync/removal.ts';
import type { SourceSet } from './sync/source-set.ts';

/** Where a host is found, and what fetches the hours that it lacks. */
export interface HostRequestsOptions {
  store: FleetStore;
  queries: Queries;
  /** Whether a host is shown from another source. */
  isCovered: (host: HostRef) => boolean;
  sources: SourceSet;
  backfills: HostBackfills;
  /** The fleet has changed. */
  onChanged: () => void;
}

/** What is asked about one host: answered from the store, and completed from DynamoDB. */
export class HostRequests {
  readonly #options: HostRequestsOptions;

  constructor(options: HostRequestsOptions) {
    this.#options = options;
  }

  /**
   * A host's series from the store. Hours that are missing are fetched in the background, before all others.
   * Throws `AppFailure` (`not-found`).
   */
  series(query: ParsedInput<'hostSeries'>): HostSeries {
    const series = this.#options.queries.hostSeries(query);
    const end = series.start + series.count * series.step;
    const host = this.#options.queries.find(query);
    const runtime = this.#options.sources.get(host.sourceId);
    const pendingHours = this.#options.backfills.want(runtime, host, series.start, end);
    const unread = unreadIn(runtime, this.#options.queries.find(query), series.start, end);
    return {
      ...series,
      pendingHours,
      ...(unread === null || runtime.tableInfo.legacy.index === 'active' ? {} : { unread }),
    };
  }

  /**
   * Fetches what is missing of one host from `from` (Unix seconds) on, 30 days back at most, and resolves when it is
   * stored. Throws `AppFailure`, also where the table is missing; a host of a source that is not connected has nothing
   * to fetch.
   */
  backfill(ref: HostRef, from: number, scan?: LegacyScanConsent): Promise<void> {
    try {
      const host = this.#options.queries.find(ref);
      return this.#options.backfills.fetch(
        this.#options.sources.get(host.sourceId),
        host,
        from,
        scan,
      );
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Looks for the hosts of one name by their keys, in one source or in all: see `lookUp`. */
  async lookUp({ hostname, sourceId }: ParsedInput<'lookUpHost'>): Promise<HostLookup> {
    const runtimes =
      sourceId === undefined ? this.#options.sources.all() : [this.#options.sources.get(sourceId)];
    const { isCovered } = this.#options;
    await Promise.all(runtimes.map((runtime) => lookUp(runtime, hostname)));
    this.#options.onChanged();
    return this.#options.store.read(() => ({
      hosts: runtimes.flatMap(({ config }) => {
        const host = this.#options.store.hosts.find({ sourceId: config.id, hostname });
        if (host === null || isHidden(host)) return [];
        // Who names a source means that one.
        return sourceId === undefined && isCovered(host) ? [] : [toSummary(host)];
      }),
      sources: runtimes.map((runtime) => runtime.state()),
    }));
  }

  /** The hosts that `forget` would forget. Throws `AppFailure`. */
  async forgettable(silentDays: number): Promise<HostSummary[]> {
    const { signal } = new AbortController();
    const found: HostSummary[] = [];
    for (const runtime of this.#options.sources.all())
      if (runtime.connected)
        found.push(
          ...(await runtime.silentAndGone(await runtime.reader(), silentDays, signal)).map(
            toSummary,
          ),
        );
    return found;
  }

  /** Forgets hosts that were in no table at the last sync of this process, and are silent for so many days. Throws `AppFailure`. */
  async forget(silentDays: number): Promise<HostRef[]> {
    const { signal } = new AbortController();
    const forgotten: HostRef[] = [];
    for (const runtime of this.#options.sources.all())
      if (runtime.connected)
        forgotten.push(
          ...(await runtime.forgetSilent(await runtime.reader(), silentDays, Infinity, signal)),
        );
    if (forgotten.length > 0) this.#options.onChanged();
    return forgotten;
  }

  /**
   * Removes a host, or brings it back: a soft delete in the registry, and on this machine alone where it has no row
   * there. Throws `AppFailure`.
   */
  async setActive(ref: HostRef, active: boolean): Promise<HostRef> {
    const host = this.#options.queries.find(ref);
    await setHostActive(this.#options.sources.get(host.sourceId), host, active);
    this.#options.onChanged();
    return { sourceId: host.sourceId, hostname: host.hostname };
  }
}
