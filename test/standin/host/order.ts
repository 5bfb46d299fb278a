import { setImmediate as turn } from 'node:timers/promises';

/** The most event loop turns by which a message is delayed. */
const MAX_TURNS = 4;

/**
 * Electron guarantees no order between the reply to an invoke and events from main. A seeded generator delays each by a
 * few turns, which reveals code that relies on an order. Events keep their order among themselves.
 */
export class Disorder {
  readonly seed: number;
  #state: number;
  #events: Promise<unknown> = Promise.resolve();

  constructor(seed: number) {
    this.seed = seed;
    this.#state = seed;
  }

  /** Delivers an event after all earlier ones. */
  event(deliver: () => Promise<void>): Promise<void> {
    const delivered = this.#events.then(() => this.reply()).then(deliver);
    this.#events = delivered.catch(() => undefined);
    return delivered;
  }

  /** Resolves when a reply may be delivered. */
  async reply(): Promise<void> {
    for (let turns = this.#next() % MAX_TURNS; turns > 0; turns -= 1) await turn();
  }

  /** Linear congruential generator (Numerical Recipes). */
  #next(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state >>> 16;
  }
}
