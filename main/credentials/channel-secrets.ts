import { z } from 'zod';
import {
  channelSecretsSchema,
  type ChannelSecrets,
  type ChannelSecretsState,
} from '../../contract/channels.ts';
import { appFailure } from '../../contract/errors.ts';
import type { Logger } from '../../platform/log/log.ts';
import type { CredentialsCipher } from './credentials-cipher.ts';
import { SealedSecrets, parsedJson } from './sealed-secrets.ts';

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
        ciphertext: z.base64().min(1).max(262_144),
      }),
    )
    .max(MOST),
});

type Stored = z.infer<typeof fileSchema>;

/** What is encrypted: with the channel, so that nobody can give the secrets of one channel to another. */
const secretSchema = z.strictObject({ channelId: z.string(), secrets: channelSecretsSchema });

/** Where secrets of channels are kept and who uses them. */
export interface ChannelSecretStoreOptions {
  dataDir: string;
  cipher: Pick<CredentialsCipher, 'encrypt' | 'decrypt'>;
  /** Takes over the secrets of all channels. */
  publish: (secrets: ReadonlyMap<string, ChannelSecrets>) => void;
  logger: Logger;
}

/** The secrets of the channels, in `channel-secrets.json` of the data directory. */
export class ChannelSecretStore {
  readonly #sealed: SealedSecrets<Stored['channels'][number], ChannelSecrets, Stored>;

  constructor(options: ChannelSecretStoreOptions) {
    this.#sealed = new SealedSecrets({
      ...options,
      file: 'channel-secrets.json',
      version: VERSION,
      schema: fileSchema,
      entriesIn: ({ channels }) => channels,
      fileOf: (channels) => ({ version: VERSION, channels }),
      keyOf: ({ channelId }) => channelId,
      secretIn: (text, channelId) => {
        const found = parsedJson(secretSchema, text);
        return found?.channelId === channelId ? found.secrets : null;
      },
      words: {
        file: 'The file of the channels\u2019 secrets',
        stored: 'The stored secrets of this channel',
        enterAgain: 'Enter them again in Settings, Channels.',
      },
    });
  }

  /** Reads and decrypts what is stored, hands it over, and forgets what none of `channelIds` uses. Never rejects. */
  load(channelIds: readonly string[]): Promise<void> {
    return this.#sealed.load(({ channelId }) => channelIds.includes(channelId));
  }

  /** What may be known of them. What could not be decrypted is tried again. */
  async state(): Promise<ChannelSecretsState> {
    await this.#sealed.retry();
    return this.#state();
  }

  /** Keeps secrets of a channel; those of other names stay. Throws `AppFailure`. */
  async set(channelId: string, secrets: ChannelSecrets): Promise<ChannelSecretsState> {
    await this.#sealed.change(
      channelId,
      () => {
        const all = { ...this.#sealed.secret(channelId), ...secrets };
        const text = JSON.stringify({ channelId, secrets: all });
        return { entry: { channelId, names: Object.keys(all) }, text, secret: all };
      },
      (others, entry) => {
        if (others.length >= MOST) throw tooMany();
        return [...others, entry];
      },
    );
    return this.#state();
  }

  #state(): ChannelSecretsState {
    const { entries, error } = this.#sealed;
    return {
      stored: Object.fromEntries(entries.map(({ channelId, names }) => [channelId, names])),
      error,
    };
  }
}

function tooMany(): Error {
  return appFailure(
    'invalid-input',
    `Secrets of more than ${String(MOST)} channels cannot be stored.`,
    'Start the app again: those of channels that were never saved are deleted then.',
  );
}
