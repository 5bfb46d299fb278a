import type { Clock } from './clock.ts';

/** A limit on events per time span, for events that must stay rare but not be limited over months. */
export class RateLimiter {
  readonly #times: number;
  readonly #span: number;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #taken: number[] = [];

  /** `times` within any `span` milliseconds. */
  constructor(times: number, span: number, clock: Pick<Clock, 'now'>) {
    this.#times = times;
    this.#span = span;
    this.#clock = clock;
  }

  /** Whether it may happen now; if so, it counts. */
  take(): boolean {
    const now = this.#clock.now();
    // Includes future times left by a clock that was set back.
    const recent = this.#taken.filter((at) => Math.abs(now - at) < this.#span);
    if (recent.length < this.#times) recent.push(now);
    else return false;
    this.#taken.splice(0, this.#taken.length, ...recent);
    return true;
  }
}
