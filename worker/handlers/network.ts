import { proxyOrigin } from '../../contract/network.ts';
import type { NetworkHandlers } from '../../contract/requests.ts';
import type { Settings, SourceConfig } from '../../contract/settings.ts';
import { isConnected, resolveConnection } from '../../platform/aws/config.ts';
import { tryNetwork } from '../../platform/aws/try-network.ts';
import { knownNetwork } from '../../platform/net/settings.ts';
import type { LiveSettings } from '../live-settings.ts';

/** Where nothing says which region is meant. */
const ANY_REGION = 'us-east-1';

/** Requests about proxies and certificates. */
export function networkHandlers(
  settings: Pick<LiveSettings, 'load' | 'setCaFile'>,
): NetworkHandlers {
  return {
    testNetwork: async ({ network, identity }) => {
      const { sources, network: stored } = settings.load();
      const { identities } = knownNetwork();
      const origin = proxyOrigin(network.proxy ?? '');
      return tryNetwork(await regionOf(sources), {
        settings: { ...network, caFile: stored.caFile },
        identities:
          identity === undefined || origin === null
            ? identities
            : new Map([...identities, [origin, identity]]),
      });
    },
    removeCaFile: () => settings.setCaFile(null),
  };
}

/** The region of the first source that is read. */
async function regionOf(sources: Settings['sources']): Promise<string> {
  const source: SourceConfig | undefined = sources.find((each) => isConnected(each)) ?? sources[0];
  if (source === undefined) return ANY_REGION;
  return resolveConnection(source).then(
    ({ region }) => region,
    () => source.region ?? ANY_REGION,
  );
}
