import type { Channel, ChannelsReport } from '../../contract/channels.ts';
import { AppFailure } from '../../contract/errors.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import type { FleetStore } from '../store/store.ts';
import { keptStates } from './kept-states.ts';
import { leaseHolder } from './lease.ts';

/** What channels need to know of a source. */
export interface ChannelSource {
  id: string;
  name: string;
  connected: boolean;
  /** Unix seconds, or null. */
  lastSyncedAt: number | null;
  /** Whether it has a registry, in which programs agree which of them sends. */
  hasRegistry: boolean;
  reader: () => Promise<DynamoSource>;
}

/** How channels do by what the store and the registries say, whichever program sent to them. Changes nothing. */
export async function channelsReport(
  store: FleetStore,
  sources: readonly ChannelSource[],
  channels: readonly Channel[],
): Promise<ChannelsReport> {
  const waiting = store.read(() => store.channelQueue.waiting());
  const kept = keptStates(store);
  return {
    channels: channels.map(({ id }) => ({
      id,
      waiting: waiting.get(id) ?? 0,
      lastSentAt: kept[id]?.lastSentAt ?? null,
      error: kept[id]?.error ?? null,
    })),
    leases: await Promise.all(
      sources
        .filter(({ connected }) => connected)
        .map(async ({ id, reader }) => {
          try {
            return { sourceId: id, holder: await leaseHolder(await reader()), error: null };
          } catch (error) {
            if (!(error instanceof AppFailure)) throw error;
            return { sourceId: id, holder: null, error: error.error };
          }
        }),
    ),
  };
}
