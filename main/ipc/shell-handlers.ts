import type { App } from 'electron';
import type { ShellHandlers } from '../../contract/requests.ts';
import { appFailure } from '../../contract/errors.ts';
import { proxyOrigin } from '../../contract/network.ts';
import { listProfiles } from '../../platform/aws/config.ts';
import type { ChannelSecretStore } from '../credentials/channel-secrets.ts';
import type { Credentials } from '../credentials/credentials.ts';
import type { ProxyIdentityStore } from '../credentials/proxy-identities.ts';
import type { SignIns } from '../credentials/sign-ins.ts';

/** What the shell's own handlers use. */
export interface ShellContext {
  credentials: Pick<Credentials, 'state' | 'set' | 'remove'>;
  signIns: Pick<SignIns, 'begin' | 'finish' | 'open' | 'cancel'>;
  channelSecrets: Pick<ChannelSecretStore, 'state' | 'set'>;
  proxyIdentities: Pick<ProxyIdentityStore, 'state' | 'set'>;
  /** The address of the proxy that requests to AWS use now, or null. */
  proxyToAws: () => Promise<string | null>;
  /** Lets the user choose a file of certificate authorities, which is then trusted; returns whether one was chosen. */
  chooseCaFile: () => Promise<boolean>;
  /** Whether the machines in the data directory are made up (`npm run demo`). */
  demo: boolean;
  /** Whether this copy can update itself. */
  updates: boolean;
  /** Lets the user choose a folder, which is then read; returns whether one was chosen. */
  chooseFunctionFolder: () => Promise<boolean>;
  /** Export and import of what a team shares, with file dialogs. */
  sharedFiles: Pick<ShellHandlers, 'saveSharedFile' | 'openSharedFile'>;
}

/** The handlers of the shell's own requests. */
export function createShellHandlers(
  app: Pick<App, 'getVersion'>,
  {
    credentials,
    signIns,
    channelSecrets,
    demo,
    updates,
    chooseFunctionFolder,
    sharedFiles,
    ...network
  }: ShellContext,
): ShellHandlers {
  return {
    credentialsState: () => credentials.state(),
    setCredentials: ({ sourceId, keys }) => credentials.set(sourceId, keys),
    removeCredentials: ({ sourceId }) => credentials.remove(sourceId),
    channelSecretsState: () => channelSecrets.state(),
    setChannelSecrets: ({ channelId, secrets }) => channelSecrets.set(channelId, secrets),
    proxyIdentities: () => network.proxyIdentities.state(),
    setProxyIdentity: async ({ proxy, identity }) =>
      network.proxyIdentities.set(await originOf(proxy, network.proxyToAws), identity),
    chooseCaFile: network.chooseCaFile,
    appInfo: () => ({
      version: app.getVersion(),
      platform: process.platform,
      arch: process.arch,
      host: 'electron' in process.versions ? 'electron' : 'chromium-stand-in',
      demo,
      updates,
    }),
    listProfiles,
    chooseFunctionFolder,
    ...sharedFiles,
    beginSignIn: ({ profile }) => signIns.begin(profile),
    finishSignIn: ({ id }) => signIns.finish(id),
    openSignIn: ({ id }) => signIns.open(id),
    cancelSignIn: ({ id }) => signIns.cancel(id),
  };
}

/** The named proxy, else the one that requests to AWS use now. Throws `AppFailure` if there is none. */
async function originOf(
  proxy: string | undefined,
  proxyToAws: ShellContext['proxyToAws'],
): Promise<string> {
  const origin = proxyOrigin(proxy ?? (await proxyToAws()) ?? '');
  if (origin !== null) return origin;
  throw appFailure(
    'not-configured',
    'Neither these settings nor the system name a proxy that a password could be for.',
    'Enter the address of the proxy.',
  );
}
