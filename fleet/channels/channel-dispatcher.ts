import type { Channel, DispatcherState } from '../../contract/channels.ts';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import { nowSeconds } from '../../platform/clock.ts';
import type { StoredDelivery } from '../store/channel-queue.ts';
import type { FleetStore } from '../store/store.ts';
import { MessageBatch, type MessageBatchOptions } from './message-batch.ts';
import type { FeedGroup } from './feed.ts';
import { overMeanwhile } from './held.ts';
import type { Lease } from './lease.ts';
import { wantedBy } from './filter.ts';
import { messageOf } from './message.ts';
import type { Postman } from './postman.ts';
import {
  pruned,
  withDelivered,
  withMessage,
  type OpenMessage,
  type DeliveryDocument,
} from './delivery-document.ts';
import type { DeliveryLog } from './delivery-log.ts';

/** Whose alerts a dispatcher sends, to which channels, and with what. */
export interface ChannelDispatcherOptions extends MessageBatchOptions {
  /** The source's id, or `ID/this` for the channels that only this program serves. */
  scope: string;
  sourceId: string;
  store: FleetStore;
  /** Null: no other program sends these alerts. */
  lease: Lease | null;
  log: DeliveryLog;
  channels: () => readonly Channel[];
  /** What to send now, given what was sent so far. */
  feed: (document: DeliveryDocument, now: number) => FeedGroup[];
  postman: Postman;
}

/** The fencing number of a dispatcher that shares its alerts with no other. */
const ALONE = 1;

/**
 * Sends the alerts of one source to the channels. While it leads, it writes down what it is about to send, sends it to
 * each channel until the channel has taken it, and writes that down. The next leader sends what was begun, with the same
 * ids, and nothing that was taken.
 */
export class ChannelDispatcher {
  readonly #options: ChannelDispatcherOptions;
  #document: DeliveryDocument | null = null;
  #fence: number | null = null;
  #error: AppFailure | null = null;

  constructor(options: ChannelDispatcherOptions) {
    this.#options = options;
  }

  get scope(): string {
    return this.#options.scope;
  }

  /** Whether it is not known yet if another program sends these alerts, or ended without giving up the lease. */
  get undecided(): boolean {
    return this.#error === null && (this.#options.lease?.undecided ?? false);
  }

  state(): DispatcherState {
    const { sourceId, lease } = this.#options;
    const error = this.#error?.error ?? null;
    const role =
      error !== null
        ? 'unable'
        : this.#currentFence() === null || this.#document === null
          ? 'follows'
          : 'leads';
    return {
      sourceId,
      role,
      leader: lease?.holder ?? null,
      error: error === null ? null : { message: error.message, hint: error.hint },
    };
  }

  /** Takes, renews or waits for the lease. Call it every `LEASE_LOOK_S`. Never rejects. */
  async checkLease(): Promise<void> {
    await this.#guarded(async () => {
      await this.#options.lease?.look();
      const fence = this.#currentFence();
      if (fence === null) this.#resign();
      else if (fence !== this.#fence) await this.#takeOver(fence);
    });
  }

  /** Queues what is new, and sends what is due. Never rejects. */
  async dispatch(signal: AbortSignal): Promise<void> {
    if (this.#document === null) return;
    await this.#guarded(async () => {
      await this.#begin();
      await this.#send(signal);
    });
  }

  /** Gives the lease up. What waits is sent by whoever leads next, or at the next start. */
  async stop(): Promise<void> {
    this.#document = null;
    this.#fence = null;
    await this.#options.lease?.release();
  }

  #currentFence(): number | null {
    const { lease } = this.#options;
    return lease === null ? ALONE : lease.fence;
  }

  async #takeOver(fence: number): Promise<void> {
    const { log, store, scope, clock } = this.#options;
    const document = await log.claim(fence);
    if (document === null) {
      this.#resign();
      return;
    }
    this.#document = document;
    this.#fence = fence;
    const kept = store.read(() => store.channelQueue.of(scope));
    const now = nowSeconds(clock);
    store.write(() => {
      // Of what waited here, another may have sent all or some.
      store.channelQueue.clear(scope);
      for (const message of document.open)
        for (const channel of this.#receiversOf(message))
          store.channelQueue.add(
            kept.find((each) => each.message === message.id && each.channel === channel) ??
              delivery(scope, message.id, channel, now),
          );
    });
  }

  /** A channel that this program does not have stands for its own: two machines may be set up each by hand. */
  #receiversOf({ channels }: OpenMessage): readonly string[] {
    const own = this.#options.channels().map(({ id }) => id);
    const known = channels.filter((id) => own.includes(id));
    return known.length > 0 ? known : own;
  }

  #resign(): void {
    this.#document = null;
    this.#fence = null;
  }

  /** Writes down what is about to be sent. What cannot be written is not sent. */
  async #begin(): Promise<void> {
    const { feed, clock } = this.#options;
    const now = nowSeconds(clock);
    const document = this.#document;
    if (document === null) return;
    for (const group of feed(document, now)) {
      if (!(await this.#beginGroup(group, now))) return;
    }
  }

  async #beginGroup(group: FeedGroup, now: number): Promise<boolean> {
    const { store, scope } = this.#options;
    const document = this.#document;
    if (document === null) return false;
    const channels = this.#wanting(group).map(({ id }) => id);
    if (channels.length === 0) return true;
    const { message, alerts } = messageOf(document, group, channels, now);
    const next = pruned(withMessage(document, message, alerts), now);
    if (!(await this.#write(next))) return false;
    store.write(() => {
      for (const channel of channels)
        store.channelQueue.add(delivery(scope, message.id, channel, now));
    });
    return true;
  }

  #wanting({ state, alerts }: FeedGroup): Channel[] {
    return this.#options
      .channels()
      .filter((channel) => channel.resolved || state !== 'resolved')
      .filter((channel) => alerts.some(({ alert }) => wantedBy(channel, alert)));
  }

  async #send(signal: AbortSignal): Promise<void> {
    const { store, scope, postman, clock } = this.#options;
    const waiting = Map.groupBy(
      store.read(() => store.channelQueue.of(scope)),
      ({ channel }) => channel,
    );
    const done: StoredDelivery[] = [];
    const batch = new MessageBatch(this.#options);
    // One that is slow or fails keeps no other waiting.
    await Promise.all(
      [...waiting].map(async ([id, deliveries]) => {
        const channel = this.#options.channels().find((each) => each.id === id);
        if (channel !== undefined && postman.isHeld(channel, nowSeconds(clock))) {
          if (this.#document !== null) done.push(...overMeanwhile(this.#document, deliveries));
          return;
        }
        for (const entry of deliveries) {
          if (signal.aborted || this.#currentFence() !== this.#fence) return;
          const message =
            channel === undefined ? null : batch.messageFor(this.#document, channel, entry);
          if (channel === undefined || message === null) {
            done.push(entry);
            continue;
          }
          const outcome = await postman.send(channel, message, entry, {
            now: nowSeconds(clock),
            signal,
            mayGoOn: () => {
              this.#requireLease();
            },
          });
          if (outcome === 'wait') return;
          if (outcome === 'done') done.push(entry);
          else {
            store.write(() => {
              store.channelQueue.update(outcome);
            });
            return;
          }
        }
      }),
    );
    await this.#finish(done);
  }

  /** Right before anything leaves: a process that was stopped in between does not go on by a lease that has ended. */
  #requireLease(): void {
    if (this.#fence !== null && this.#currentFence() === this.#fence) return;
    throw appFailure('aborted', 'Another program sends these alerts now.', '');
  }

  async #finish(done: readonly StoredDelivery[]): Promise<void> {
    const { store } = this.#options;
    const document = this.#document;
    if (done.length === 0 || document === null) return;
    const next = done.reduce(
      (sum, { message, channel }) => withDelivered(sum, message, channel),
      document,
    );
    // Kept in memory even where it cannot be written now: it is written with the next.
    this.#document = next;
    store.write(() => {
      for (const entry of done) store.channelQueue.remove(entry);
    });
    await this.#write(next);
  }

  /** Returns whether it was written; resigns where another leads. Throws `AppFailure`. */
  async #write(document: DeliveryDocument): Promise<boolean> {
    const fence = this.#fence;
    if (fence === null || this.#currentFence() !== fence) {
      this.#resign();
      return false;
    }
    if (!(await this.#options.log.write(document, fence))) {
      this.#resign();
      return false;
    }
    this.#document = document;
    return true;
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#error = null;
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      this.#error = error;
    }
  }
}

function delivery(scope: string, message: string, channel: string, now: number): StoredDelivery {
  return { scope, message, channel, dueAt: now, attempts: 0, triedAt: null };
}
