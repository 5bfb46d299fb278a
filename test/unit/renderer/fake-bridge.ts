import type { EventName, EventPayload } from '../../../contract/events.ts';
import type { RequestName, RequestInput, RequestOutput } from '../../../contract/requests.ts';
import type { Result } from '../../../contract/result.ts';

type Answers = {
  [K in RequestName]?: (input: RequestInput<K>) => Promise<Result<RequestOutput<K>>>;
};

/** Puts a bridge with the given answers on `window`; `emit` sends an event to its listeners. */
export function installBridge(answers: Answers) {
  const listeners = new Map<string, (payload: never) => void>();
  const on = new Proxy(
    {},
    {
      get: (_, name: string) => (listener: (payload: never) => void) => {
        listeners.set(name, listener);
        return () => listeners.delete(name);
      },
    },
  );
  Object.defineProperty(window, 'pyPerf', { value: { ...answers, on }, configurable: true });
  return {
    emit: <E extends EventName>(name: E, payload: EventPayload<E>): void => {
      listeners.get(name)?.(payload as never);
    },
  };
}
