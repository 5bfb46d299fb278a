import type { Clock } from '../../../platform/clock.ts';

interface Sleeper {
  /** Unix milliseconds. */
  due: number;
  wake: () => void;
}

/** Time that stands still until it is driven. Each sleeper wakes exactly at its time, one after another. */
export class DrivenClock implements Clock {
  readonly #sleepers = new Set<Sleeper>();
  #now: number;

  /** `start` in Unix seconds. */
  constructor(start: number) {
    this.#now = start * 1000;
  }

  /** The number of sleepers. */
  get sleepers(): number {
    return this.#sleepers.size;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(reasonOf(signal));
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#sleepers.delete(sleeper);
        if (signal !== undefined) reject(reasonOf(signal));
      };
      const sleeper: Sleeper = {
        due: this.#now + Math.max(0, ms),
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Drives time to `seconds` (Unix); `settle` resolves when everything triggered by a moment is done. */
  async runTo(seconds: number, settle: () => Promise<void>): Promise<void> {
    while (this.#next() <= seconds * 1000) await this.#wakeNext(settle);
    this.#now = Math.max(this.#now, seconds * 1000);
  }

  /** Drives time until `work` is done, which may sleep meanwhile. Rejects if it does. */
  async runUntilDone<T>(work: Promise<T>, settle: () => Promise<void>): Promise<T> {
    let done = false;
    const end = (): void => {
      done = true;
    };
    work.then(end, end);
    await settle();
    while (!done && this.#next() < Infinity) await this.#wakeNext(settle);
    return work;
  }

  /** Unix milliseconds of the next sleeper's time. */
  #next(): number {
    return Math.min(...Array.from(this.#sleepers, ({ due }) => due));
  }

  async #wakeNext(settle: () => Promise<void>): Promise<void> {
    this.#now = Math.max(this.#now, this.#next());
    for (const sleeper of this.#sleepers) if (sleeper.due <= this.#now) sleeper.wake();
    await settle();
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}
