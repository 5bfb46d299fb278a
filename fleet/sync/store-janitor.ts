import type { Settings } from '../../contract/settings.ts';
import { isWithin } from '../../contract/time.ts';
import { nowSeconds } from '../../platform/clock.ts';
import { StoreLoop, type StoreLoopOptions } from './store-loop.ts';

/** Milliseconds between looks for what another process has stored. */
const CHECK_EVERY_MS = 5000;
/** Seconds between passes of retention. */
const RETENTION_EVERY_S = 6 * 3600;
/** Seconds after the start at which the first pass runs, so that it does not delay a first screen. */
const FIRST_RETENTION_S = 60;

/** What the upkeep of the store needs. */
export interface StoreJanitorOptions extends StoreLoopOptions {
  retention: () => Settings['retention'];
  /** Another process, e.g. the CLI, has changed the store. */
  onForeignChange: () => void;
  /** The file was moved away, replaced, or removed with its directory. Called at each look until the store is closed. */
  onMoved: () => void;
}

/** What has to be done now and then: retention, and noticing what other processes did to the file. */
export function storeJanitor(options: StoreJanitorOptions): StoreLoop {
  const { store, clock, logger, retention, onForeignChange, onMoved } = options;
  return new StoreLoop(options, 'upkeep of the store', () => {
    let version = store.foreignVersion();
    let wasFull = false;
    let retained = nowSeconds(clock) + FIRST_RETENTION_S - RETENTION_EVERY_S;
    return () => {
      if (!store.isInPlace()) {
        onMoved();
        return CHECK_EVERY_MS;
      }
      store.settle();
      if (store.diskFull !== wasFull) {
        wasFull = store.diskFull;
        if (wasFull) logger.error('the disk is full: what is read is kept in memory');
        else logger.info('the disk has room again: what was kept in memory is stored');
        onForeignChange();
      }
      const seen = store.foreignVersion();
      if (seen !== version) onForeignChange();
      version = seen;
      const now = nowSeconds(clock);
      if (!isWithin(RETENTION_EVERY_S, retained, now)) {
        retained = now;
        store.applyRetention(retention(), now);
      }
      return CHECK_EVERY_MS;
    };
  });
}
