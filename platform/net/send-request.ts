import {
  Agent as HttpAgent,
  request as requestPlain,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP } from 'node:net';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import { untilAborted } from '../until-aborted.ts';
import {
  checkedAddresses,
  checkedLookup,
  reachOf,
  refuseAddress,
  type Reach,
} from './address-check.ts';
import { trustSystemCertificates } from './certificates.ts';
import { proxyFor } from './proxy.ts';
import { TunnelAgent } from './tunnel-agent.ts';
import { withRoute, wayFailure } from './way-failure.ts';

/** One request to a receiver that the user has named. */
export interface OutgoingRequest {
  url: string;
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** How far a request may go. */
export interface SendLimits {
  /** Whether it may go to this machine or a private network, and by http:// there. */
  allowPrivate: boolean;
  /** Milliseconds for all of it: looking up the name, connecting, sending, and the whole answer. */
  timeoutMs: number;
  signal?: AbortSignal;
}

/** The answer of a receiver; `body` is its beginning. */
export interface ReceiverAnswer {
  status: number;
  body: string;
  /** Seconds after which it wants to be asked again, or null. */
  retryAfterS: number | null;
}

/** Bytes of an answer that are read; a longer one is cut off, and its connection ended. */
const ANSWER_BYTES = 16 * 1024;

/**
 * Sends one request, over the proxy that environment and system name and with the system's certificate authorities.
 * Goes to https, or where `allowPrivate` says so to a private address; follows no redirect. The name of the receiver
 * may be told in errors, its path and query never: they may be its secret. Throws `AppFailure` (`invalid-input`,
 * `network`, `timeout`, `not-configured`).
 */
export async function sendRequest(
  outgoing: OutgoingRequest,
  limits: SendLimits,
): Promise<ReceiverAnswer> {
  const url = addressOf(outgoing.url, limits.allowPrivate);
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  const signal = limits.signal === undefined ? timeout : AbortSignal.any([timeout, limits.signal]);
  try {
    return await send(url, outgoing, limits, signal);
  } catch (error) {
    if (error instanceof AppFailure) throw error;
    if (timeout.aborted)
      throw appFailure(
        'timeout',
        `${url.host} gave no whole answer in ${String(limits.timeoutMs / 1000)} s.`,
        'It is tried again. If it keeps failing, check the address and the network.',
      );
    // Node's own message can contain the address, so only its code is reported.
    const { code } = error as { code?: unknown };
    if (code === 'ERR_INVALID_CHAR')
      throw appFailure(
        'invalid-input',
        `A secret for ${url.host} has characters that cannot be sent.`,
        'Enter it again: it must be one line, mostly of letters and digits.',
      );
    const way = wayFailure(error, 'sending a message');
    // Without its cause: that may repeat the address.
    if (way !== null) throw new AppFailure(way.error);
    throw appFailure(
      'network',
      `${url.host} cannot be reached${typeof code === 'string' ? ` (${code})` : ''}.`,
      'It is tried again. If it keeps failing, check the address, the network and the proxy.',
    );
  }
}

function addressOf(text: string, allowPrivate: boolean): URL {
  if (!URL.canParse(text))
    throw appFailure('invalid-input', 'This is no address.', 'Write https://… in full.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && (url.protocol !== 'http:' || !allowPrivate))
    throw appFailure(
      'invalid-input',
      `${safeText(url.host, 120)} is not addressed by https://.`,
      'Use https://, or allow private addresses for this channel if it lies in your own network.',
    );
  return url;
}

async function send(
  url: URL,
  { method, headers, body }: OutgoingRequest,
  { allowPrivate, timeoutMs }: SendLimits,
  signal: AbortSignal,
): Promise<ReceiverAnswer> {
  const isSecure = url.protocol === 'https:';
  if (isSecure) trustSystemCertificates();
  const proxy = await proxyFor(url);
  const reach = reachOf(allowPrivate, isSecure);
  // Node asks no `lookup` for them.
  if (isIP(url.hostname.replace(/^\[|\]$/gu, '')) > 0)
    refuseAddress(url.hostname, url.hostname, reach);
  if (proxy !== null) await refuseBehindProxy(url.hostname, reach);
  const options = {
    keepAlive: false,
    ...(proxy === null ? { lookup: checkedLookup(reach) } : {}),
  };
  const agent = isSecure
    ? new TunnelAgent(proxy, options)
    : new HttpAgent({ ...options, ...(proxy === null ? {} : { proxyEnv: { HTTP_PROXY: proxy } }) });
  const request = isSecure ? requestSecure : requestPlain;
  try {
    const answered = new Promise<ReceiverAnswer>((resolve, reject) => {
      const sending = request(
        url,
        {
          agent,
          method,
          signal,
          // For a proxy that does not answer: Node's signal ends no tunnel that is being made.
          timeout: timeoutMs,
          headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        },
        (answer) => {
          readAnswer(answer).then(resolve, reject);
        },
      );
      sending.once('error', reject);
      sending.end(body);
    });
    return await untilAborted(answered, signal);
  } catch (error) {
    const lookup = proxy === null ? checkedLookup(reach) : undefined;
    throw await withRoute(error, new URL(url.origin), proxy, lookup);
  } finally {
    agent.destroy();
  }
}

/** The proxy resolves the name itself, so known forbidden addresses are refused here. */
async function refuseBehindProxy(hostname: string, reach: Reach): Promise<void> {
  try {
    await checkedAddresses(hostname, reach);
  } catch (error) {
    // A name that only the proxy can look up is the proxy's to judge, where what is sent is encrypted.
    if (error instanceof AppFailure || reach === 'private') throw error;
  }
}

async function readAnswer(answer: IncomingMessage): Promise<ReceiverAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= ANSWER_BYTES) break;
  }
  return {
    status: answer.statusCode ?? 0,
    body: Buffer.concat(chunks).toString('utf8').slice(0, ANSWER_BYTES),
    retryAfterS: retryAfter(answer.headers),
  };
}

/** Seconds to wait by `Retry-After`, given in seconds or as a date of the server's clock (RFC 9110); null: none. */
export function retryAfter(headers: IncomingHttpHeaders): number | null {
  const text = headers['retry-after'] ?? '';
  const seconds = /^\d+$/u.test(text.trim())
    ? Number(text)
    : (Date.parse(text) - (Date.parse(headers.date ?? '') || Date.now())) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}
