import { request as requestPlain, type RequestOptions as RequestArgs } from 'node:http';
import { request as requestSecure } from 'node:https';
import { RoutedAgent } from '../../platform/net/routed-agent.ts';

/** A request of electron-updater's, whatever carries it. */
interface UpdateRequest {
  abort(): void;
  emit(event: 'error', error: Error): boolean;
  on(event: 'error' | 'close', listener: () => void): unknown;
}

interface UpdateResponse {
  on(event: 'data', listener: (chunk: { length: number }) => void): unknown;
  on(event: 'end' | 'error', listener: () => void): unknown;
}

interface RequestOptions {
  hostname?: string | null;
  /** With its colon. */
  protocol?: string | null;
  headers?: Record<string, unknown> | null;
}

/**
 * Sends electron-updater's requests by Node, as all others of the app are sent: over the same proxies, with the same
 * certificate authorities. Electron's own stack knows neither the app's settings nor, on Linux, the system's store.
 */
export function sendByNode(requester: UpdateRequester): void {
  const agent = new RoutedAgent();
  requester.createRequest = (options, callback) => {
    const isSecure = options.protocol === 'https:';
    if (isSecure) return requestSecure({ ...options, agent } as RequestArgs, callback);
    // What comes over http could be anybody's; on this machine a server tries updates out.
    return /^(?:localhost|127\.0\.0\.1)$/u.test(options.hostname ?? '')
      ? requestPlain(options as RequestArgs, callback)
      : requestPlain({ ...options, createConnection: refuse } as RequestArgs, callback);
  };
}

/** The part of electron-updater that speaks HTTP. */
export interface UpdateRequester {
  createRequest(
    options: RequestOptions,
    callback: (response: UpdateResponse) => void,
  ): UpdateRequest;
  /** Reads a small answer into memory: `latest*.yml`. */
  request(...args: never[]): unknown;
}

/** Bounds of one request to the update server. */
export interface RequestLimits {
  /** Milliseconds without a byte after which the server is taken for dead. */
  silenceMs: number;
  /** Bytes (characters, of text) of an answer that is read into memory. */
  text: number;
}

const LIMITS: RequestLimits = { silenceMs: 60_000, text: 1024 * 1024 };

const NOT_SECURE = 'The update server redirects to http, which others could change on the way.';

/** A number that electron-updater makes up for each installation and would show to the server with each request. */
const INSTALLATION_HEADER = 'x-user-staging-id';

/**
 * Ends requests of electron-updater that would never end: on Electron it sets no limit at all, neither to the silence
 * of a server nor to what it reads into memory. Requests do not say which installation they come from.
 */
export function boundRequests(requester: UpdateRequester, limits = LIMITS): void {
  const create = requester.createRequest.bind(requester);
  const bounded =
    (largest: number): UpdateRequester['createRequest'] =>
    (options, callback) => {
      const { [INSTALLATION_HEADER]: _, ...headers } = options.headers ?? {};
      let size = 0;
      const request = create({ ...options, headers }, (response) => {
        silence.refresh();
        response.on('data', ({ length }) => {
          silence.refresh();
          size += length;
          if (size > largest) fail('The server sends more than an answer can be.');
        });
        response.on('end', end);
        response.on('error', end);
        callback(response);
      });
      const fail = (message: string): void => {
        end();
        request.emit('error', new Error(message));
        request.abort();
      };
      const silence = setTimeout(() => {
        fail('The server does not answer.');
      }, limits.silenceMs);
      const end = (): void => {
        clearTimeout(silence);
      };
      request.on('error', end);
      request.on('close', end);
      return request;
    };
  // Shares all but the way to create a request.
  const texts = Object.assign(Object.create(requester) as UpdateRequester, {
    createRequest: bounded(limits.text),
  });
  requester.request = requester.request.bind(texts);
  requester.createRequest = bounded(Number.POSITIVE_INFINITY);
}

function refuse(): never {
  throw new Error(NOT_SECURE);
}
