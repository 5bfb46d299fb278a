import { EventEmitter } from 'node:events';
import type { ServiceEventName, EventPayload, Unsubscribe } from '../contract/events.ts';

type EventArguments = { [E in ServiceEventName]: [payload: EventPayload<E>] };

/** Node's emitter, typed by the contract, with subscriptions that return their own end. */
export class ServiceEvents {
  readonly #emitter = new EventEmitter<EventArguments>();

  emit<E extends ServiceEventName>(event: E, payload: EventPayload<E>): void {
    // TypeScript cannot relate the generic key to its own argument tuple.
    (this.#emitter as EventEmitter).emit(event, payload);
  }

  on<E extends ServiceEventName>(
    event: E,
    listener: (payload: EventPayload<E>) => void,
  ): Unsubscribe {
    const emitter = this.#emitter as EventEmitter;
    emitter.on(event, listener);
    return () => {
      emitter.off(event, listener);
    };
  }
}
