import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  channelSecretsSchema,
  type ChannelSecrets,
  type ChannelSecretsState,
} from '../../contract/channels.ts';
import { AppFailure, appFailure, type AppError } from '../../contract/errors.ts';
import { watchFile } from '../../platform/fs/settings-file.ts';
import type { Logger } from '../../platform/log/log.ts';
import { Turns } from '../../platform/turns.ts';
import type { CredentialsCipher } from './credentials-cipher.ts';
import { EncryptedFile } from './encrypted-file.ts';

const FILE = 'channel-secrets.json';
const VERSION = 1;
/** More than twice as many as there can be channels: a form may store secrets of one that is not saved in the end. */
const MOST = 100;

const fileSchema = z.strictObject({
  version: z.literal(VERSION),
  channels: z
    .array(
      z.strictObject({
        channelId: z.string().min(1).max(40),
        /** Names of the secrets, so that a form can say which are there. */
        names: z.array(z.string().max(20)).max(10),
        /** What Electron's safeStorage made of them. */
        ciphertext: z.base64().min(1).max(262_144),
      }),
    )
    .max(MOST),
});

type Entry = z.infer<typeof fileSchema>['channels'][number];

/** What is encrypted: with the channel, so that nobody can give the secrets of one channel to another. */
const secretSchema = z.strictObject({ channelId: z.string(), secrets: channelSecretsSchema });

/** Where secrets of channels are kept and who uses them. */
export interface ChannelSecretStoreOptions {
  dataDir: string;
  cipher: CredentialsCipher;
  /** Takes over the secrets of all channels. */
  publish: (secrets: ReadonlyMap<string, ChannelSecrets>) => void;
  logger: Logger;
}

/**
 * The secrets of the channels: encrypted in `channel-secrets.json` of the data directory, decrypted in the memory of this
 * process and of the service. One change at a time.
 */
export class ChannelSecretStore {
  readonly #options: ChannelSecretStoreOptions;
  readonly #path: string;
  readonly #file: EncryptedFile<z.infer<typeof fileSchema>>;
  #stored: Entry[] = [];
  #secrets = new Map<string, ChannelSecrets>();
  #error: AppError | null = null;
  readonly #turns = new Turns();
  #unwatch: () => void = () => undefined;

  constructor(options: ChannelSecretStoreOptions) {
    this.#options = options;
    this.#path = join(options.dataDir, FILE);
    this.#file = new EncryptedFile({
      path: this.#path,
      name: FILE,
      version: VERSION,
      schema: fileSchema,
      failure: unreadable,
    });
  }

  /** Reads and decrypts what is stored, hands it over, and forgets what none of `channelIds` uses. Never rejects. */
  load(channelIds: readonly string[]): Promise<void> {
    return this.#turns.take(async () => {
      try {
        this.#stored = this.#file.read()?.channels ?? [];
        const left = this.#stored.filter(({ channelId }) => channelIds.includes(channelId));
        if (left.length < this.#stored.length) this.#write(left);
        await this.#decryptAll();
      } catch (error) {
        this.#note(error);
      }
      this.#options.publish(new Map(this.#secrets));
      this.#unwatch();
      this.#unwatch = watchFile(this.#path, () => void this.#renewed());
    });
  }

  /** What may be known of them. What could not be decrypted is tried again. */
  state(): Promise<ChannelSecretsState> {
    return this.#turns.take(async () => {
      if (this.#stored.some(({ channelId }) => !this.#secrets.has(channelId))) {
        await this.#decryptAll();
        this.#options.publish(new Map(this.#secrets));
      }
      return this.#state();
    });
  }

  /** Keeps secrets of a channel; those of other names stay. Throws `AppFailure`. */
  set(channelId: string, secrets: ChannelSecrets): Promise<ChannelSecretsState> {
    return this.#turns.take(async () => {
      await this.#renew();
      const all = { ...this.#secrets.get(channelId), ...secrets };
      const { cipher, publish } = this.#options;
      const entry: Entry = {
        channelId,
        names: Object.keys(all),
        ciphertext: await cipher.encrypt(JSON.stringify({ channelId, secrets: all })),
      };
      this.#write([...this.#stored.filter((other) => other.channelId !== channelId), entry]);
      this.#secrets.set(channelId, all);
      this.#error = null;
      publish(new Map(this.#secrets));
      return this.#state();
    });
  }

  #renewed(): Promise<void> {
    return this.#turns.take(async () => {
      if (await this.#renew()) this.#options.publish(new Map(this.#secrets));
    });
  }

  /**
   * Takes over what lies in the file where another was put in its place; answers whether it did. A file that is gone or
   * damaged takes no secrets away from a running app.
   */
  async #renew(): Promise<boolean> {
    const found = this.#intact();
    if (found === null || isDeepStrictEqual(found, this.#stored)) return false;
    this.#stored = found;
    this.#secrets = new Map();
    await this.#decryptAll();
    this.#options.logger.info('another file of secrets of channels was taken over');
    return true;
  }

  #intact(): Entry[] | null {
    try {
      return this.#file.read()?.channels ?? null;
    } catch (error) {
      this.#note(error);
      return null;
    }
  }

  #state(): ChannelSecretsState {
    const { message, hint } = this.#error ?? {};
    return {
      stored: Object.fromEntries(this.#stored.map(({ channelId, names }) => [channelId, names])),
      error: message === undefined || hint === undefined ? null : { message, hint },
    };
  }

  #write(channels: readonly Entry[]): void {
    if (channels.length > MOST)
      throw appFailure(
        'invalid-input',
        `Secrets of more than ${String(MOST)} channels cannot be stored.`,
        'Start the app again: those of channels that were never saved are deleted then.',
      );
    this.#file.write({ version: VERSION, channels: [...channels] });
    this.#stored = [...channels];
  }

  async #decryptAll(): Promise<void> {
    this.#error = null;
    for (const { channelId, ciphertext } of this.#stored) {
      if (this.#secrets.has(channelId)) continue;
      try {
        const { text } = await this.#options.cipher.decrypt(ciphertext);
        this.#secrets.set(channelId, secretsIn(text, channelId));
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

/** Throws `AppFailure`; what is wrong with a decrypted text is not said, it is a secret. */
function secretsIn(text: string, channelId: string): ChannelSecrets {
  try {
    const parsed = secretSchema.parse(JSON.parse(text));
    if (parsed.channelId === channelId) return parsed.secrets;
  } catch {
    // Said below, without the text.
  }
  throw appFailure(
    'credentials-unreadable',
    'The stored secrets of this channel are damaged, or those of another.',
    'Enter them again in Settings, Channels.',
  );
}

function unreadable(what: string, cause: unknown): AppFailure {
  return appFailure(
    'credentials-unreadable',
    `The file of the channels\u2019 secrets (${FILE}) ${what}.`,
    'Check the permissions of the data directory, or enter them again in Settings, Channels.',
    cause,
  );
}
