import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { proxyFor, shownProxy } from '../net/proxy.ts';
import { shownCertificate, trustSystemCertificates } from '../net/certificates.ts';
import { CERTIFICATE_CODES, codeIn } from './network-codes.ts';

/** Milliseconds after which a connection, or the beginning of an answer, that does not come is given up. */
const CONNECTION_TIMEOUT_MS = 3000;
const RESPONSE_TIMEOUT_MS = 10_000;
/** Connections to one host at the same time. */
const MAX_SOCKETS = 64;

/** What a request that failed on the way adds to its error, for whoever puts it into words. */
export interface RouteFacts {
  /** The host that was to be reached. */
  readonly host: string;
  /** The proxy in between, without user and password; null: none. */
  readonly proxy: string | null;
  /** Who signed the certificate that was not trusted, where that is why. */
  readonly issuer?: string;
}

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

async function withRoute(error: unknown, address: URL, proxy: string | null): Promise<unknown> {
  if (!(error instanceof Error)) return error;
  const isUntrusted = codeIn(error, CERTIFICATE_CODES) !== null;
  const shown = isUntrusted ? await shownCertificate(address, proxy) : null;
  const route: RouteFacts = {
    host: address.host,
    proxy: proxy === null ? null : shownProxy(proxy),
    ...(shown === null ? {} : { issuer: shown.issuer }),
  };
  return Object.assign(error, { route });
}
