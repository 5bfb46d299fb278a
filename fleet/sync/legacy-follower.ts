import { AppFailure } from '../../contract/errors.ts';
import { HOUR_S } from '../../contract/time.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import type { StoredHost } from '../store/host-row.ts';
import { readMarkersOf } from './legacy-sync.ts';
import type { SourceRuntime } from './source-runtime.ts';

/** A host that has not uploaded for this long is left to the sync. */
const FOLLOWED_S = HOUR_S;
/** Hosts that are due within this time share a request: 100 markers go into one. */
const TOGETHER_S = 4;
/** Seconds between looks for hosts to follow, where none is due before. */
const IDLE_S = 30;
/** The same until the first sync has looked at the table. */
const UNKNOWN_S = 2;
const SHORTEST_PAUSE_S = 1;

/** What following live legacy hosts needs. */
export interface LegacyFollowerOptions {
  clock: Clock;
  logger: Logger;
  runtimes: () => readonly SourceRuntime[];
}

/**
 * Follows hosts of the legacy layout. Their marker names the newest batch only, so it is read twice in each upload
 * interval, apart from the sync, and no batch is missed. What was missed all the same is read by a scan, within the
 * budget. Failures are left to the sync, which reads the same table and shows them.
 */
export class LegacyFollower {
  readonly #options: LegacyFollowerOptions;
  #abort: AbortController | null = null;
  #running: Promise<void> | null = null;
  #pass: Promise<number[]> | null = null;

  constructor(options: LegacyFollowerOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#abort !== null) return;
    this.#abort = new AbortController();
    this.#running = this.#run(this.#abort.signal);
  }

  /** Stops following; resolves when nothing of it runs any more. */
  async stop(reason: AppFailure): Promise<void> {
    this.#abort?.abort(reason);
    await this.#running;
  }

  /** Resolves when no marker is being read. */
  async whenIdle(): Promise<void> {
    await this.#pass;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, runtimes } = this.#options;
    while (!signal.aborted) {
      this.#pass = Promise.all(runtimes().map((runtime) => this.#follow(runtime, signal)));
      const waits = await this.#pass;
      this.#pass = null;
      const pause = Math.max(SHORTEST_PAUSE_S, Math.min(IDLE_S, ...waits));
      await clock.sleep(pause * 1000, signal).catch(() => undefined);
    }
  }

  /** Reads the markers that are due. Returns the seconds until the next one is. */
  async #follow(runtime: SourceRuntime, signal: AbortSignal): Promise<number> {
    const { clock, logger } = this.#options;
    const { store, config, legacyWatch, legacyHistory, tableInfo, stored } = runtime;
    if (signal.aborted || !runtime.connected) return IDLE_S;
    const state = stored.tables.legacy;
    if (state !== 'active') return state === 'unknown' ? UNKNOWN_S : IDLE_S;
    // By the index, the sync reads all that was uploaded since; only without it batches go by.
    if (tableInfo.legacy.index === 'active') return IDLE_S;
    try {
      const now = nowSeconds(clock);
      const hosts = store.read(() => store.hosts.ofLegacy(config.id, now - FOLLOWED_S));
      const due = hosts.filter(({ id }) => legacyWatch.dueAt(id) <= now + TOGETHER_S);
      if (due.length > 0) await read(runtime, due, signal);
      legacyHistory.startIfAffordable(await runtime.reader());
      const next = Math.min(...hosts.map(({ id }) => legacyWatch.dueAt(id)));
      return next - nowSeconds(clock);
    } catch (error) {
      if (!signal.aborted)
        logger.info('legacy markers could not be read', {
          source: config.id,
          code: error instanceof AppFailure ? error.error.code : 'internal',
        });
      return IDLE_S;
    }
  }
}

async function read(
  runtime: SourceRuntime,
  hosts: readonly StoredHost[],
  signal: AbortSignal,
): Promise<void> {
  const added = await readMarkersOf(runtime, await runtime.reader(), hosts, signal);
  if (added > 0 && !signal.aborted) runtime.onStored();
}
