import { setTimeout as delay } from 'node:timers/promises';

/** The time and the waiting that code is given, so that tests can pass in their own. */
export interface Clock {
  /** Unix time in milliseconds. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal === undefined ? undefined : { signal }),
};

/** Unix seconds, with the fraction. */
export function nowSeconds(clock: Clock): number {
  return clock.now() / 1000;
}
