import { AppFailure, appFailure } from '../../contract/errors.ts';
import type { Settings } from '../../contract/settings.ts';
import { hourOf } from '../../contract/time.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import type { StoredHost } from '../store/host-row.ts';
import { minutesKeptFrom } from '../store/retention.ts';
import type { FleetStore } from '../store/store.ts';
import { BACKFILL_LIMIT_S, isLegacyOnly, pendingHours } from './plan.ts';
import { fetchLegacy, unreadIn, type LegacyScanConsent } from './legacy-backfill.ts';
import type { SourceRuntime } from './source-runtime.ts';
import { planHost } from './backfill-plan.ts';

/** What the backfill of a single host on demand needs. */
export interface HostBackfillsOptions {
  store: FleetStore;
  clock: Clock;
  retention: () => Settings['retention'];
  logger: Logger;
}

/** Fetches what one host lacks, before all others: what a person looks at. */
export class HostBackfills {
  readonly #options: HostBackfillsOptions;
  readonly #store: FleetStore;
  readonly #clock: Clock;
  readonly #running = new Set<Promise<void>>();

  constructor(options: HostBackfillsOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#clock = options.clock;
  }

  get running(): boolean {
    return this.#running.size > 0;
  }

  /**
   * Resolves when the host is complete from `from` (Unix seconds) on, as far back as samples live in the cloud and are
   * kept here. `scan` says whether a legacy table without index is scanned only within the budget, or at any cost.
   * Throws `AppFailure`, also where there is no table to read.
   */
  fetch(
    runtime: SourceRuntime,
    host: StoredHost,
    from: number,
    scan: LegacyScanConsent = 'within-budget',
  ): Promise<void> {
    const work = this.#fetch(runtime, host, from).then(() =>
      fetchLegacy(runtime, host, from, scan),
    );
    this.#running.add(work);
    const forget = (): void => {
      this.#running.delete(work);
    };
    work.then(forget, forget);
    return work;
  }

  /**
   * Counts the hours of `[from, to)` (Unix seconds) that are still to come, and begins to fetch them. A failure is
   * logged: the state of the source tells it.
   */
  want(runtime: SourceRuntime, host: StoredHost, from: number, to: number): number {
    const { logger } = this.#options;
    const start = this.#withinReach(from);
    if (!runtime.connected || start >= to) return 0;
    const pending = this.#pendingHours(runtime, host, start, to);
    const unread = unreadIn(runtime, host, start, to);
    if (pending > 0 || unread !== null)
      this.fetch(runtime, host, start).catch((error: unknown) => {
        const code = error instanceof AppFailure ? error.error.code : 'internal';
        logger.info('hours that are looked at could not be fetched', { code });
      });
    return pending;
  }

  #pendingHours(runtime: SourceRuntime, host: StoredHost, from: number, to: number): number {
    if (!runtime.isReadable('system')) return 0;
    const known = this.#store.read(() => this.#store.blocks.known(host.id, from, to));
    return pendingHours(host, from, to, known);
  }

  async whenDone(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  async #fetch(runtime: SourceRuntime, host: StoredHost, from: number): Promise<void> {
    if (!runtime.connected) return;
    if (!runtime.isReadable('system')) {
      // A fleet of the legacy layout has no such table, and its hosts would have nothing in it.
      if (isLegacyOnly(host)) return;
      throw noTable(runtime);
    }
    const tasks = this.#store.write(() => {
      this.#store.hosts.wantFrom(host.id, hourOf(this.#withinReach(from)));
      const updated = this.#store.hosts.byId(host.id) ?? host;
      return planHost(runtime, updated, nowSeconds(this.#clock));
    });
    if (tasks.length === 0) return;
    const reader = await runtime.reader();
    await runtime.backfill.enqueue(reader, tasks, true);
  }

  /** Nothing older lives in the cloud, and what retention would delete again is not fetched. Unix seconds. */
  #withinReach(from: number): number {
    const now = nowSeconds(this.#clock);
    return Math.max(
      from,
      hourOf(now - BACKFILL_LIMIT_S),
      minutesKeptFrom(this.#options.retention(), now),
    );
  }
}

function noTable({ config, stored }: SourceRuntime): AppFailure {
  const name = config.tables.system;
  return stored.tables.system === 'creating'
    ? appFailure('table-missing', `Table ${name} is still being created.`, 'Try again in a minute.')
    : appFailure(
        'table-missing',
        `Table ${name} does not exist.`,
        'Check region and table names, or create the tables with "collect --create-tables".',
      );
}
