import { dynamoAddress } from '../../platform/aws/dynamo-address.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import { authoritiesIn } from '../../platform/net/certificates.ts';
import { proxyFor, shownProxy } from '../../platform/net/proxy.ts';
import { useProxyIdentities } from '../../platform/net/settings.ts';
import type { Service } from '../../worker/service.ts';
import type { CredentialsCipher } from '../credentials/credentials-cipher.ts';
import { ProxyIdentityStore } from '../credentials/proxy-identities.ts';
import type { ShellContext } from '../ipc/shell-handlers.ts';
import { chooseFile } from './choose-folder.ts';

/** The address for proxy lookups; the proxy hardly depends on it. */
const ANY_REGION = 'us-east-1';
/** Milliseconds for which the first sync waits for a keyring that asks its user first. */
const UNLOCK_GRACE_MS = 2000;

/** What the shell knows about the network. */
export interface NetworkAccess extends Pick<
  ShellContext,
  'proxyIdentities' | 'proxyToAws' | 'chooseCaFile'
> {
  /** Resolves once stored users and passwords are handed over, or if a keyring takes too long to ask its user. */
  ready: () => Promise<void>;
}

/** The dependencies of `networkAccess`. */
export interface NetworkAccessOptions {
  dataDir: string;
  cipher: CredentialsCipher;
  service: Pick<Service, 'setProxyIdentities' | 'setCaFile'>;
  clock: Pick<Clock, 'sleep'>;
  logger: Logger;
}

/** Hands users and passwords of proxies to this process and to the service, now and after changes. */
export function networkAccess(options: NetworkAccessOptions): NetworkAccess {
  const { dataDir, cipher, service, clock, logger } = options;
  const proxyIdentities = new ProxyIdentityStore({
    dataDir,
    cipher,
    publish: (identities) => {
      useProxyIdentities(identities);
      service.setProxyIdentities(identities);
    },
    logger,
  });
  const loaded = proxyIdentities.load();
  return {
    proxyIdentities,
    async proxyToAws() {
      const proxy = await proxyFor(dynamoAddress(ANY_REGION));
      return proxy === null ? null : shownProxy(proxy);
    },
    chooseCaFile: () =>
      chooseFile((path) => {
        // Reported at once: the service could only log it.
        authoritiesIn({ path, namedBy: 'Settings, Network' });
        return service.setCaFile(path);
      }),
    async ready() {
      const grace = new AbortController();
      const waited = clock.sleep(UNLOCK_GRACE_MS, grace.signal).catch(() => undefined);
      await Promise.race([loaded, waited]);
      grace.abort();
    },
  };
}
