/**
 * A made-up `window.pyPerf` for specs of the screen and for screenshots, without the app. `window.harness`, set before
 * this script runs, selects the fleet.
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
    /** Holds back the answers to changes of the settings until they are released. */
    holdSettings?: () => void;
    releaseSettings?: () => void;
    /** The changes of the settings that were sent, oldest first. */
    sentSettings?: unknown[];
    /** When the fleet and answers were generated, which is not the page's work: milliseconds of its clock. */
    harnessAnswering?: { readonly from: number; readonly until: number }[];
  }
}

const listeners = new Map<string, Set<(payload: unknown) => void>>();
const emit = (name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
};
const begun = performance.now();
const world = makeWorld(window.harness ?? {}, emit);
const answering = [{ from: begun, until: performance.now() }];
window.harnessAnswering = answering;

let gate = Promise.resolve();
const sent: unknown[] = [];
window.sentSettings = sent;
window.holdSettings = () => {
  gate = new Promise((resolve) => {
    window.releaseSettings = resolve;
  });
};

/** With `apart`: one task for the request, and another for the answer, which is a copy. */
const isApart = window.harness?.apart === true;
const [asked, answered] = [new MessageChannel(), new MessageChannel()];
const waiting = new Map<number, (result: Result<unknown>) => void>();
const making = new Map<number, () => Promise<Result<unknown>>>();
let last = 0;
asked.port2.addEventListener('message', ({ data }: MessageEvent<number>) => {
  const from = performance.now();
  void making
    .get(data)?.()
    .then((result) => {
      making.delete(data);
      answered.port1.postMessage({ id: data, result });
      answering.push({ from, until: performance.now() });
    });
});
answered.port2.addEventListener(
  'message',
  ({ data: { id, result } }: MessageEvent<{ id: number; result: Result<unknown> }>) => {
    waiting.get(id)?.(result);
    waiting.delete(id);
  },
);
asked.port2.start();
answered.port2.start();

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

function ask(name: RequestName, input: unknown): Promise<Result<unknown>> {
  return new Promise((resolve) => {
    last += 1;
    waiting.set(last, resolve);
    making.set(last, () => answer(name, input));
    asked.port1.postMessage(last);
  });
}

const requests = Object.fromEntries(
  REQUEST_NAMES.map((name) => [name, (input: unknown) => (isApart ? ask : answer)(name, input)]),
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
