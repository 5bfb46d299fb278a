import type {
  Channel,
  ChannelMessage,
  MessageState,
  TellerState,
} from '../../contract/channels.ts';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { StoredDelivery } from '../store/channel-queue.ts';
import type { FleetStore } from '../store/store.ts';
import { isRepeat, type FeedAlert, type FeedGroup } from './feed.ts';
import type { Lease } from './lease.ts';
import { wantedBy } from './filter.ts';
import { channelAlert, messageOf } from './message.ts';
import type { Postman } from './postman.ts';
import {
  GIVE_UP_S,
  pruned,
  withDelivered,
  withMessage,
  type OpenMessage,
  type ToldDocument,
} from './told.ts';
import type { ToldLog } from './told-log.ts';

/** Puts a message into words; see `platform/channel-words.ts`. */
export type MessageWords = (
  message: Pick<ChannelMessage, 'state' | 'alerts'>,
) => Pick<ChannelMessage, 'title' | 'text'>;

/** Whose alerts a teller tells, to whom, and by what. */
export interface TellerOptions {
  /** The source's id, or `ID/this` for the channels that this program tells alone. */
  scope: string;
  sourceId: string;
  sourceName: string;
  store: FleetStore;
  clock: Clock;
  /** Null: nobody else tells these alerts. */
  lease: Lease | null;
  told: ToldLog;
  channels: () => readonly Channel[];
  /** What is to be told now, by what was told so far. */
  feed: (document: ToldDocument, now: number) => FeedGroup[];
  /** What this program's own store knows of the alerts that were told, by their ids. */
  details: (document: ToldDocument, now: number) => ReadonlyMap<string, FeedAlert>;
  labelsOf: (hostname: string) => readonly string[];
  words: MessageWords;
  postman: Postman;
}

/** The fencing number of a teller that has no others. */
const ALONE = 1;

/**
 * Tells the alerts of one source: while it leads, it writes down what it is about to tell, sends that to every channel
 * until each has taken it, and writes that down. Whoever leads next sends what was begun, with the same ids, and
 * nothing that was taken.
 */
export class Teller {
  readonly #options: TellerOptions;
  #document: ToldDocument | null = null;
  #fence: number | null = null;
  #error: AppFailure | null = null;

  constructor(options: TellerOptions) {
    this.#options = options;
  }

  get scope(): string {
    return this.#options.scope;
  }

  /** Whether it is not known yet if another tells these alerts, or was only ended without giving up the lease. */
  get undecided(): boolean {
    return this.#error === null && (this.#options.lease?.undecided ?? false);
  }

  state(): TellerState {
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

  /** Looks after the lease: every `LEASE_LOOK_S`. Never rejects. */
  async lookAtLease(): Promise<void> {
    await this.#guarded(async () => {
      await this.#options.lease?.look();
      const fence = this.#currentFence();
      if (fence === null) this.#resign();
      else if (fence !== this.#fence) await this.#takeOver(fence);
    });
  }

  /** Tells what there is to tell, and sends what is due. Never rejects. */
  async tell(signal: AbortSignal): Promise<void> {
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
    const { told, store, scope, clock } = this.#options;
    const document = await told.claim(fence);
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

  /** Writes down what is about to be told. What cannot be written is not told. */
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
    // One that is slow or fails keeps no other waiting.
    await Promise.all(
      [...waiting].map(async ([id, deliveries]) => {
        const channel = this.#options.channels().find((each) => each.id === id);
        if (channel !== undefined && postman.isHeld(channel, nowSeconds(clock))) {
          done.push(...this.#overMeanwhile(deliveries));
          return;
        }
        for (const entry of deliveries) {
          if (signal.aborted || this.#currentFence() !== this.#fence) return;
          const message = this.#messageFor(channel, entry);
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

  /**
   * Beginnings that nobody was told of yet, and whose ends wait behind them: nothing is left to tell. Nor of what only
   * repeats something: the next reminder comes after.
   */
  #overMeanwhile(deliveries: readonly StoredDelivery[]): StoredDelivery[] {
    const open = new Map(this.#document?.open.map((message) => [message.id, message]));
    const over = new Set<string>();
    for (const { message } of deliveries)
      if (open.get(message)?.state === 'resolved')
        for (const id of open.get(message)?.alerts ?? []) over.add(id);
    const dropped = new Set<string>();
    const isDropped = (entry: StoredDelivery, state: MessageState, ids: Set<string>): boolean => {
      const message = open.get(entry.message);
      return (
        entry.triedAt === null &&
        message?.state === state &&
        message.alerts.every((id) => ids.has(id))
      );
    };
    const begun = deliveries.filter((entry) => isDropped(entry, 'firing', over));
    for (const { message } of begun)
      for (const id of open.get(message)?.alerts ?? []) dropped.add(id);
    const repeats = deliveries.filter(({ message }) =>
      isRepeat(open.get(message)?.state ?? 'firing'),
    );
    const ended = deliveries.filter((entry) => isDropped(entry, 'resolved', dropped));
    return [...begun, ...ended, ...repeats];
  }

  /** Right before anything leaves: a process that was stopped in between does not go on by a lease that has ended. */
  #requireLease(): void {
    if (this.#fence !== null && this.#currentFence() === this.#fence) return;
    throw appFailure('aborted', 'Another program tells these alerts now.', '');
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

  /** The message as a channel gets it: only what it wants. Null: nothing of it is left, or it is too old. */
  #messageFor(channel: Channel | undefined, entry: StoredDelivery): ChannelMessage | null {
    const { sourceName, words, labelsOf, clock } = this.#options;
    const document = this.#document;
    const open = document?.open.find(({ id }) => id === entry.message);
    if (document === null || open === undefined || channel === undefined) return null;
    const firstTry = entry.triedAt ?? Infinity;
    if (nowSeconds(clock) - firstTry > GIVE_UP_S) return null;
    const details = this.#options.details(document, nowSeconds(clock));
    const alerts = document.alerts
      .filter(({ id }) => open.alerts.includes(id))
      .filter((told) => open.state !== 'reminder' || isStillOn(details.get(told.id)))
      .map((told) => channelAlert(told, details.get(told.id), labelsOf(told.hostname)))
      .filter((alert) => wantedBy(channel, alert))
      .toSorted((a, b) => a.hostname.localeCompare(b.hostname, 'en', { numeric: true }));
    const [first] = alerts;
    if (first === undefined) return null;
    const { id, at, state, incident, closes } = open;
    return {
      id,
      at,
      state,
      severity: first.severity,
      source: safeText(sourceName, 80),
      incident,
      closes,
      alerts,
      ...words({ state, alerts }),
    };
  }

  /** Returns whether it was written; resigns where another leads. Throws `AppFailure`. */
  async #write(document: ToldDocument): Promise<boolean> {
    const fence = this.#fence;
    if (fence === null || this.#currentFence() !== fence) {
      this.#resign();
      return false;
    }
    if (!(await this.#options.told.write(document, fence))) {
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

/** A reminder that waited is none any more once the alert is over, or somebody has acknowledged it. */
function isStillOn(alert: FeedAlert | undefined): boolean {
  return alert?.endedAt === null && alert.state === 'firing';
}
