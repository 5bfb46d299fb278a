import type { Clock } from './clock.ts';

/** How often something may happen within a span of time: what has to be rare, but over months not counted in all. */
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
    // Also what a clock that was put back has left in the future.
    const recent = this.#taken.filter((at) => Math.abs(now - at) < this.#span);
    if (recent.length < this.#times) recent.push(now);
    else return false;
    this.#taken.splice(0, this.#taken.length, ...recent);
    return true;
  }
}
