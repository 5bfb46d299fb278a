import type { Channel, ChannelMessage } from '../../contract/channels.ts';
import { safeText } from '../../contract/safe-text.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { StoredDelivery } from '../store/channel-queue.ts';
import type { FeedAlert } from './feed.ts';
import { wantedBy } from './filter.ts';
import { channelAlert } from './message.ts';
import { GIVE_UP_S, type DeliveryDocument } from './delivery-document.ts';
import { byName } from '../alerts/news.ts';

/** Puts a message into words; see `platform/channel-words.ts`. */
export type MessageWords = (
  message: Pick<ChannelMessage, 'state' | 'alerts'>,
) => Pick<ChannelMessage, 'title' | 'text'>;

/** What messages are made of. */
export interface MessageBatchOptions {
  sourceName: string;
  clock: Clock;
  /** What this program's own store has about the alerts sent, by alert id. */
  details: (document: DeliveryDocument, now: number) => ReadonlyMap<string, FeedAlert>;
  labelsOf: (hostname: string) => readonly string[];
  words: MessageWords;
}

/** Makes the messages of one round of sending. What the store knows is read once a message, for all of its channels. */
export class MessageBatch {
  readonly #options: MessageBatchOptions;
  readonly #details = new Map<string, ReadonlyMap<string, FeedAlert>>();

  constructor(options: MessageBatchOptions) {
    this.#options = options;
  }

  /** The message as a channel gets it: only what it wants. Null: nothing of it is left, or it is too old. */
  messageFor(
    document: DeliveryDocument | null,
    channel: Channel,
    entry: StoredDelivery,
  ): ChannelMessage | null {
    const { sourceName, words, labelsOf, clock } = this.#options;
    const open = document?.open.find(({ id }) => id === entry.message);
    if (document === null || open === undefined) return null;
    const firstTry = entry.triedAt ?? Infinity;
    if (nowSeconds(clock) - firstTry > GIVE_UP_S) return null;
    const details = this.#detailsOf(document, open.id);
    const alerts = document.alerts
      .filter(({ id }) => open.alerts.includes(id))
      .filter((sent) => open.state !== 'reminder' || isStillOn(details.get(sent.id)))
      .map((sent) => channelAlert(sent, details.get(sent.id), labelsOf(sent.hostname)))
      .filter((alert) => wantedBy(channel, alert))
      .toSorted(byName);
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

  #detailsOf(document: DeliveryDocument, message: string): ReadonlyMap<string, FeedAlert> {
    let found = this.#details.get(message);
    if (found === undefined) {
      found = this.#options.details(document, nowSeconds(this.#options.clock));
      this.#details.set(message, found);
    }
    return found;
  }
}

/** A reminder that waited is none any more once the alert is over, or somebody has acknowledged it. */
function isStillOn(alert: FeedAlert | undefined): boolean {
  return alert?.endedAt === null && alert.state === 'firing';
}
