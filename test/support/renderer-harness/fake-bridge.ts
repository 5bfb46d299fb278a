/**
 * A made-up `window.pyPerf` for looking at the renderer without the app. Which fleet it shows is told by
 * `window.harness`, set before this script runs. For development screenshots only.
 */
import { EVENT_NAMES } from '../../../contract/events.ts';
import { REQUEST_NAMES, type RequestName } from '../../../contract/requests.ts';
import type { Result } from '../../../contract/result.ts';
import { makeWorld, type HarnessOptions } from './world.ts';

declare global {
  interface Window {
    harness?: HarnessOptions;
    /** Lets every host report again. */
    advanceHarness?: () => void;
  }
}

const listeners = new Map<string, Set<(payload: unknown) => void>>();
const emit = (name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
};
const world = makeWorld(window.harness ?? {}, emit);

async function answer(name: RequestName, input: unknown): Promise<Result<unknown>> {
  await Promise.resolve();
  const handler = world.answers[name] as ((input: unknown) => Result<unknown>) | undefined;
  if (handler !== undefined) return handler(input);
  return {
    ok: false,
    error: { code: 'unavailable', message: `The harness does not answer ${name}.`, hint: '' },
  };
}

const requests = Object.fromEntries(
  REQUEST_NAMES.map((name) => [name, (input: unknown) => answer(name, input)]),
);
const on = Object.fromEntries(
  EVENT_NAMES.map((name) => [
    name,
    (listener: (payload: unknown) => void) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
  ]),
);
window.advanceHarness = world.advance;
Object.defineProperty(window, 'pyPerf', { value: { ...requests, on } });
