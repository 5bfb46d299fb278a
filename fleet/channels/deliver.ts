import type { Channel, ChannelMessage, ChannelSecrets } from '../../contract/channels.ts';
import { appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import { sendRequest, type ReceiverAnswer } from '../../platform/net/send-request.ts';
import { sendMail } from './mail.ts';
import { requestsFor } from './requests.ts';

/** What a delivery may take. */
export interface DeliveryLimits {
  /** Milliseconds for each request of it. */
  timeoutMs: number;
  signal?: AbortSignal;
}

/** A receiver that wants to be asked later. */
export class LaterFailure extends Error {
  readonly retryAfterS: number;

  constructor(message: string, retryAfterS: number) {
    super(message);
    this.retryAfterS = retryAfterS;
  }
}

/**
 * Sends a message to a channel, once. `now` in Unix seconds. `mayGoOn` is asked right before each request leaves, and
 * throws where it must not. Throws `AppFailure`, or `LaterFailure`.
 */
export async function deliver(
  channel: Channel,
  secrets: ChannelSecrets,
  message: ChannelMessage,
  now: number,
  limits: DeliveryLimits,
  mayGoOn: () => void = () => undefined,
): Promise<void> {
  if (channel.type === 'email') {
    mayGoOn();
    await sendMail(channel, secrets, message, limits.timeoutMs);
    return;
  }
  for (const request of requestsFor(channel, secrets, message, now)) {
    mayGoOn();
    const { timeoutMs, signal } = limits;
    const answer = await sendRequest(request, {
      allowPrivate: channel.privateAddress,
      timeoutMs,
      ...(signal === undefined ? {} : { signal }),
    });
    requireTaken(channel, secrets, answer);
  }
}

/** Whether the receiver has the message. Throws `AppFailure`, or `LaterFailure`, where it does not. */
export function requireTaken(
  channel: Channel,
  secrets: ChannelSecrets,
  answer: ReceiverAnswer,
): void {
  const { status, retryAfterS } = answer;
  if (channel.type === 'apprise' && status === 204)
    throw appFailure(
      'invalid-input',
      `${channel.name} has told nobody: the Apprise server understands none of the URLs.`,
      'Check the Apprise URLs.',
    );
  if (status >= 200 && status < 300 && !isRefusal(channel, answer)) return;
  const said = saidBy(answer, secrets);
  const what = `${channel.name} answered HTTP ${String(status)}${said === '' ? '' : `: ${said}`}`;
  if (status >= 300 && status < 400)
    throw appFailure(
      'invalid-input',
      `${what}. It leads to another address, which is not followed.`,
      'Enter the address that it leads to.',
    );
  if (status === 401 || status === 403)
    throw appFailure('credentials-rejected', `${what}.`, 'Enter its secret again.');
  if (status === 404 || status === 410)
    throw appFailure('not-found', `${what}.`, 'Check the address: it may have been deleted there.');
  if (retryAfterS !== null) throw new LaterFailure(`${what}.`, retryAfterS);
  throw appFailure(
    'service-failure',
    `${what}.`,
    status < 500 && status !== 429
      ? 'The receiver does not take this message: check the settings of the channel.'
      : 'It is tried again.',
  );
}

/** Whether an answer that is well by its status says otherwise: `"ok": false`, or that Teams itself refused it. */
function isRefusal({ type }: Channel, { body }: ReceiverAnswer): boolean {
  if (type === 'teams') return /^\W*Webhook message delivery failed/iu.test(body);
  if (type !== 'telegram' && type !== 'slack') return false;
  return /^\s*\{/u.test(body) && /"ok"\s*:\s*false/u.test(body);
}

/** What a receiver said, without the secrets that it may have repeated. */
function saidBy({ body }: ReceiverAnswer, secrets: ChannelSecrets): string {
  if (/^\s*</u.test(body)) return '';
  const parts = Object.values(secrets).flatMap(partsOf);
  const without = (text: string): string =>
    parts.reduce((rest, part) => rest.replaceAll(part, '…'), text);
  // Before it is cut, which could leave the beginning of a secret; and after, where unseen characters in it are gone.
  return without(safeText(without(body).trim(), 600)).slice(0, 160);
}

/** Letters from which on a part of a secret may be one itself: receivers repeat the path or the query of an address. */
const LEAST_PART = 6;

/** A secret, and what it is made of, as written and decoded; the longest first. */
function partsOf(secret: string): string[] {
  const parts = secret.split(/[\s,;/?&=#:@\\"']+/u).filter((part) => part.length >= LEAST_PART);
  const all = [secret, ...parts].filter((part) => part !== '');
  return [...new Set([...all, ...all.map(decoded)])].sort((a, b) => b.length - a.length);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
