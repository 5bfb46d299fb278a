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
  /** With its colon. */
  protocol?: string | null;
  headers?: Record<string, unknown> | null;
}

/** The part of electron-updater that speaks HTTP. */
export interface UpdateRequester {
  createRequest(
    options: RequestOptions,
    callback: (response: UpdateResponse) => void,
  ): UpdateRequest;
  /** Lets a request follow where the server sends it; `handler` makes the next request. */
  addRedirectHandlers(
    request: UpdateRequest,
    options: RequestOptions,
    reject: (error: Error) => void,
    redirectCount: number,
    handler: (options: RequestOptions) => void,
  ): void;
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
 * of a server nor to what it reads into memory. Requests do not say which installation they come from, and follow no
 * redirect but to https.
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
  const follow = requester.addRedirectHandlers.bind(requester);
  requester.addRedirectHandlers = (request, options, reject, redirectCount, handler) => {
    follow(request, options, reject, redirectCount, (next) => {
      // What comes over http could be anybody's.
      if (next.protocol === 'https:') handler(next);
      else reject(new Error(NOT_SECURE));
    });
  };
  // Shares all but the way to create a request.
  const texts = Object.assign(Object.create(requester) as UpdateRequester, {
    createRequest: bounded(limits.text),
  });
  requester.request = requester.request.bind(texts);
  requester.createRequest = bounded(Number.POSITIVE_INFINITY);
}
