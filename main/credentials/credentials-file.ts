import { join } from 'node:path';
import { z } from 'zod';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import { sourceConfigSchema } from '../../contract/settings.ts';
import { isNoRoom } from '../../platform/fs/room.ts';
import { EncryptedFile } from './encrypted-file.ts';

const FILE = 'credentials.json';
const VERSION = 1;

/** Five times the most sources: a form may store keys of a source that is never saved. */
const MOST_KEYS = 100;

const entrySchema = z.strictObject({
  sourceId: sourceConfigSchema.shape.id,
  /** The last four characters of the access key id, to tell keys apart that cannot be decrypted. */
  keyIdEnd: z.string().regex(/^[A-Z0-9]{4}$/u),
  /** Unix seconds. */
  savedAt: z.int().nonnegative(),
  /** The output of Electron's safeStorage. */
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

/** `credentials.json` of the data directory. */
export class CredentialsFile {
  /** Its path. */
  readonly path: string;
  readonly #file: EncryptedFile<z.infer<typeof fileSchema>>;

  constructor(dataDir: string) {
    this.path = join(dataDir, FILE);
    this.#file = new EncryptedFile({
      path: this.path,
      name: FILE,
      version: VERSION,
      schema: fileSchema,
      failure,
    });
  }

  /** The keys of all sources; null without a file. Throws `AppFailure` (`credentials-unreadable`, `newer-data`). */
  read(): EncryptedKeys[] | null {
    return this.#file.read()?.keys ?? null;
  }

  /** Throws `AppFailure` (`newer-data`) if a newer release has written the file; `read` reports any other fault. */
  refuseNewer(): void {
    try {
      this.read();
    } catch (error) {
      if (error instanceof AppFailure && error.error.code === 'newer-data') throw error;
    }
  }

  /** Throws `AppFailure` (`invalid-input`, `disk-full`, `credentials-unreadable`, `newer-data`). */
  write(keys: readonly EncryptedKeys[]): void {
    // A file too large to be read again would lose the keys of all sources.
    if (keys.length > MOST_KEYS)
      throw appFailure(
        'invalid-input',
        `Access keys of more than ${String(MOST_KEYS)} sources cannot be stored.`,
        'Start the app again: keys of sources that were never saved are deleted then.',
      );
    this.#file.write({ version: VERSION, keys: [...keys] });
  }
}

function failure(what: string, cause: unknown): AppFailure {
  if (isNoRoom(cause))
    return appFailure(
      'disk-full',
      'The disk is full, or your quota on it is used up: the access keys were not stored.',
      'Free some space and save them again.',
      cause,
    );
  return appFailure(
    'credentials-unreadable',
    `The file of the stored access keys (${FILE}) ${what}.`,
    'Check the permissions of the data directory, or enter the keys again in Settings, Sources.',
    cause,
  );
}
