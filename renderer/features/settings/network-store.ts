import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type {
  NetworkSettings,
  NetworkTest,
  ProxyIdentitiesState,
  ProxyIdentity,
} from '../../../contract/network.ts';
import type { Result } from '../../../contract/result.ts';
import { request } from '../../app/bridge.ts';
import { useSettingsStore } from '../../stores/settings.ts';

/** The network form's input; a dialog chooses the CA file. */
export type NetworkWish = Pick<NetworkSettings, 'proxy' | 'noProxy'>;

/** How other machines are reached, and what may be known about proxy users. */
export const useNetworkStore = defineStore('network', () => {
  const settings = useSettingsStore();
  const identities = shallowRef<ProxyIdentitiesState>({ proxies: [], error: null });

  function take(result: Result<ProxyIdentitiesState>): Result<ProxyIdentitiesState> {
    if (result.ok) identities.value = result.value;
    return result;
  }

  async function load(): Promise<void> {
    take(await request('proxyIdentities', {}));
  }

  /** User and password are stored first, so that a proxy that needs them never lacks them. */
  async function save(wish: NetworkWish, identity?: ProxyIdentity): Promise<Result<unknown>> {
    if (identity !== undefined) {
      const { proxy } = wish;
      const named = proxy === undefined ? {} : { proxy };
      const stored = take(await request('setProxyIdentity', { ...named, identity }));
      if (!stored.ok) return stored;
    }
    return settings.update(() => ({ network: { ...wish } }));
  }

  async function forget(proxy: string): Promise<Result<unknown>> {
    return take(await request('setProxyIdentity', { proxy, identity: null }));
  }

  function test(wish: NetworkWish, identity?: ProxyIdentity): Promise<Result<NetworkTest>> {
    return request('testNetwork', {
      network: { ...wish },
      ...(identity === undefined ? {} : { identity: { ...identity } }),
    });
  }

  function chooseCaFile(): Promise<Result<boolean>> {
    return request('chooseCaFile', {});
  }

  function removeCaFile(): Promise<Result<unknown>> {
    return request('removeCaFile', {});
  }

  return { identities, load, save, forget, test, chooseCaFile, removeCaFile };
});
