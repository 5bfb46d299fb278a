import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import type { FleetStore } from '../store/store.ts';

/** Milliseconds before the first pass, and after one that failed. */
const LOOK_EVERY_MS = 5000;

/** What background work on a store runs with. */
export interface StoreLoopOptions {
  store: FleetStore;
  clock: Clock;
  logger: Logger;
}

/**
 * Work on the store that is repeated in the background until it is stopped or the store is closed. A pass returns the
 * milliseconds until the next. One that throws is tried again: the log has a failure of `what` once, and that it is over.
 */
export class StoreLoop {
  readonly #options: StoreLoopOptions;
  readonly #what: string;
  readonly #begin: () => () => number;
  readonly #abort = new AbortController();
  #started = false;

  /** `begin` is called at the start and returns what is done in each pass. */
  constructor(options: StoreLoopOptions, what: string, begin: () => () => number) {
    this.#options = options;
    this.#what = what;
    this.#begin = begin;
  }

  /** Begins; again does nothing. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    void this.#loop(this.#begin());
  }

  /** Ends for good, between two passes. */
  stop(): void {
    this.#abort.abort();
  }

  async #loop(pass: () => number): Promise<void> {
    const { store, clock, logger } = this.#options;
    const { signal } = this.#abort;
    let waitMs = LOOK_EVERY_MS;
    let failure: string | null = null;
    for (;;) {
      await clock.sleep(waitMs, signal).catch(() => undefined);
      if (signal.aborted || store.closed) return;
      waitMs = LOOK_EVERY_MS;
      try {
        waitMs = pass();
        if (failure !== null) logger.info(`${this.#what} works again`);
        failure = null;
      } catch (error) {
        // A busy or full disk now is tried again in a moment; reads and syncs report it to the user.
        const detail = error instanceof Error ? error.message : String(error);
        if (detail !== failure) logger.warn(`${this.#what} failed`, { detail });
        failure = detail;
      }
    }
  }
}
