import { Agent as HttpAgent } from 'node:http';
import type { Readable } from 'node:stream';
import type { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { trustSystemCertificates } from '../net/certificates.ts';
import { proxyFor } from '../net/proxy.ts';
import { TunnelAgent } from '../net/tunnel-agent.ts';
import { withRoute } from '../net/way-failure.ts';
import { readBody } from './bounded-handler.ts';
import { refuseWebPage } from './web-page.ts';

/** Milliseconds after which a connection, or the beginning of an answer, that does not come is given up. */
const CONNECTION_TIMEOUT_MS = 3000;
const RESPONSE_TIMEOUT_MS = 10_000;
/** Connections to one host at the same time. */
const MAX_SOCKETS = 256;
/** Bytes of the longest answer of a service that looks for credentials. */
const ANSWER_BYTES = 1024 * 1024;

type HandlerOptions = Parameters<NodeHttpHandler['handle']>[1];

/**
 * Sends requests by the way that environment and system name for each address: straight, or over a proxy (CONNECT),
 * with the system's certificate authorities trusted. The SDK gives it to the clients that look for credentials (STS,
 * SSO, OIDC) too. Errors of the way carry `RouteFacts` as `route`. Throws `AppFailure` (`not-configured`) for a CA file
 * that cannot be used, and `BadAnswer` where a web page came back in the place of an answer.
 */
export class NetworkHandler {
  /** The failure of the last request, and its time by `performance.now()`; the SDK hides some failures. */
  lastFailure: { error: unknown; at: number } | null = null;
  /** By proxy; '' for none. */
  readonly #handlers = new Map<string, NodeHttpHandler>();
  readonly metadata = { handlerProtocol: 'http/1.1' };

  async handle(request: HttpRequest, options?: HandlerOptions): Promise<Answer> {
    const address = addressOf(request);
    if (address.protocol === 'https:') trustSystemCertificates();
    const proxy = await proxyFor(address);
    try {
      const answer = await this.#over(proxy).handle(request, options);
      // DynamoDB's own client checks the whole text of its answers.
      if (request.headers['x-amz-target'] === undefined) await readAnswer(answer, address.host);
      this.lastFailure = null;
      return answer;
    } catch (error) {
      const failure = await withRoute(error, address, proxy);
      this.lastFailure = { error: failure, at: performance.now() };
      throw failure;
    }
  }

  destroy(): void {
    for (const handler of this.#handlers.values()) handler.destroy();
    this.#handlers.clear();
  }

  updateHttpClientConfig(): void {
    // The limits are this handler's own.
  }

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  #over(proxy: string | null): NodeHttpHandler {
    const key = proxy ?? '';
    const known = this.#handlers.get(key);
    if (known !== undefined) return known;
    // Node's agents speak to the proxy themselves, user and password included.
    const proxyEnv = proxy === null ? {} : { proxyEnv: { HTTP_PROXY: proxy } };
    const options = { keepAlive: true, maxSockets: MAX_SOCKETS };
    const handler = new NodeHttpHandler({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: RESPONSE_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpAgent: new HttpAgent({ ...options, ...proxyEnv }),
      httpsAgent: new TunnelAgent(proxy, options),
    });
    this.#handlers.set(key, handler);
    return handler;
  }
}

type Answer = Awaited<ReturnType<NodeHttpHandler['handle']>>;

/** Reads an answer of a service that looks for credentials, and refuses a web page in its place. */
async function readAnswer({ response }: Answer, host: string): Promise<void> {
  const { statusCode, headers } = response;
  const body = await readBody(response.body as Readable | Uint8Array, ANSWER_BYTES);
  refuseWebPage({ statusCode, headers, body }, host);
  response.body = body;
}

function addressOf({ protocol, hostname, port }: HttpRequest): URL {
  return new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${String(port)}`}`);
}
