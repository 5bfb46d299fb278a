import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { trustSystemCertificates } from '../net/certificates.ts';
import { proxyFor } from '../net/proxy.ts';
import { withRoute } from '../net/way-failure.ts';

/** Milliseconds after which a connection, or the beginning of an answer, that does not come is given up. */
const CONNECTION_TIMEOUT_MS = 3000;
const RESPONSE_TIMEOUT_MS = 10_000;
/** Connections to one host at the same time. */
const MAX_SOCKETS = 64;

type HandlerOptions = Parameters<NodeHttpHandler['handle']>[1];

/**
 * Sends requests by the way that environment and system name for each address: straight, or over a proxy (CONNECT),
 * with the system's certificate authorities trusted. The SDK gives it to the clients that look for credentials (STS,
 * SSO, OIDC) too. Errors of the way carry `RouteFacts` as `route`. Throws `AppFailure` (`not-configured`) for a CA file
 * that cannot be used.
 */
export class NetworkHandler {
  /** By proxy; '' for none. */
  readonly #handlers = new Map<string, NodeHttpHandler>();
  readonly metadata = { handlerProtocol: 'http/1.1' };

  async handle(
    request: HttpRequest,
    options?: HandlerOptions,
  ): Promise<Awaited<ReturnType<NodeHttpHandler['handle']>>> {
    const address = addressOf(request);
    if (address.protocol === 'https:') trustSystemCertificates();
    const proxy = await proxyFor(address);
    try {
      return await this.#over(proxy).handle(request, options);
    } catch (error) {
      throw await withRoute(error, address, proxy);
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
    const proxyEnv = proxy === null ? {} : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } };
    const options = { keepAlive: true, maxSockets: MAX_SOCKETS, ...proxyEnv };
    const handler = new NodeHttpHandler({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: RESPONSE_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpAgent: new HttpAgent(options),
      httpsAgent: new HttpsAgent(options),
    });
    this.#handlers.set(key, handler);
    return handler;
  }
}

function addressOf({ protocol, hostname, port }: HttpRequest): URL {
  return new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${String(port)}`}`);
}
