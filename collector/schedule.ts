import { createHash } from 'node:crypto';
import { MINUTE_S } from '../contract/time.ts';
import type { Clock } from '../platform/clock.ts';

/** Seconds after the minute within which hosts sample, so that a fleet does not write all at once. */
const MAX_JITTER_S = 20;

/** This host's offset in the minute, 0 to 20 s, always the same for a hostname. */
export function jitterSeconds(hostname: string): number {
  const digest = createHash('sha256').update(hostname).digest();
  return (digest.readUInt32BE(0) / 2 ** 32) * MAX_JITTER_S;
}

/** Milliseconds from `now` (Unix milliseconds) to the next minute plus the offset; never 0. */
export function millisecondsToNextSample(now: number, hostname: string): number {
  const period = MINUTE_S * 1000;
  const offset = Math.round(jitterSeconds(hostname) * 1000);
  return period - ((((now - offset) % period) + period) % period);
}

/** Milliseconds between checks of the clock: it may be set, and timers stop while the machine sleeps. */
const CHECK_EVERY_MS = 15_000;

/**
 * Waits for this host's next sampling time. If that has passed, after sleep or because the clock was set ahead, it
 * resolves at once. If the clock was set back, it waits for the next time by the new clock. Rejects when aborted.
 */
export async function waitForNextSample(
  clock: Clock,
  hostname: string,
  signal: AbortSignal,
): Promise<void> {
  let last = clock.now();
  let due = last + millisecondsToNextSample(last, hostname);
  while (last < due) {
    await clock.sleep(Math.min(CHECK_EVERY_MS, due - last), signal);
    const now = clock.now();
    if (now < last) due = now + millisecondsToNextSample(now, hostname);
    last = now;
  }
}

/** Milliseconds after the first failed upload before the next one, and the maximum; doubled with each failure. */
const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 15 * 60_000;

/** How long to wait after so many failed uploads in a row, with jitter (half to whole), in milliseconds. */
export function backoff(failures: number, random = Math.random()): number {
  const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, failures - 1));
  return longest * (0.5 + random / 2);
}

/** The backoff after consecutive failures. Times are Unix milliseconds. */
export class Backoff {
  #failures = 0;
  #until = 0;

  get failing(): boolean {
    return this.#failures > 0;
  }

  /**
   * Whether it is too early to retry. A time further away than the longest backoff means that the clock was set back
   * since.
   */
  holds(now: number): boolean {
    return this.#until > now && this.#until - now <= LONGEST_RETRY_MS;
  }

  failed(now: number): void {
    this.#failures += 1;
    this.#until = now + backoff(this.#failures);
  }

  reset(): void {
    this.#failures = 0;
    this.#until = 0;
  }
}
