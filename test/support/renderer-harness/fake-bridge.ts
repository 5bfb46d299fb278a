/**
 * A made-up `window.pyPerf` for specs of the screen and for screenshots, without the app. `window.harness`, set before this
 * script runs, says which fleet it shows.
 */
import { EVENT_NAMES } from '../../../contract/events.ts';
import { REQUEST_NAMES, type RequestInput, type RequestName } from '../../../contract/requests.ts';
import type { Result } from '../../../contract/result.ts';
import { makeWorld, type HarnessOptions } from './world.ts';

declare global {
  interface Window {
    harness?: HarnessOptions;
    /** Lets every host report again. */
    advanceHarness?: () => void;
    /** Keeps changes of the settings from being answered, until they are let go. */
    holdSettings?: () => void;
    releaseSettings?: () => void;
    /** The changes of the settings that were sent, oldest first. */
    sentSettings?: unknown[];
  }
}

const listeners = new Map<string, Set<(payload: unknown) => void>>();
const emit = (name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
};
const world = makeWorld(window.harness ?? {}, emit);

let gate = Promise.resolve();
const sent: unknown[] = [];
window.sentSettings = sent;
window.holdSettings = () => {
  gate = new Promise((resolve) => {
    window.releaseSettings = resolve;
  });
};

async function answer(name: RequestName, input: unknown): Promise<Result<unknown>> {
  await Promise.resolve();
  if (name === 'updateSettings') {
    sent.push((input as RequestInput<'updateSettings'>).patch);
    await gate;
  }
  const handler = world.answers[name] as
    | ((input: unknown) => Result<unknown> | Promise<Result<unknown>>)
    | undefined;
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
