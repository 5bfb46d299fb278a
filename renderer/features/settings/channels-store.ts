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

/** The receivers of alerts: their state, and what may be known about their secrets. */
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

  /** Adds the channel, or replaces the one with its id. Secrets are stored first, so that it never lacks them. */
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

  /** Its secrets stay until the app is restarted, so that it can be restored. */
  function remove(id: string): Promise<Result<Settings>> {
    return settings.update(({ channels }) => ({
      channels: channels.filter((channel) => channel.id !== id),
    }));
  }

  /** Restores a removed channel at its old place, unless another one has its id by now. */
  function restore(channel: Channel, at: number): Promise<Result<Settings>> {
    return settings.update(({ channels }) => ({
      channels: channels.some(({ id }) => id === channel.id)
        ? channels
        : channels.toSpliced(at, 0, channel),
    }));
  }

  /** Sends a test; `typed` takes precedence over stored values. */
  function test(channel: Channel, typed: ChannelSecrets): Promise<Result<{ sentAt: number }>> {
    return request('testChannel', { channel, secrets: { ...typed } });
  }

  return { state, secrets, load, save, remove, restore, test };
});
