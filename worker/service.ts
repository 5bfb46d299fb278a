import type { ChannelSecrets } from '../contract/channels.ts';
import type { ServiceEventName, EventPayload, Unsubscribe } from '../contract/events.ts';
import type { ServiceRequestName, ParsedInput, RequestOutput } from '../contract/requests.ts';
import type { ProxyIdentities } from '../contract/network.ts';
import type { Result } from '../contract/result.ts';
import type { SourceCredentials } from './source-keys.ts';

/**
 * The product without a window: store, sync and collector behind one asynchronous interface. Under Electron
 * it runs in a worker thread (`client.ts`), in the command line in the calling thread (`local.ts`).
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
  /**
   * Hands over the keys of all sources that have keys of their own, instead of those handed over before. They stay in
   * memory. Sources whose keys changed reconnect.
   */
  setCredentials(credentials: SourceCredentials): Promise<void>;
  /** Hands over users and passwords of proxies, instead of those handed over before. They stay in memory. */
  setProxyIdentities(identities: ProxyIdentities): void;
  /** Trusts the authorities of a file from now on. Only the shell's dialog names one. */
  setCaFile(path: string): Promise<void>;
  /** Reads a folder of the py-perf library's local mode from now on. Only the shell's dialog names one. */
  addFunctionFolder(path: string): Promise<void>;
  /** Hands over the secrets of channels that the app keeps, instead of those handed over before. They stay in memory. */
  setChannelSecrets(secrets: ReadonlyMap<string, ChannelSecrets>): void;
  /** Notices of the event `alertNotices` that were shown, or need not be. No request of a page can say so. */
  acknowledgeNotices(ids: readonly string[]): void;
  /** Begins the schedule: syncs in the background, and collects where the settings say so. */
  start(): void;
  /** Stops everything and closes the files. */
  close(): Promise<void>;
}

/** What the service needs wherever it runs. */
export interface ServiceOptions {
  dataDir: string;
  /** Version of the application, for the `collector` attribute. */
  version: string;
}
