import { systemClock, type Clock } from '../../platform/clock.ts';

/**
 * A clock that starts at `from`, Unix seconds, and runs like the real one, so that a test never meets the end of a real
 * hour. Waits take their time.
 */
export function runningClock(from: number): Clock {
  const begun = performance.now();
  return { ...systemClock, now: () => from * 1000 + (performance.now() - begun) };
}
