import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../../platform/clock.ts';

/** A clock that ends. */
export interface SteppedClock extends Clock {
  /** Resolves when time reaches its end; sleepers then wait until they are aborted. */
  readonly ended: Promise<void>;
}

/**
 * Time that passes as fast as sleepers sleep, from `start` to `end`, Unix seconds; `onStep` is called for each sleep.
 */
export function steppedClock(
  start: number,
  end: number,
  onStep: () => void = () => undefined,
): SteppedClock {
  let now = start * 1000;
  let finish: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return {
    ended,
    now: () => now,
    async sleep(ms, signal) {
      // Lets concurrent work (an upload) run.
      await turn();
      signal?.throwIfAborted();
      if (now >= end * 1000) {
        finish();
        await new Promise((_, reject) => {
          signal?.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        });
      }
      now += ms;
      onStep();
    },
  };
}
