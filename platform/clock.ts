import { setTimeout as delay } from 'node:timers/promises';

/** The time and the waiting that code is given, so that tests can pass in their own. */
export interface Clock {
  /** Unix time in milliseconds. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal === undefined ? undefined : { signal }),
};

/** The system's clock, which tests of the whole app put forward. Waits take as long as they take. */
export class OffsetClock implements Clock {
  #offset = 0;

  now(): number {
    return systemClock.now() + this.#offset;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(ms, signal);
  }

  /** Puts it forward by so many seconds. */
  advance(seconds: number): void {
    this.#offset += seconds * 1000;
  }
}

/** Unix seconds, with the fraction. */
export function nowSeconds(clock: Clock): number {
  return clock.now() / 1000;
}
