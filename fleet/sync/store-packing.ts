import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import type { FleetStore } from '../store/store.ts';

/** Milliseconds between looks for something that is over. */
const LOOK_EVERY_MS = 5000;
/** Milliseconds between two steps: a step takes a fraction of that, so that answers hardly wait. */
const REST_MS = 40;

/** What the packing of a store needs. */
export interface StorePackingOptions {
  store: FleetStore;
  clock: Clock;
  logger: Logger;
}

/**
 * Packs in the background what is over, a few milliseconds at a time, and then gives the disk back what that has made
 * free.
 */
export class StorePacking {
  readonly #options: StorePackingOptions;
  readonly #abort = new AbortController();
  #started = false;

  constructor(options: StorePackingOptions) {
    this.#options = options;
  }

  /** Begins; again does nothing. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    void this.#loop();
  }

  /** Ends for good, between two steps. */
  stop(): void {
    this.#abort.abort();
  }

  async #loop(): Promise<void> {
    const { store, clock, logger } = this.#options;
    const { signal } = this.#abort;
    let wait = LOOK_EVERY_MS;
    let packedSome = false;
    for (;;) {
      await clock.sleep(wait, signal).catch(() => undefined);
      if (signal.aborted || store.closed) return;
      wait = LOOK_EVERY_MS;
      try {
        const { packed, damaged } = store.pack(nowSeconds(clock));
        if (damaged > 0) logger.error('damaged blocks of the store were removed', { damaged });
        if (packed > 0) {
          packedSome = true;
          wait = REST_MS;
        } else if (packedSome) {
          packedSome = false;
          const bytes = store.compact();
          if (bytes > 0) logger.info('the store was written anew', { bytesFreed: bytes });
        }
      } catch (error) {
        // A busy or full disk now is tried again in a moment; reads and syncs report it to the user.
        logger.warn('packing the store failed', {
          detail: error instanceof Error ? error.message : String(error),
        });
      }
    }
  }
}
