import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  accessKeysSchema,
  type AccessKeys,
  type CredentialsState,
} from '../../contract/credentials.ts';
import { AppFailure, appFailure, type AppError } from '../../contract/errors.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { watchFile } from '../../platform/fs/settings-file.ts';
import type { SourceConfig } from '../../contract/settings.ts';
import type { Logger } from '../../platform/log/log.ts';
import { Turns } from '../../platform/turns.ts';
import type { SourceCredentials } from '../../worker/source-keys.ts';
import type { CredentialsCipher } from './credentials-cipher.ts';
import { CredentialsFile, type EncryptedKeys } from './credentials-file.ts';

/** The encrypted text includes the source, so that keys cannot be moved to another one. */
const secretSchema = z.strictObject({ sourceId: z.string(), keys: accessKeysSchema });

/** Where keys are stored, and who uses them. */
export interface CredentialsOptions {
  dataDir: string;
  cipher: CredentialsCipher;
  /** Receives the keys of all sources. */
  publish: (credentials: SourceCredentials) => Promise<void>;
  /** Unix seconds. */
  now: () => number;
  logger: Logger;
}

/**
 * The access keys of the sources: encrypted in their own file, decrypted in the memory of this process and the service.
 * Changes run one at a time.
 */
export class Credentials {
  readonly #options: CredentialsOptions;
  readonly #file: CredentialsFile;
  #stored: EncryptedKeys[] = [];
  #fileError: AppError | null = null;
  #keys = new Map<string, Result<AccessKeys>>();
  readonly #turns = new Turns();
  #unwatch: () => void = () => undefined;

  constructor(options: CredentialsOptions) {
    this.#options = options;
    this.#file = new CredentialsFile(options.dataDir);
  }

  /** Reads and decrypts the keys of those `sources` that use them, and publishes them; the rest is deleted. */
  load(sources: readonly SourceConfig[]): Promise<void> {
    return this.#turns.take(async () => {
      this.#read();
      this.#keep(usingStored(sources));
      await this.#decryptAll();
      await this.#publish(sources);
      this.#unwatch();
      this.#unwatch = watchFile(this.#file.path, () => void this.#renewed());
    });
  }

  /** What the page may know about the keys. Keys that could not be decrypted are tried again. */
  state(): Promise<CredentialsState> {
    return this.#turns.take(async () => {
      if (this.#stored.some(({ sourceId }) => this.#keys.get(sourceId)?.ok !== true)) {
        await this.#decryptAll();
        await this.#publish();
      }
      return this.#state();
    });
  }

  /** Stores the keys of a source, in place of earlier ones. Throws `AppFailure`. */
  set(sourceId: string, keys: AccessKeys): Promise<CredentialsState> {
    return this.#turns.take(async () => {
      await this.#renew();
      await this.#write(sourceId, keys);
      this.#keys.set(sourceId, ok(keys));
      await this.#publish();
      this.#options.logger.info('access keys of a source were stored', { source: sourceId });
      return this.#state();
    });
  }

  /** Deletes the keys of a source. Throws `AppFailure`. */
  remove(sourceId: string): Promise<CredentialsState> {
    return this.#turns.take(async () => {
      await this.#renew();
      this.#delete((id) => id === sourceId);
      await this.#publish();
      return this.#state();
    });
  }

  /**
   * Deletes the keys of sources that are gone, or that no longer use stored keys. A source that is not saved yet keeps
   * its keys.
   */
  sourcesChanged(before: readonly SourceConfig[], after: readonly SourceConfig[]): Promise<void> {
    const using = usingStored(after);
    const gone = [...usingStored(before)].filter((id) => !using.has(id));
    if (gone.length === 0) return Promise.resolve();
    return this.#turns.take(async () => {
      await this.#renew();
      this.#delete((id) => gone.includes(id));
      await this.#publish();
    });
  }

  #read(): void {
    try {
      this.#stored = this.#file.read() ?? [];
      this.#fileError = null;
    } catch (error) {
      this.#stored = [];
      this.#fileError = expected(error, this.#options.logger);
    }
  }

  #renewed(): Promise<void> {
    return this.#turns.take(async () => {
      if (await this.#renew()) await this.#publish();
    });
  }

  /**
   * Loads the file if another one has replaced it; returns whether it did. A missing or damaged file takes no keys away
   * from a running app.
   */
  async #renew(): Promise<boolean> {
    const found = this.#intact();
    if (found === null || isDeepStrictEqual(found, this.#stored)) return false;
    const before = new Map(this.#stored.map((entry) => [entry.sourceId, entry.ciphertext]));
    const same = new Set(
      found.flatMap((entry) =>
        before.get(entry.sourceId) === entry.ciphertext ? [entry.sourceId] : [],
      ),
    );
    for (const id of this.#keys.keys()) if (!same.has(id)) this.#keys.delete(id);
    this.#stored = found;
    this.#fileError = null;
    await this.#decryptAll();
    this.#options.logger.info('another file of access keys was taken over', { keys: found.length });
    return true;
  }

  #intact(): EncryptedKeys[] | null {
    try {
      return this.#file.read();
    } catch (error) {
      expected(error, this.#options.logger);
      return null;
    }
  }

  /** Deletes keys that no source uses: their source was removed while the app was not running, or was never saved. */
  #keep(using: ReadonlySet<string>): void {
    try {
      this.#delete((id) => !using.has(id));
    } catch (error) {
      expected(error, this.#options.logger);
    }
  }

  #delete(isGone: (sourceId: string) => boolean): void {
    const left = this.#stored.filter(({ sourceId }) => !isGone(sourceId));
    if (left.length === this.#stored.length) return;
    this.#file.write(left);
    this.#stored = left;
    for (const sourceId of this.#keys.keys()) if (isGone(sourceId)) this.#keys.delete(sourceId);
  }

  async #write(sourceId: string, keys: AccessKeys): Promise<void> {
    const { cipher, now } = this.#options;
    const entry: EncryptedKeys = {
      sourceId,
      keyIdEnd: keys.accessKeyId.slice(-4),
      savedAt: Math.floor(now()),
      ciphertext: await cipher.encrypt(JSON.stringify({ sourceId, keys })),
    };
    const stored = [...this.#stored.filter((other) => other.sourceId !== sourceId), entry];
    this.#file.write(stored);
    this.#stored = stored;
    this.#fileError = null;
  }

  async #decryptAll(): Promise<void> {
    for (const entry of this.#stored)
      if (this.#keys.get(entry.sourceId)?.ok !== true)
        this.#keys.set(entry.sourceId, await this.#decrypt(entry));
  }

  async #decrypt({ sourceId, ciphertext }: EncryptedKeys): Promise<Result<AccessKeys>> {
    const { cipher, logger } = this.#options;
    try {
      const { text, outdated } = await cipher.decrypt(ciphertext);
      const keys = keysIn(text, sourceId);
      // The system may drop its old key some day, and everything encrypted with it would be lost.
      if (outdated)
        await this.#write(sourceId, keys).catch((error: unknown) => expected(error, logger));
      return ok(keys);
    } catch (error) {
      return fail(expected(error, logger));
    }
  }

  /** Publishes the keys; for a damaged file, its error for each of `sources` that should have keys in it. */
  async #publish(sources: readonly SourceConfig[] = []): Promise<void> {
    const error = this.#fileError;
    if (error !== null) for (const id of usingStored(sources)) this.#keys.set(id, fail(error));
    await this.#options.publish(new Map(this.#keys));
  }

  async #state(): Promise<CredentialsState> {
    const stored = this.#stored.map(({ sourceId, keyIdEnd, savedAt }) => {
      const result = this.#keys.get(sourceId);
      return { sourceId, keyIdEnd, savedAt, error: result?.ok === false ? result.error : null };
    });
    return { encryption: await this.#options.cipher.look(), stored, error: this.#fileError };
  }
}

function usingStored(sources: readonly SourceConfig[]): Set<string> {
  return new Set(sources.flatMap(({ id, credentials }) => (credentials === 'stored' ? [id] : [])));
}

/** Throws `AppFailure` (`credentials-unreadable`). Never says what is wrong with a decrypted text, which is secret. */
function keysIn(text: string, sourceId: string): AccessKeys {
  try {
    const secret = secretSchema.parse(JSON.parse(text));
    if (secret.sourceId === sourceId) return secret.keys;
  } catch {
    // Reported below, without the text.
  }
  throw appFailure(
    'credentials-unreadable',
    'The stored access keys of this source are damaged, or those of another.',
    'Enter them again in Settings, Sources.',
  );
}

function expected(error: unknown, logger: Logger): AppError {
  if (!(error instanceof AppFailure)) throw error;
  logger.warn(error.error.message, { code: error.error.code });
  return error.error;
}
