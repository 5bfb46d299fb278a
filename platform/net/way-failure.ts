import type { LookupFunction } from 'node:net';
import { appFailure, type AppFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import { shownCertificate } from './certificates.ts';
import { causesOf, certificateCodeIn, networkCodeIn } from './network-codes.ts';
import { shownProxy } from './proxy.ts';

/** Details that a request which failed in transit adds to its error, for the error text. */
export interface RouteFacts {
  /** The host that was to be reached. */
  readonly host: string;
  /** The proxy in between, without user and password; null: none. */
  readonly proxy: string | null;
  /** Who signed the certificate that was not trusted, where that is why. */
  readonly issuer?: string;
}

/** Certificates that are good in themselves, at another time. */
const EXPIRED = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/** One that is good, of another server. */
const OTHER_NAME = 'ERR_TLS_CERT_ALTNAME_INVALID';

/**
 * What it means to a person that a request did not get where it was to go; null where it did. `doing` says what for, e.g.
 * `reading py-perf-system-v2`.
 */
export function wayFailure(cause: unknown, doing: string): AppFailure | null {
  const code = networkCodeIn(cause);
  if (code !== null) return unreachable(code, doing, cause);
  const certificate = certificateCodeIn(cause);
  return certificate === null ? null : untrusted(certificate, doing, cause);
}

/** An error of the way with its `RouteFacts` as `route`; looks at the certificate that was not trusted, by `lookup` where given. */
export async function withRoute(
  error: unknown,
  address: URL,
  proxy: string | null,
  lookup?: LookupFunction,
): Promise<unknown> {
  if (!(error instanceof Error)) return error;
  const isUntrusted = certificateCodeIn(error) !== null;
  const shown = isUntrusted ? await shownCertificate(address, proxy, lookup) : null;
  const route: RouteFacts = {
    host: address.host,
    proxy: proxy === null ? null : shownProxy(proxy),
    ...(shown === null ? {} : { issuer: shown.issuer }),
  };
  return Object.assign(error, { route });
}

/** The way of a request that failed, in words: which host, and over which proxy. */
function routeOf(error: unknown): Partial<RouteFacts> {
  for (const { route } of causesOf(error) as Iterable<{ route?: RouteFacts }>)
    if (route !== undefined) return route;
  return {};
}

/** ` over the proxy http://proxy:3128`, of a request that failed and went over one; else empty. */
export function overProxy(error: unknown): string {
  const { proxy = null } = routeOf(error);
  return proxy === null ? '' : ` over the proxy ${safeText(proxy, 200)}`;
}

/** A host that cannot be reached: why, and where to look. */
function unreachable(code: string, doing: string, cause: unknown): AppFailure {
  const { host = 'DynamoDB', proxy = null } = routeOf(cause);
  const { text, hint } = wordsFor(code, cause, proxy);
  return appFailure(
    'network',
    `${safeText(host, 200)} cannot be reached${overProxy(cause)}: ${text} (${code}, ${doing}).`,
    hint,
    cause,
  );
}

interface NetworkWords {
  text: string;
  hint: string;
}

const PROXY_HINT =
  'Check the proxy: in Settings, Network, in HTTPS_PROXY and NO_PROXY, or in the settings of this system.';

function wordsFor(code: string, cause: unknown, proxy: string | null): NetworkWords {
  if (code === 'ERR_PROXY_TUNNEL') {
    const { statusCode } = cause as { statusCode?: number };
    // Node's own mark of a tunnel that was given up.
    if (cause instanceof Error && 'proxyTunnelTimeout' in cause)
      return { text: 'the proxy gave no answer', hint: PROXY_HINT };
    if (statusCode === 407)
      return {
        text: 'the proxy wants a user and a password, or other ones',
        hint: 'Enter them in Settings, Network; the command line and services take them from HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT. The app offers a proxy no other sign-in than Basic.',
      };
    if (Number.isNaN(statusCode))
      return { text: 'what the proxy answered is not HTTP', hint: PROXY_HINT };
    const status = statusCode === undefined ? '' : ` (HTTP ${String(statusCode)})`;
    return { text: `the proxy refused the connection${status}`, hint: PROXY_HINT };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return {
      text: 'its name cannot be resolved (DNS)',
      hint:
        proxy === null
          ? 'Check the network, the region and the endpoint. Where only a proxy leads out, name it in Settings, Network, or in HTTPS_PROXY.'
          : PROXY_HINT,
    };
  if (code === 'ECONNREFUSED')
    return {
      text: proxy === null ? 'it refused the connection' : 'the proxy refused the connection',
      hint: proxy === null ? 'Check the endpoint, and whether the server runs.' : PROXY_HINT,
    };
  return {
    text: 'the connection failed',
    hint: proxy === null ? 'Check the network and the endpoint.' : PROXY_HINT,
  };
}

/** A certificate that is not trusted: whose, who signed it, and how to have it trusted. */
function untrusted(code: string, doing: string, cause: unknown): AppFailure {
  const { host = 'the server', issuer } = routeOf(cause);
  const signed = issuer === undefined ? '' : `, issued by "${issuer}",`;
  const whose = `The certificate of ${safeText(host, 200)}${signed}`;
  if (code === OTHER_NAME)
    return appFailure(
      'network',
      `${whose} is for another name (${code}, ${doing}).`,
      'Somebody else answered: check the endpoint, and whether this network wants you to sign in. To trust its authority does not help.',
      cause,
    );
  return appFailure(
    'network',
    `${whose} is not trusted (${code}, ${doing}).`,
    EXPIRED.has(code)
      ? 'Check the clock of this machine, and the certificate of the endpoint.'
      : 'If a proxy of your company inspects the traffic, add its certificate authority to the system, or name its file (PEM) in Settings, Network, or in AWS_CA_BUNDLE. Otherwise check the endpoint: somebody may be listening in.',
    cause,
  );
}
