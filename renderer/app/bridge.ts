/**
 * The only file that touches `window.pyPerf`. Stores send through `request` and subscribe through `listen`. Both
 * survive a missing bridge, so that a failed start shows an error and not a blank window.
 */
import type { Bridge } from '../../contract/bridge.ts';
import type { EventName, EventPayload, Unsubscribe } from '../../contract/events.ts';
import type { RequestName, RequestInput, RequestOutput } from '../../contract/requests.ts';
import { fail, type Result } from '../../contract/result.ts';

declare global {
  interface Window {
    /** Set by the preload; absent if the page is opened outside the app. */
    readonly pyPerf?: Bridge;
  }
}

/**
 * Sends a request to the app. Never throws: an exception on the way (a bug, or a closing window) is returned as an
 * `internal` error.
 */
export async function request<K extends RequestName>(
  name: K,
  input: RequestInput<K>,
): Promise<Result<RequestOutput<K>>> {
  const { pyPerf } = window;
  if (pyPerf === undefined) return fail(missingBridge);
  try {
    const ask = pyPerf[name] as Ask<K>;
    return await ask(input);
  } catch (error) {
    return fail({
      code: 'internal',
      message: `The app did not answer (${name}): ${describe(error)}`,
      hint: 'Try again. If it keeps happening, restart the app and report it.',
    });
  }
}

/** Subscribes to an event of the app; the returned function unsubscribes. */
export function listen<E extends EventName>(
  name: E,
  listener: (payload: EventPayload<E>) => void,
): Unsubscribe {
  const { pyPerf } = window;
  if (pyPerf === undefined) return () => undefined;
  const subscribe = pyPerf.on[name] as Subscribe<E>;
  return subscribe(listener);
}

type Ask<K extends RequestName> = (input: RequestInput<K>) => Promise<Result<RequestOutput<K>>>;
type Subscribe<E extends EventName> = (listener: (payload: EventPayload<E>) => void) => Unsubscribe;

const missingBridge = {
  code: 'unavailable',
  message: 'This page is not connected to the app.',
  hint: 'Open it in Py-Perf Desktop rather than in a browser.',
} as const;

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
