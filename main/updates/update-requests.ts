import { request as requestPlain, type RequestOptions as RequestArgs } from 'node:http';
import { request as requestSecure } from 'node:https';
import { RoutedAgent } from '../../platform/net/routed-agent.ts';

/** A request of electron-updater, whatever transports it. */
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
 * Sends electron-updater's requests through Node, like all others of the app: with the same proxies and certificate
 * authorities. Electron's own stack knows neither the app's settings nor, on Linux, the system's store.
 */
export function sendByNode(requester: UpdateRequester): void {
  const agent = new RoutedAgent();
  requester.createRequest = (options, callback) => {
    const isSecure = options.protocol === 'https:';
    if (isSecure) return requestSecure({ ...options, agent } as RequestArgs, callback);
    // Content over http could come from anybody; on this machine it serves to test updates.
    return /^(?:localhost|127\.0\.0\.1)$/u.test(options.hostname ?? '')
      ? requestPlain(options as RequestArgs, callback)
      : requestPlain({ ...options, createConnection: refuse } as RequestArgs, callback);
  };
}

/** The part of electron-updater that sends HTTP requests. */
export interface UpdateRequester {
  createRequest(
    options: RequestOptions,
    callback: (response: UpdateResponse) => void,
  ): UpdateRequest;
  /** Reads a small answer into memory: `latest*.yml`. */
  request(...args: never[]): unknown;
}

/** Limits of one request to the update server. */
export interface RequestLimits {
  /** Milliseconds without a byte after which the server counts as dead. */
  silenceMs: number;
  /** Most bytes (for text, characters) of an answer read into memory. */
  text: number;
}

const LIMITS: RequestLimits = { silenceMs: 60_000, text: 1024 * 1024 };

const NOT_SECURE = 'The update server redirects to http, which others could change on the way.';

/** An id that electron-updater generates for each installation and would send with each request. */
const INSTALLATION_HEADER = 'x-user-staging-id';

/**
 * Limits electron-updater's requests, which on Electron have neither a timeout nor a maximum size in memory. Requests
 * do not identify the installation.
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
  // Shares everything but the creation of requests.
  const texts = Object.assign(Object.create(requester) as UpdateRequester, {
    createRequest: bounded(limits.text),
  });
  requester.request = requester.request.bind(texts);
  requester.createRequest = bounded(Number.POSITIVE_INFINITY);
}

function refuse(): never {
  throw new Error(NOT_SECURE);
}
