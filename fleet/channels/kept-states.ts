import { z } from 'zod';
import type { Channel, ChannelState } from '../../contract/channels.ts';
import { parseStored } from '../../platform/sqlite/stored-json.ts';
import type { FleetStore } from '../store/store.ts';

const KEY = 'channel-states';

/** What is kept of how a channel does, for programs that start later. */
export type KeptState = Pick<ChannelState, 'lastSentAt' | 'error'>;

const schema = z.record(
  z.string(),
  z.object({
    lastSentAt: z.number().nullable(),
    error: z.object({ message: z.string(), hint: z.string() }).nullable(),
  }),
);

/** How channels did when a program last sent them anything, by their ids. What is damaged counts as not known. */
export function keptStates(store: FleetStore): Record<string, KeptState> {
  return (
    parseStored(
      schema,
      store.read(() => store.meta.get(KEY)),
    ) ?? {}
  );
}

/** Keeps how these channels do, if that has changed. Others are forgotten. */
function keepStates(store: FleetStore, states: Readonly<Record<string, KeptState>>): void {
  const text = JSON.stringify(states);
  if (store.read(() => store.meta.get(KEY)) === text) return;
  store.write(() => {
    store.meta.put(KEY, text);
  });
}

/** Keeps how channels do now; one that nothing was sent to yet does as it did before. */
export function keepNewStates(
  store: FleetStore,
  channels: readonly Channel[],
  stateOf: (channel: Channel) => KeptState,
): void {
  const kept = keptStates(store);
  const states = channels.flatMap((channel) => {
    const { lastSentAt, error } = stateOf(channel);
    const before = kept[channel.id];
    if (lastSentAt === null && error === null)
      return before === undefined ? [] : [[channel.id, before] as const];
    return [[channel.id, { lastSentAt: lastSentAt ?? before?.lastSentAt ?? null, error }] as const];
  });
  keepStates(store, Object.fromEntries(states));
}
