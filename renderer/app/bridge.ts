/**
 * The only file that touches `window.pyPerf`. Stores ask through `request` and listen through `listen`;
 * both survive a missing bridge, so that a broken start reads as an error and not as a blank window.
 */
import type { Bridge } from '../../contract/bridge.ts';
import type { EventName, EventPayload, Unsubscribe } from '../../contract/events.ts';
import type { RequestName, RequestInput, RequestOutput } from '../../contract/requests.ts';
import { fail, type Result } from '../../contract/result.ts';

declare global {
  interface Window {
    /** Put there by the preload; absent where the page is opened outside the app. */
    readonly pyPerf?: Bridge;
  }
}

/**
 * Asks the app. Never throws: an exception in between (a bug, or a window that is being closed)
 * comes back as an `internal` error.
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

/** Listens to an event of the app until the returned function is called. */
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
