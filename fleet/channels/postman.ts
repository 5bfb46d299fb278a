import type {
  Channel,
  ChannelMessage,
  ChannelSecrets,
  ChannelState,
} from '../../contract/channels.ts';
import { AppFailure } from '../../contract/errors.ts';
import { HOUR_S, MINUTE_S } from '../../contract/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import { RateLimiter } from '../../platform/rate-limiter.ts';
import { isQuiet } from '../alerts/quiet-hours.ts';
import type { StoredDelivery } from '../store/channel-queue.ts';
import { LaterFailure, deliver } from './deliver.ts';

/** Milliseconds for one request to a receiver, its answer included: well under the margin of a lease. */
export const SEND_TIMEOUT_MS = 10_000;
/** Messages that one channel gets within a minute. */
const PER_MINUTE = 20;
/** Seconds before the second attempt; each further one waits twice as long, up to the longest. */
const FIRST_RETRY_S = 15;
const LONGEST_RETRY_S = HOUR_S / 2;

/** The time of one attempt, and what may end it. */
export interface AttemptContext {
  /** Unix seconds. */
  now: number;
  signal: AbortSignal;
  /** Throws where nothing may be sent any more. */
  mayGoOn: () => void;
}

/** What a postman needs. */
export interface PostmanOptions {
  clock: Clock;
  logger: Logger;
  /** The secrets of a channel. Throws `AppFailure` where one that it needs is not there. */
  secretsOf: (channel: Channel) => ChannelSecrets;
  /** Milliseconds for one request. */
  timeoutMs?: number;
  /** From 0 to 1, for the jitter of retries. */
  random?: () => number;
}

/** Brings messages to channels, one attempt at a time, and knows how each channel does. */
export class Postman {
  readonly #options: PostmanOptions;
  readonly #limiters = new Map<string, RateLimiter>();
  readonly #states = new Map<string, Pick<ChannelState, 'lastSentAt' | 'error'>>();

  constructor(options: PostmanOptions) {
    this.#options = options;
  }

  /** Whether a channel is not to be disturbed at a time (Unix seconds). */
  isHeld({ quietHours }: Channel, now: number): boolean {
    return isQuiet(quietHours, now);
  }

  /**
   * One attempt. `done`: taken. `wait`: not yet due, too many within a minute, or no longer this program's to send.
   * Else the delivery with its next time. Never rejects for an expected failure.
   */
  async send(
    channel: Channel,
    message: ChannelMessage,
    entry: StoredDelivery,
    context: AttemptContext,
  ): Promise<'done' | 'wait' | StoredDelivery> {
    const { now, signal, mayGoOn } = context;
    // Not in the far future either, where the clock was put back.
    const isDue = entry.dueAt <= now || entry.dueAt > now + 2 * HOUR_S;
    if (!isDue || !this.#limiter(channel.id).take()) return 'wait';
    try {
      const limits = { timeoutMs: this.#options.timeoutMs ?? SEND_TIMEOUT_MS, signal };
      const secrets = this.#options.secretsOf(channel);
      await deliver(channel, secrets, message, now, limits, mayGoOn);
      this.#states.set(channel.id, { lastSentAt: now, error: null });
      return 'done';
    } catch (error) {
      if (error instanceof AppFailure && error.error.code === 'aborted') return 'wait';
      if (signal.aborted) return 'wait';
      return this.#failed(channel, entry, now, error);
    }
  }

  /** How a channel does. */
  state({ id }: Channel): Pick<ChannelState, 'lastSentAt' | 'error'> {
    return this.#states.get(id) ?? { lastSentAt: null, error: null };
  }

  #failed(channel: Channel, entry: StoredDelivery, now: number, error: unknown): StoredDelivery {
    const { logger, random = Math.random } = this.#options;
    const reason = reasonOf(channel, error);
    const { lastSentAt } = this.state(channel);
    if (this.#states.get(channel.id)?.error?.message !== reason.message)
      logger.warn('a channel did not take a message; it is tried again', {
        channel: channel.id,
        reason: reason.message,
      });
    this.#states.set(channel.id, { lastSentAt, error: reason });
    const backoff = Math.min(LONGEST_RETRY_S, FIRST_RETRY_S * 2 ** entry.attempts);
    const asked = error instanceof LaterFailure ? Math.min(error.retryAfterS, HOUR_S) : 0;
    // Half of it by chance: receivers that were away are not asked by everybody at once.
    const waitS = Math.max(asked, backoff * (0.5 + random() / 2));
    return {
      ...entry,
      attempts: entry.attempts + 1,
      triedAt: entry.triedAt ?? now,
      dueAt: now + waitS,
    };
  }

  #limiter(id: string): RateLimiter {
    const known = this.#limiters.get(id);
    if (known !== undefined) return known;
    const limiter = new RateLimiter(PER_MINUTE, MINUTE_S * 1000, this.#options.clock);
    this.#limiters.set(id, limiter);
    return limiter;
  }
}

/** Also of what nobody foresaw: one channel must not hold up the others. Its message may hold a secret. */
function reasonOf(channel: Channel, error: unknown): NonNullable<ChannelState['error']> {
  if (error instanceof AppFailure) return { message: error.error.message, hint: error.error.hint };
  if (error instanceof LaterFailure) return { message: error.message, hint: '' };
  const kind = error instanceof Error ? error.name : typeof error;
  return {
    message: `The message for ${channel.name} could not be made or sent (${kind}).`,
    hint: 'Check its settings, its template above all.',
  };
}
