import { systemClock, type Clock } from '../../platform/clock.ts';

/**
 * A clock that begins at `from`, Unix seconds, and goes on as the real one does, so that a test never meets the turn of an
 * hour that its own time has not. Waits take as long as they take.
 */
export function runningClock(from: number): Clock {
  const begun = performance.now();
  return { ...systemClock, now: () => from * 1000 + (performance.now() - begun) };
}
