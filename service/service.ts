import type { ServiceEventName, ServiceRequestName } from '../contract/channels.ts';
import type { EventPayload, ParsedInput, RequestOutput, Unsubscribe } from '../contract/ipc.ts';
import type { Result } from '../contract/result.ts';

/**
 * The product without a window: store, sync and collector behind one asynchronous interface. Under Electron
 * it runs in a worker thread (`worker-client.ts`), in the CLI in the calling thread (`local-service.ts`).
 */
export interface Service {
  /** Answers a request whose input has been validated. Expected failures are values; it never rejects. */
  request<K extends ServiceRequestName>(
    name: K,
    input: ParsedInput<K>,
  ): Promise<Result<RequestOutput<K>>>;
  on<E extends ServiceEventName>(
    event: E,
    listener: (payload: EventPayload<E>) => void,
  ): Unsubscribe;
  /** Begins the schedule: syncs in the background, and collects where the settings say so. */
  start(): void;
  /** Stops everything and closes the files. */
  close(): Promise<void>;
}

export interface ServiceOptions {
  dataDir: string;
  /** Version of the application, for the `collector` attribute. */
  version: string;
}
