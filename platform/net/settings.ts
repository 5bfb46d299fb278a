import { proxyOrigin, type NetworkSettings, type ProxyIdentities } from '../../contract/network.ts';

/** Network settings of this thread, apart from environment and system. */
export interface KnownNetwork {
  readonly settings: NetworkSettings;
  readonly identities: ProxyIdentities;
}

let known: KnownNetwork = { settings: {}, identities: new Map() };

/** Requests of this thread follow the settings from now on. */
export function useNetworkSettings(settings: NetworkSettings): void {
  known = { ...known, settings };
}

/** Proxies are given these users and passwords from now on, each its own. */
export function useProxyIdentities(identities: ProxyIdentities): void {
  const byOrigin = [...identities].map(
    ([proxy, identity]) => [proxyOrigin(proxy) ?? proxy, identity] as const,
  );
  known = { ...known, identities: new Map(byOrigin) };
}

/** The settings in force for requests of this thread. */
export function knownNetwork(): KnownNetwork {
  return known;
}
