import type { Settings } from '../../contract/settings.ts';
import { isWithin } from '../../contract/time.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import type { FleetStore } from '../store/store.ts';

/** Milliseconds between looks for what another process has stored. */
const CHECK_EVERY_MS = 5000;
/** Seconds between passes of retention. */
const RETENTION_EVERY_S = 6 * 3600;
/** Seconds after the start at which the first pass runs, so that it does not delay a first screen. */
const FIRST_RETENTION_S = 60;

/** What the upkeep of the store needs. */
export interface StoreJanitorOptions {
  store: FleetStore;
  clock: Clock;
  logger: Logger;
  retention: () => Settings['retention'];
  /** Another process, e.g. the CLI, has changed the store. */
  onForeignChange: () => void;
}

/** What has to be done now and then: retention, and noticing what other processes stored. */
export class StoreJanitor {
  readonly #options: StoreJanitorOptions;
  readonly #abort = new AbortController();
  #started = false;

  constructor(options: StoreJanitorOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    void this.#loop();
  }

  stop(): void {
    this.#abort.abort();
  }

  async #loop(): Promise<void> {
    const { store, clock, logger, retention, onForeignChange } = this.#options;
    const { signal } = this.#abort;
    let version = store.foreignVersion();
    let retained = nowSeconds(clock) + FIRST_RETENTION_S - RETENTION_EVERY_S;
    for (;;) {
      await clock.sleep(CHECK_EVERY_MS, signal).catch(() => undefined);
      if (signal.aborted || store.closed) return;
      try {
        const seen = store.foreignVersion();
        if (seen !== version) onForeignChange();
        version = seen;
        const now = nowSeconds(clock);
        if (isWithin(RETENTION_EVERY_S, retained, now)) continue;
        retained = now;
        store.applyRetention(retention(), now);
      } catch (error) {
        // A busy or full disk now is looked at again in a moment; reads and syncs report it to the user.
        logger.warn('upkeep of the store failed', {
          detail: error instanceof Error ? error.message : String(error),
        });
      }
    }
  }
}
