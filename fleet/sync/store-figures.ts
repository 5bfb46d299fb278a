import { StoreLoop, type StoreLoopOptions } from './store-loop.ts';

/** Milliseconds between two steps: a step takes tens of them, and others want answers meanwhile. */
const REST_MS = 200;
/** Milliseconds between two passes. */
const PASS_EVERY_MS = 300_000;

/** Computes the fleet's figures of what is over in the background, and stores them. `pass` does one pass in steps. */
export function storeFigures(options: StoreLoopOptions, pass: () => Generator<void>): StoreLoop {
  return new StoreLoop(options, 'computing figures of the fleet', () => {
    let steps: Generator<void> | null = null;
    return () => {
      steps ??= pass();
      if (steps.next().done !== true) return REST_MS;
      steps = null;
      return PASS_EVERY_MS;
    };
  });
}
