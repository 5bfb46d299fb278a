import { join } from 'node:path';
import { z } from 'zod';
import { AppFailure, appFailure, type AppError } from '../../contract/errors.ts';
import {
  proxyIdentitySchema,
  type ProxyIdentities,
  type ProxyIdentitiesState,
  type ProxyIdentity,
} from '../../contract/network.ts';
import type { Logger } from '../../platform/log/log.ts';
import { Turns } from '../../platform/turns.ts';
import type { CredentialsCipher } from './credentials-cipher.ts';
import { EncryptedFile } from './encrypted-file.ts';

const FILE = 'proxy-credentials.json';
const VERSION = 1;
/** More than a person has proxies; the one that was stored first makes room. */
const MOST = 20;

const fileSchema = z.strictObject({
  version: z.literal(VERSION),
  proxies: z
    .array(
      z.strictObject({
        proxy: z.string().min(1).max(300),
        /** What Electron's safeStorage made of them. */
        ciphertext: z.base64().min(1).max(65_536),
      }),
    )
    .max(MOST),
});

type Entry = z.infer<typeof fileSchema>['proxies'][number];

/** What is encrypted: with the proxy, so that nobody can have them sent to another. */
const secretSchema = z.strictObject({ proxy: z.string(), identity: proxyIdentitySchema });

/** Where users and passwords of proxies are kept and who uses them. */
export interface ProxyIdentityStoreOptions {
  dataDir: string;
  cipher: Pick<CredentialsCipher, 'encrypt' | 'decrypt'>;
  /** Takes over all of them. */
  publish: (identities: ProxyIdentities) => void;
  logger: Logger;
}

/**
 * Users and passwords of proxies: encrypted in `proxy-credentials.json` of the data directory, decrypted in the memory of
 * this process and of the service. One change at a time.
 */
export class ProxyIdentityStore {
  readonly #options: ProxyIdentityStoreOptions;
  readonly #file: EncryptedFile<z.infer<typeof fileSchema>>;
  #stored: Entry[] = [];
  readonly #identities = new Map<string, ProxyIdentity>();
  #error: AppError | null = null;
  readonly #turns = new Turns();

  constructor(options: ProxyIdentityStoreOptions) {
    this.#options = options;
    this.#file = new EncryptedFile({
      path: join(options.dataDir, FILE),
      name: FILE,
      version: VERSION,
      schema: fileSchema,
      failure: unreadable,
    });
  }

  /** Reads and decrypts what is stored, and hands it over. Never rejects. */
  load(): Promise<void> {
    return this.#turns.take(async () => {
      try {
        this.#stored = this.#file.read()?.proxies ?? [];
        await this.#decryptAll();
      } catch (error) {
        this.#note(error);
      }
      this.#publish();
    });
  }

  /** What may be known of them. What could not be decrypted is tried again. */
  state(): Promise<ProxyIdentitiesState> {
    return this.#turns.take(async () => {
      if (this.#stored.some(({ proxy }) => !this.#identities.has(proxy))) {
        await this.#decryptAll();
        this.#publish();
      }
      return this.#state();
    });
  }

  /** Keeps user and password of a proxy (`proxyOrigin`), in place of earlier ones; null: none. Throws `AppFailure`. */
  set(proxy: string, identity: ProxyIdentity | null): Promise<ProxyIdentitiesState> {
    return this.#turns.take(async () => {
      const others = this.#stored.filter((entry) => entry.proxy !== proxy);
      if (identity === null) {
        this.#write(others);
        this.#identities.delete(proxy);
      } else {
        const { cipher } = this.#options;
        const text = JSON.stringify({ proxy, identity });
        const ciphertext = await cipher.encrypt(text).catch(notKept);
        this.#write([...others.slice(1 - MOST), { proxy, ciphertext }]);
        this.#identities.set(proxy, identity);
      }
      this.#error = null;
      this.#publish();
      return this.#state();
    });
  }

  #state(): ProxyIdentitiesState {
    const { message, hint } = this.#error ?? {};
    return {
      proxies: this.#stored.map(({ proxy }) => proxy),
      error: message === undefined || hint === undefined ? null : { message, hint },
    };
  }

  #publish(): void {
    this.#options.publish(new Map(this.#identities));
  }

  #write(proxies: readonly Entry[]): void {
    this.#file.write({ version: VERSION, proxies: [...proxies] });
    this.#stored = [...proxies];
  }

  async #decryptAll(): Promise<void> {
    this.#error = null;
    for (const { proxy, ciphertext } of this.#stored) {
      if (this.#identities.has(proxy)) continue;
      try {
        const { text } = await this.#options.cipher.decrypt(ciphertext).catch(notReadable);
        this.#identities.set(proxy, identityIn(text, proxy));
      } catch (error) {
        this.#note(error);
      }
    }
  }

  #note(error: unknown): void {
    if (!(error instanceof AppFailure)) throw error;
    this.#error = error.error;
    this.#options.logger.warn(error.error.message, { code: error.error.code });
  }
}

/** The cipher speaks of access keys. */
function notKept(cause: unknown): never {
  if (!(cause instanceof AppFailure) || cause.error.code !== 'encryption-unavailable') throw cause;
  throw appFailure(
    'encryption-unavailable',
    'User and password of the proxy cannot be stored here: this system has no keyring that the app can use, and they are never stored unencrypted.',
    'Set up a keyring (GNOME Keyring, KWallet) and start the app again, or start it with HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT.',
    cause,
  );
}

function notReadable(cause: unknown): never {
  if (!(cause instanceof AppFailure)) throw cause;
  throw appFailure(
    cause.error.code,
    'The stored user and password of the proxy cannot be decrypted now.',
    'Unlock the keyring of this system, then open Settings; or enter them again in Settings, Network.',
    cause,
  );
}

/** Throws `AppFailure`; what is wrong with a decrypted text is not said, it is a secret. */
function identityIn(text: string, proxy: string): ProxyIdentity {
  try {
    const parsed = secretSchema.parse(JSON.parse(text));
    if (parsed.proxy === proxy) return parsed.identity;
  } catch {
    // Said below, without the text.
  }
  throw appFailure(
    'credentials-unreadable',
    'The stored user and password of the proxy are damaged, or those of another proxy.',
    'Enter them again in Settings, Network.',
  );
}

function unreadable(what: string, cause: unknown): AppFailure {
  return appFailure(
    'credentials-unreadable',
    `The file of the proxies\u2019 users and passwords (${FILE}) ${what}.`,
    'Check the permissions of the data directory, or enter them again in Settings, Network.',
    cause,
  );
}
