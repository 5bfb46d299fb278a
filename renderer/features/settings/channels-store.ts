import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type {
  Channel,
  ChannelSecrets,
  ChannelSecretsState,
  ChannelsState,
} from '../../../contract/channels.ts';
import type { Result } from '../../../contract/result.ts';
import type { Settings } from '../../../contract/settings.ts';
import { request } from '../../app/bridge.ts';
import { useSettingsStore } from '../../stores/settings.ts';

/** The receivers of alerts: how they do, and what may be known of their secrets. */
export const useChannelsStore = defineStore('channels', () => {
  const settings = useSettingsStore();
  const state = shallowRef<ChannelsState>({ channels: [], dispatchers: [] });
  const secrets = shallowRef<ChannelSecretsState>({ stored: {}, error: null });

  async function load(): Promise<void> {
    const [found, stored] = await Promise.all([
      request('channelsState', {}),
      request('channelSecretsState', {}),
    ]);
    if (found.ok) state.value = found.value;
    if (stored.ok) secrets.value = stored.value;
  }

  /** Adds the channel, or replaces the one with its id. Its secrets come first: it must never lack them. */
  async function save(channel: Channel, typed: ChannelSecrets): Promise<Result<unknown>> {
    if (Object.keys(typed).length > 0) {
      const stored = await request('setChannelSecrets', { channelId: channel.id, secrets: typed });
      if (!stored.ok) return stored;
      secrets.value = stored.value;
    }
    return settings.update(({ channels }) => ({
      channels: channels.some(({ id }) => id === channel.id)
        ? channels.map((other) => (other.id === channel.id ? channel : other))
        : [...channels, channel],
    }));
  }

  /** Its secrets stay until the app is started again, so that it can be put back. */
  function remove(id: string): Promise<Result<Settings>> {
    return settings.update(({ channels }) => ({
      channels: channels.filter((channel) => channel.id !== id),
    }));
  }

  /** Puts back a channel that was removed from a place, unless there is another of its id by now. */
  function restore(channel: Channel, at: number): Promise<Result<Settings>> {
    return settings.update(({ channels }) => ({
      channels: channels.some(({ id }) => id === channel.id)
        ? channels
        : channels.toSpliced(at, 0, channel),
    }));
  }

  /** Sends a test, with `typed` before what is stored. */
  function test(channel: Channel, typed: ChannelSecrets): Promise<Result<{ sentAt: number }>> {
    return request('testChannel', { channel, secrets: { ...typed } });
  }

  return { state, secrets, load, save, remove, restore, test };
});
