import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../../platform/clock.ts';

/** A clock that ends. */
export interface SteppedClock extends Clock {
  /** Resolves when time reaches its end; sleepers then wait until they are aborted, or time goes on. */
  readonly ended: Promise<void>;
  /** Moves the end, in Unix seconds: what takes real time, such as a request, can finish while time stands still. */
  goOn: (end: number) => void;
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
  let until = end * 1000;
  let ended = Promise.withResolvers<undefined>();
  let waiting: (() => void)[] = [];
  return {
    get ended() {
      return ended.promise;
    },
    now: () => now,
    async sleep(ms, signal) {
      // Lets concurrent work (an upload) run.
      await turn();
      signal?.throwIfAborted();
      while (now >= until) {
        ended.resolve(undefined);
        await new Promise<void>((resolve, reject) => {
          waiting.push(resolve);
          signal?.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        });
      }
      now += ms;
      onStep();
    },
    goOn(later) {
      until = later * 1000;
      ended = Promise.withResolvers();
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
  };
}
