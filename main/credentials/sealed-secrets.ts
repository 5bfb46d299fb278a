import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { AppFailure, appFailure, type AppError } from '../../contract/errors.ts';
import { watchFile } from '../../platform/fs/settings-file.ts';
import type { Logger } from '../../platform/log/log.ts';
import { Turns } from '../../platform/turns.ts';
import type { CredentialsCipher } from './credentials-cipher.ts';
import { EncryptedFile } from './encrypted-file.ts';

/** One entry of a file of secrets: `ciphertext` is the output of Electron's safeStorage, in base64. */
export interface SealedEntry {
  ciphertext: string;
}

/** What distinguishes one file of secrets from another. */
export interface SealedSecretsOptions<
  Entry extends SealedEntry,
  Secret,
  Stored extends { version: number },
> {
  dataDir: string;
  /** The file's name in the data directory. */
  file: string;
  version: Stored['version'];
  schema: z.ZodType<Stored>;
  entriesIn: (stored: Stored) => Entry[];
  fileOf: (entries: Entry[]) => Stored;
  /** Whose secrets an entry holds. */
  keyOf: (entry: Entry) => string;
  /** The content of a decrypted text, or null if it is damaged or belongs to another key. */
  secretIn: (text: string, key: string) => Secret | null;
  cipher: Pick<CredentialsCipher, 'encrypt' | 'decrypt'>;
  /** Receives all secrets. */
  publish: (secrets: ReadonlyMap<string, Secret>) => void;
  logger: Logger;
  /**
   * For error texts: the content of the file ("The file of the channels’ secrets"), and that of one key ("The secrets
   * of this channel").
   */
  words: { file: string; stored: string; enterAgain: string };
}

/**
 * Secrets by key: encrypted in a file of the data directory, decrypted in the memory of this process and of those who
 * receive them. Changes run one at a time. If another program replaces the file, the new one is loaded.
 */
export class SealedSecrets<Entry extends SealedEntry, Secret, Stored extends { version: number }> {
  readonly #options: SealedSecretsOptions<Entry, Secret, Stored>;
  readonly #path: string;
  readonly #file: EncryptedFile<Stored>;
  readonly #turns = new Turns();
  #entries: Entry[] = [];
  #secrets = new Map<string, Secret>();
  #error: AppError | null = null;
  #unwatch: () => void = () => undefined;

  constructor(options: SealedSecretsOptions<Entry, Secret, Stored>) {
    const { dataDir, file, version, schema, words } = options;
    this.#options = options;
    this.#path = join(dataDir, file);
    this.#file = new EncryptedFile({
      path: this.#path,
      name: file,
      version,
      schema,
      failure: (what, cause) =>
        appFailure(
          'credentials-unreadable',
          `${words.file} (${file}) ${what}.`,
          `Check the permissions of the data directory. Or: ${words.enterAgain}`,
          cause,
        ),
    });
  }

  /** The stored entries. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** The last error; null while all is well. */
  get error(): Pick<AppError, 'message' | 'hint'> | null {
    const { message, hint } = this.#error ?? {};
    return message === undefined || hint === undefined ? null : { message, hint };
  }

  /** The decrypted secret of a key, for changes. */
  secret(key: string): Secret | undefined {
    return this.#secrets.get(key);
  }

  /** Reads and decrypts what is stored, deletes what is not `kept`, and publishes the rest. Never rejects. */
  load(kept: (entry: Entry) => boolean = () => true): Promise<void> {
    return this.#turns.take(async () => {
      try {
        this.#entries = this.#read() ?? [];
        const left = this.#entries.filter(kept);
        if (left.length < this.#entries.length) this.#write(left);
        await this.#decryptAll();
      } catch (error) {
        this.#note(error);
      }
      this.#publish();
      this.#unwatch();
      this.#unwatch = watchFile(this.#path, () => void this.#renewed());
    });
  }

  /** Tries again what could not be decrypted; then `entries` and `error` are up to date. */
  retry(): Promise<void> {
    return this.#turns.take(async () => {
      if (!this.#entries.some((entry) => !this.#secrets.has(this.#options.keyOf(entry)))) return;
      await this.#decryptAll();
      this.#publish();
    });
  }

  /**
   * Changes what is stored for a key. `change` returns the entry without its ciphertext, the text to encrypt and its
   * secret, or null to delete the key. Throws `AppFailure`; then nothing has changed.
   */
  change(
    key: string,
    change: () => { entry: Omit<Entry, 'ciphertext'>; text: string; secret: Secret } | null,
    arrange: (others: Entry[], entry: Entry) => Entry[] = (others, entry) => [...others, entry],
  ): Promise<void> {
    return this.#turns.take(async () => {
      await this.#renew();
      const { cipher, keyOf } = this.#options;
      const others = this.#entries.filter((entry) => keyOf(entry) !== key);
      const changed = change();
      if (changed === null) {
        this.#write(others);
        this.#secrets.delete(key);
      } else {
        const ciphertext = await cipher.encrypt(changed.text);
        this.#write(arrange(others, { ...changed.entry, ciphertext } as Entry));
        this.#secrets.set(key, changed.secret);
      }
      this.#error = null;
      this.#publish();
    });
  }

  #renewed(): Promise<void> {
    return this.#turns.take(async () => {
      if (await this.#renew()) this.#publish();
    });
  }

  /**
   * Loads the file if another one has replaced it; returns whether it did. A missing or damaged file takes no secrets
   * away from a running app.
   */
  async #renew(): Promise<boolean> {
    const found = this.#intact();
    if (found === null || isDeepStrictEqual(found, this.#entries)) return false;
    this.#entries = found;
    this.#secrets = new Map();
    await this.#decryptAll();
    this.#options.logger.info('another file of secrets was taken over', {
      file: this.#options.file,
    });
    return true;
  }

  #intact(): Entry[] | null {
    try {
      return this.#read();
    } catch (error) {
      this.#note(error);
      return null;
    }
  }

  #read(): Entry[] | null {
    const stored = this.#file.read();
    return stored === null ? null : this.#options.entriesIn(stored);
  }

  #write(entries: Entry[]): void {
    this.#file.write(this.#options.fileOf(entries));
    this.#entries = entries;
  }

  #publish(): void {
    this.#options.publish(new Map(this.#secrets));
  }

  async #decryptAll(): Promise<void> {
    this.#error = null;
    for (const entry of this.#entries) {
      const key = this.#options.keyOf(entry);
      if (this.#secrets.has(key)) continue;
      try {
        const { text } = await this.#options.cipher.decrypt(entry.ciphertext);
        this.#secrets.set(key, this.#secretIn(text, key));
      } catch (error) {
        this.#note(error);
      }
    }
  }

  /** Throws `AppFailure`. Never says what is wrong with a decrypted text, which is secret. */
  #secretIn(text: string, key: string): Secret {
    const { secretIn, words } = this.#options;
    const secret = secretIn(text, key);
    if (secret !== null) return secret;
    throw appFailure(
      'credentials-unreadable',
      `${words.stored} are damaged, or those of another.`,
      words.enterAgain,
    );
  }

  #note(error: unknown): void {
    if (!(error instanceof AppFailure)) throw error;
    this.#error = error.error;
    this.#options.logger.warn(error.error.message, { code: error.error.code });
  }
}

/** The value of a JSON text if it fits the schema, or null. */
export function parsedJson<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
