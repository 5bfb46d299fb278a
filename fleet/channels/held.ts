import type { MessageState } from '../../contract/channels.ts';
import type { StoredDelivery } from '../store/channel-queue.ts';
import { isRepeat } from './feed.ts';
import type { DeliveryDocument } from './delivery-document.ts';

/**
 * What need not be sent any more to a channel that holds back its messages: beginnings that were not sent yet, and
 * whose ends wait behind them; what came and went. Nor what only repeats something: the next reminder comes after.
 */
export function overMeanwhile(
  document: DeliveryDocument,
  deliveries: readonly StoredDelivery[],
): StoredDelivery[] {
  const open = new Map(document.open.map((message) => [message.id, message]));
  const over = new Set<string>();
  for (const { message } of deliveries)
    if (open.get(message)?.state === 'resolved')
      for (const id of open.get(message)?.alerts ?? []) over.add(id);
  // An end that was sent with no beginning before it, and those of beginnings that are dropped.
  const dropped = new Set(
    document.alerts.flatMap(({ id, incident }) =>
      open.get(incident)?.state === 'resolved' ? [id] : [],
    ),
  );
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
