import { MINUTE_S, hourOf } from '../../contract/time.ts';
import { nowSeconds } from '../../platform/clock.ts';
import type { FollowedHost } from '../store/host-row.ts';
import { lastSeenOf } from '../store/host-summary.ts';
import type { HourPlan, HourTask } from './backfill.ts';
import { FIRST_BACKFILL_S, MAX_KEYS_PER_HOST, planHours } from './plan.ts';
import type { SourceRuntime } from './source-runtime.ts';

/** Hours planned at a time, over all hosts; one a host where there are more hosts. */
const WINDOW_HOURS = 20_000;

/**
 * The hours that the hosts of a source lack, planned some at a time, so that what waits in memory does not grow with
 * how far back they lack them: of each host the newest first, then the next older ones once those are done. Each hour
 * is given once.
 */
export class BackfillPlan implements HourPlan {
  readonly #runtime: Pick<SourceRuntime, 'store' | 'clock'>;
  readonly #window: number;
  /** The oldest hour given of each host that lacks more, by its id. */
  readonly #given = new Map<number, number>();
  #rest = 0;

  constructor(runtime: Pick<SourceRuntime, 'store' | 'clock'>, window = WINDOW_HOURS) {
    this.#runtime = runtime;
    this.#window = window;
  }

  get rest(): number {
    return this.#rest;
  }

  /** The newest hours of these hosts. Within `write`. */
  first(hosts: readonly FollowedHost[]): HourTask[] {
    return this.#plan(hosts, hosts.length);
  }

  next(): HourTask[] {
    const { store } = this.#runtime;
    return store.write(() => {
      const ids = [...this.#given.keys()];
      const hosts = ids.flatMap((id) => store.hosts.byId(id) ?? []);
      this.#rest = 0;
      const kept = new Set(hosts.map(({ id }) => id));
      for (const id of ids) if (!kept.has(id)) this.#given.delete(id);
      return this.#plan(hosts, hosts.length);
    });
  }

  #plan(hosts: readonly FollowedHost[], count: number): HourTask[] {
    const now = nowSeconds(this.#runtime.clock);
    const each = Math.max(1, Math.floor(this.#window / Math.max(1, count)));
    return hosts.flatMap((host) => {
      const oldest = this.#given.get(host.id) ?? Infinity;
      const lacking = planHost(this.#runtime, host, now).filter(({ hour }) => hour < oldest);
      const given = lacking.slice(0, each);
      const last = given.at(-1);
      if (lacking.length > given.length && last !== undefined) this.#given.set(host.id, last.hour);
      else this.#given.delete(host.id);
      this.#rest += lacking.length - given.length;
      return given;
    });
  }
}

/** The hours that one host lacks, as tasks; takes note of how far it is complete. Within `write`. */
export function planHost(
  { store }: Pick<SourceRuntime, 'store'>,
  host: FollowedHost,
  now: number,
): HourTask[] {
  if (host.wantedFrom === null) store.hosts.wantFrom(host.id, hourOf(now - FIRST_BACKFILL_S));
  else if (isUpToDate(host, now)) return [];
  const { hours, syncedThrough } = planHours(host, now, (from, to) =>
    store.blocks.known(host.id, from, to),
  );
  if (syncedThrough !== host.syncedThrough) store.hosts.setSyncedThrough(host.id, syncedThrough);
  return hours.map((hour) => ({ host: host.id, hostname: host.hostname, hour }));
}

/** All earlier hours are complete and the running one is left to polls: the usual case, answered without a query. */
function isUpToDate(host: FollowedHost, now: number): boolean {
  const { syncedThrough, polledThrough } = host;
  const end = Math.min(now, lastSeenOf(host) ?? now);
  if (syncedThrough === null || polledThrough === null) return false;
  return (
    syncedThrough === hourOf(end) &&
    polledThrough >= syncedThrough &&
    end - polledThrough <= MAX_KEYS_PER_HOST * MINUTE_S
  );
}
