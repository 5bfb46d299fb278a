/** The source of the tests' random input. */
export interface Randomness {
  /** A property runs from each of them in turn. */
  readonly seeds: readonly number[];
  /** Multiplies the runs of a property. */
  readonly factor: number;
}

/** `npm test`: the same commit gives the same verdict. */
export const FIXED: Randomness = { seeds: [1, 2, 3], factor: 1 };

/** `npm run test:long`: a new seed each time, or PY_PERF_TEST_SEED to repeat a failure. */
export function longRandomness(): Randomness {
  const given = process.env['PY_PERF_TEST_SEED'];
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  if (!Number.isSafeInteger(seed))
    throw new Error(`PY_PERF_TEST_SEED must be a whole number, not "${String(given)}"`);
  return { seeds: [seed], factor: 100 };
}

/** Random numbers from 0 up to `below`, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below;
  };
}
