import type { ServiceEventName, ServiceRequestName } from '../contract/channels.ts';
import type { AppError } from '../contract/errors.ts';
import type { Events, ParsedInput, Responses } from '../contract/ipc.ts';
import type { Result } from '../contract/result.ts';
import type { ServiceOptions } from './service.ts';
import type { SourceCredentials } from './source-keys.ts';

/** What the worker is started with. */
export type WorkerData = ServiceOptions;

export type ToWorker =
  | {
      kind: 'request';
      id: number;
      name: ServiceRequestName;
      input: ParsedInput<ServiceRequestName>;
    }
  /** Notices that were shown: only the shell can say so. */
  | { kind: 'acknowledge'; ids: readonly string[] }
  | { kind: 'credentials'; credentials: SourceCredentials }
  /** Puts the worker's clock forward by so many seconds; tests of the whole app only. */
  | { kind: 'clock'; seconds: number }
  | { kind: 'start' }
  | { kind: 'close' };

export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'failed'; error: AppError }
  | { kind: 'response'; id: number; result: Result<Responses[ServiceRequestName]> }
  | { kind: 'event'; name: ServiceEventName; payload: Events[ServiceEventName] }
  | { kind: 'closed' };
