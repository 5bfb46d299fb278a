import { EVENT_NAMES, type EventName, type EventPayload, type Unsubscribe } from './events.ts';
import {
  REQUEST_NAMES,
  type RequestInput,
  type RequestName,
  type RequestOutput,
} from './requests.ts';
import type { Result } from './result.ts';

/** IPC channel of each request; the prefix keeps ours apart from Electron's own. */
export const REQUEST_CHANNELS = channels('request', REQUEST_NAMES);

/** IPC channel of each event. */
export const EVENT_CHANNELS = channels('event', EVENT_NAMES);

/** What the preload puts on `window.pyPerf`: one function per request, one subscription per event. */
export type Bridge = {
  readonly [K in RequestName]: (input: RequestInput<K>) => Promise<Result<RequestOutput<K>>>;
} & {
  readonly on: {
    readonly [E in EventName]: (listener: (payload: EventPayload<E>) => void) => Unsubscribe;
  };
};

function channels<K extends string>(
  kind: string,
  names: readonly K[],
): Readonly<Record<K, string>> {
  const entries = names.map((name) => [name, `py-perf:${kind}:${name}`]);
  return Object.fromEntries(entries) as Record<K, string>;
}
