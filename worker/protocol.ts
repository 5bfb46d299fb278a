import type { ChannelSecrets } from '../contract/channels.ts';
import type { EventPayload, ServiceEventName } from '../contract/events.ts';
import type { ServiceRequestName, ParsedInput, RequestOutput } from '../contract/requests.ts';
import type { AppError } from '../contract/errors.ts';
import type { ProxyIdentities } from '../contract/network.ts';
import type { Result } from '../contract/result.ts';
import type { ServiceOptions } from './service.ts';
import type { SourceCredentials } from './source-keys.ts';

/** What the worker is started with. */
export type WorkerData = ServiceOptions;

/** Messages from the main process to the worker thread. */
export type ToWorker =
  | {
      kind: 'request';
      id: number;
      name: ServiceRequestName;
      input: ParsedInput<ServiceRequestName>;
    }
  /** Notices that were shown: only the shell can say so. */
  | { kind: 'acknowledge'; ids: readonly string[] }
  /** A folder that was chosen in the shell's dialog. */
  | { kind: 'functionFolder'; path: string }
  | { kind: 'credentials'; credentials: SourceCredentials }
  | { kind: 'channelSecrets'; secrets: ReadonlyMap<string, ChannelSecrets> }
  | { kind: 'proxyIdentities'; identities: ProxyIdentities }
  /** A file that was chosen in the shell's dialog. */
  | { kind: 'caFile'; path: string }
  /** Puts the worker's clock forward by so many seconds; tests of the whole app only. */
  | { kind: 'clock'; seconds: number }
  /** The answer to a question of the same id. */
  | { kind: 'proxy'; id: number; proxy: string | null }
  | { kind: 'start' }
  | { kind: 'close' };

/** Messages from the worker thread to the main process. */
export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'failed'; error: AppError }
  | { kind: 'response'; id: number; result: Result<RequestOutput<ServiceRequestName>> }
  | { kind: 'event'; name: ServiceEventName; payload: EventPayload<ServiceEventName> }
  /** Asks which proxy of the system leads to an address. */
  | { kind: 'proxyFor'; id: number; address: string }
  | { kind: 'closed' };
