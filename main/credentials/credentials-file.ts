import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import { sourceConfigSchema } from '../../contract/settings.ts';
import { refuseNewerVersion } from '../../platform/fs/newer-data.ts';

const FILE = 'credentials.json';
const VERSION = 1;

/** Five times as many as there can be sources: a form may store keys of a source that is not saved in the end. */
const MOST_KEYS = 100;

const entrySchema = z.strictObject({
  sourceId: sourceConfigSchema.shape.id,
  /** The last four characters of the access key id, so that keys can be told apart that cannot be decrypted. */
  keyIdEnd: z.string().regex(/^[A-Z0-9]{4}$/u),
  /** Unix seconds. */
  savedAt: z.int().nonnegative(),
  /** What Electron's safeStorage made of them. */
  ciphertext: z.base64().min(1).max(65_536),
});

const fileSchema = z.strictObject({
  version: z.literal(VERSION),
  keys: z
    .array(entrySchema)
    .max(MOST_KEYS)
    .refine(
      (keys) => new Set(keys.map(({ sourceId }) => sourceId)).size === keys.length,
      'a source has keys twice',
    ),
});

/** The encrypted keys of one source. */
export type EncryptedKeys = z.infer<typeof entrySchema>;

/**
 * `credentials.json` of the data directory: encrypted keys and nothing else, readable by its user alone, written at
 * once. A damaged file is an error until keys are saved the next time; then it is set aside, never overwritten. A file
 * of a newer release stays as it is.
 */
export class CredentialsFile {
  readonly #path: string;

  constructor(dataDir: string) {
    this.#path = join(dataDir, FILE);
  }

  /**
   * The keys of all sources; none where there is no file. Throws `AppFailure` (`credentials-unreadable`, `newer-data`).
   */
  read(): EncryptedKeys[] {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw unreadable('cannot be read', error);
    }
    try {
      const json: unknown = JSON.parse(text);
      refuseNewerVersion(FILE, json, VERSION);
      return fileSchema.parse(json).keys;
    } catch (error) {
      if (error instanceof AppFailure) throw error;
      throw unreadable('is damaged', error);
    }
  }

  /**
   * Throws `AppFailure` (`newer-data`) where a newer release has written the file; any other fault is reported by
   * `read`.
   */
  refuseNewer(): void {
    try {
      this.read();
    } catch (error) {
      if (error instanceof AppFailure && error.error.code === 'newer-data') throw error;
    }
  }

  /** Throws `AppFailure` (`invalid-input`, `disk-full`, `credentials-unreadable`, `newer-data`). */
  write(keys: readonly EncryptedKeys[]): void {
    // A file that could not be read again would lose the keys of all sources.
    if (keys.length > MOST_KEYS)
      throw appFailure(
        'invalid-input',
        `Access keys of more than ${String(MOST_KEYS)} sources cannot be stored.`,
        'Start the app again: keys of sources that were never saved are deleted then.',
      );
    const text = `${JSON.stringify({ version: VERSION, keys }, null, 2)}\n`;
    try {
      this.#quarantineIfDamaged();
      writeFileAtomic.sync(this.#path, text, { mode: 0o600 });
    } catch (error) {
      if (error instanceof AppFailure) throw error;
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
        throw appFailure(
          'disk-full',
          'The disk is full: the access keys were not stored.',
          'Free some space and save them again.',
          error,
        );
      throw unreadable('cannot be written', error);
    }
  }

  #quarantineIfDamaged(): void {
    try {
      this.read();
    } catch (error) {
      if (!(error instanceof AppFailure) || error.error.code === 'newer-data') throw error;
      renameSync(this.#path, `${this.#path}.damaged-${String(Date.now())}`);
    }
  }
}

function unreadable(what: string, cause: unknown): AppFailure {
  return appFailure(
    'credentials-unreadable',
    `The file of the stored access keys (${FILE}) ${what}.`,
    'Check the permissions of the data directory, or enter the keys again in Settings, Sources.',
    cause,
  );
}
