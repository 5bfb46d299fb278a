import { nowSeconds } from '../../platform/clock.ts';
import { StoreLoop, type StoreLoopOptions } from './store-loop.ts';

/** Milliseconds between looks for something that is over. */
const LOOK_EVERY_MS = 5000;
/** Milliseconds between two steps: a step takes a fraction of that, so that answers hardly wait. */
const REST_MS = 40;

/**
 * Packs in the background what is over, a few milliseconds at a time, and then gives the disk back what that has made
 * free.
 */
export function storePacking(options: StoreLoopOptions): StoreLoop {
  const { store, clock, logger } = options;
  return new StoreLoop(options, 'packing the store', () => {
    let packedSome = false;
    return () => {
      const { packed, damaged } = store.pack(nowSeconds(clock));
      if (damaged > 0) logger.error('damaged blocks of the store were removed', { damaged });
      if (packed > 0) {
        packedSome = true;
        return REST_MS;
      }
      if (packedSome) {
        packedSome = false;
        const bytes = store.compact();
        if (bytes > 0) logger.info('the store was written anew', { bytesFreed: bytes });
      }
      return LOOK_EVERY_MS;
    };
  });
}
