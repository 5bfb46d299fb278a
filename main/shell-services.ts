import { safeStorage } from 'electron';
import type { Settings } from '../contract/settings.ts';
import { nowSeconds, systemClock } from '../platform/clock.ts';
import { isMadeUp } from '../platform/fs/data-dir.ts';
import type { Logger } from '../platform/log/log.ts';
import type { WorkerService } from '../worker/client.ts';
import { ChannelSecretStore } from './credentials/channel-secrets.ts';
import {
  ACCESS_KEYS,
  CHANNEL_SECRETS,
  CredentialsCipher,
  PROXY_IDENTITIES,
  type CipherSubject,
} from './credentials/credentials-cipher.ts';
import { Credentials } from './credentials/credentials.ts';
import { SignIns } from './credentials/sign-ins.ts';
import { provideKeys } from './credentials/source-credentials.ts';
import type { ShellContext } from './ipc/shell-handlers.ts';
import { chooseFolder } from './system/choose-folder.ts';
import { networkAccess } from './system/network-access.ts';
import { openSignIn } from './system/open-sign-in.ts';
import { sharedFiles } from './system/shared-files.ts';

/** The dependencies of `shellServices`. */
export interface ShellServicesOptions {
  dataDir: string;
  service: WorkerService;
  settings: Settings;
  /** Whether this copy can update itself. */
  updates: boolean;
  logger: Logger;
}

/** The shell's services, and how the app starts and stops them. */
export interface ShellServices extends ShellContext {
  /** Hands all secrets to the service. Resolves once that is done, or if a keyring takes too long to ask its user. */
  provideSecrets: () => Promise<void>;
  /** Ends sign-ins that wait for their user. */
  stop: () => void;
}

/** Builds secrets, sign-ins, dialogs and network of the shell. Secrets go to the service as soon as a keyring opens. */
export function shellServices(options: ShellServicesOptions): ShellServices {
  const { dataDir, service, settings, logger } = options;
  const cipher = (subject: CipherSubject) =>
    new CredentialsCipher(safeStorage, process.platform, subject);
  const channelSecrets = new ChannelSecretStore({
    dataDir,
    cipher: cipher(CHANNEL_SECRETS),
    publish: (secrets) => {
      service.setChannelSecrets(secrets);
    },
    logger,
  });
  void channelSecrets.load(settings.channels.map(({ id }) => id));
  const { ready, ...network } = networkAccess({
    dataDir,
    cipher: cipher(PROXY_IDENTITIES),
    service,
    clock: systemClock,
    logger,
  });
  const credentials = new Credentials({
    dataDir,
    cipher: cipher(ACCESS_KEYS),
    publish: (keys) => service.setCredentials(keys),
    now: () => nowSeconds(systemClock),
    logger,
  });
  const signIns = new SignIns({
    openPage: openSignIn,
    onSignedIn: async () => {
      await service.request('syncNow', { reason: 'user' });
    },
    clock: systemClock,
    logger,
  });
  return {
    credentials,
    signIns,
    channelSecrets,
    ...network,
    demo: isMadeUp(dataDir),
    updates: options.updates,
    chooseFunctionFolder: () => chooseFolder((path) => service.addFunctionFolder(path)),
    sharedFiles: sharedFiles((name, input) => service.request(name, input)),
    async provideSecrets() {
      await ready();
      await provideKeys(service, credentials, systemClock, logger);
    },
    stop() {
      signIns.stop();
    },
  };
}
