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
/** More than twice the most channels: a form may store secrets of a channel that is never saved. */
const MOST = 100;

const fileSchema = z.strictObject({
  version: z.literal(VERSION),
  channels: z
    .array(
      z.strictObject({
        channelId: z.string().min(1).max(40),
        /** Names of the secrets, so that a form can show which are stored. */
        names: z.array(z.string().max(20)).max(10),
        ciphertext: z.base64().min(1).max(262_144),
      }),
    )
    .max(MOST),
});

type Stored = z.infer<typeof fileSchema>;

/** The encrypted text includes the channel, so that secrets cannot be moved to another one. */
const secretSchema = z.strictObject({ channelId: z.string(), secrets: channelSecretsSchema });

/** Where secrets of channels are stored, and who uses them. */
export interface ChannelSecretStoreOptions {
  dataDir: string;
  cipher: Pick<CredentialsCipher, 'encrypt' | 'decrypt'>;
  /** Receives the secrets of all channels. */
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

  /** Reads and decrypts what is stored, publishes it, and deletes what none of `channelIds` uses. Never rejects. */
  load(channelIds: readonly string[]): Promise<void> {
    return this.#sealed.load(({ channelId }) => channelIds.includes(channelId));
  }

  /** What the page may know about them. Secrets that could not be decrypted are tried again. */
  async state(): Promise<ChannelSecretsState> {
    await this.#sealed.retry();
    return this.#state();
  }

  /** Stores secrets of a channel; those with other names stay. Throws `AppFailure`. */
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
