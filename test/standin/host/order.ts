import { setImmediate as turn } from 'node:timers/promises';

/** Turns of the event loop that a message may be held back. */
const MAX_TURNS = 4;

/**
 * Electron keeps no order between the reply to an invoke and the events that main sends. Holding each back by a few
 * turns, as a seeded generator says, shows who relies on one. Events keep their order among themselves.
 */
export class Disorder {
  readonly seed: number;
  #state: number;
  #events: Promise<unknown> = Promise.resolve();

  constructor(seed: number) {
    this.seed = seed;
    this.#state = seed;
  }

  /** Runs the delivery of an event after those before it. */
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
