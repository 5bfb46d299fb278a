import { z } from 'zod';
import {
  proxyIdentitySchema,
  type ProxyIdentities,
  type ProxyIdentitiesState,
  type ProxyIdentity,
} from '../../contract/network.ts';
import type { Logger } from '../../platform/log/log.ts';
import type { CredentialsCipher } from './credentials-cipher.ts';
import { SealedSecrets, parsedJson } from './sealed-secrets.ts';

const VERSION = 1;
/** More than anybody has proxies. The oldest entry makes room. */
const MOST = 20;

const fileSchema = z.strictObject({
  version: z.literal(VERSION),
  proxies: z
    .array(
      z.strictObject({
        proxy: z.string().min(1).max(300),
        ciphertext: z.base64().min(1).max(65_536),
      }),
    )
    .max(MOST),
});

type Stored = z.infer<typeof fileSchema>;

/** The encrypted text includes the proxy, so that it cannot be sent to another one. */
const secretSchema = z.strictObject({ proxy: z.string(), identity: proxyIdentitySchema });

/** Where users and passwords of proxies are stored, and who uses them. */
export interface ProxyIdentityStoreOptions {
  dataDir: string;
  cipher: Pick<CredentialsCipher, 'encrypt' | 'decrypt'>;
  /** Receives all of them. */
  publish: (identities: ProxyIdentities) => void;
  logger: Logger;
}

/** Users and passwords of proxies, in `proxy-credentials.json` of the data directory. */
export class ProxyIdentityStore {
  readonly #sealed: SealedSecrets<Stored['proxies'][number], ProxyIdentity, Stored>;

  constructor(options: ProxyIdentityStoreOptions) {
    this.#sealed = new SealedSecrets({
      ...options,
      file: 'proxy-credentials.json',
      version: VERSION,
      schema: fileSchema,
      entriesIn: ({ proxies }) => proxies,
      fileOf: (proxies) => ({ version: VERSION, proxies }),
      keyOf: ({ proxy }) => proxy,
      secretIn: (text, proxy) => {
        const found = parsedJson(secretSchema, text);
        return found?.proxy === proxy ? found.identity : null;
      },
      words: {
        file: 'The file of the proxies\u2019 users and passwords',
        stored: 'The stored user and password of the proxy',
        enterAgain: 'Enter them again in Settings, Network.',
      },
    });
  }

  /** Reads and decrypts what is stored, and publishes it. Never rejects. */
  load(): Promise<void> {
    return this.#sealed.load();
  }

  /** What the page may know about them. Entries that could not be decrypted are tried again. */
  async state(): Promise<ProxyIdentitiesState> {
    await this.#sealed.retry();
    return this.#state();
  }

  /**
   * Stores user and password of a proxy (`proxyOrigin`), in place of earlier ones; null deletes them. Throws
   * `AppFailure`.
   */
  async set(proxy: string, identity: ProxyIdentity | null): Promise<ProxyIdentitiesState> {
    await this.#sealed.change(
      proxy,
      () =>
        identity === null
          ? null
          : { entry: { proxy }, text: JSON.stringify({ proxy, identity }), secret: identity },
      (others, entry) => [...others.slice(1 - MOST), entry],
    );
    return this.#state();
  }

  #state(): ProxyIdentitiesState {
    const { entries, error } = this.#sealed;
    return { proxies: entries.map(({ proxy }) => proxy), error };
  }
}
