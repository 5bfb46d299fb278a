import { renameSync } from 'node:fs';
import writeFileAtomic from 'write-file-atomic';
import type { z } from 'zod';
import { AppFailure } from '../../contract/errors.ts';
import { refuseNewerVersion } from '../../platform/fs/newer-data.ts';
import { readText } from '../../platform/fs/read-text.ts';

/** What distinguishes one such file from another. */
export interface EncryptedFileOptions<T extends { version: number }> {
  path: string;
  /** Its name for users, in error texts. */
  name: string;
  version: T['version'];
  schema: z.ZodType<T>;
  /** The error of a file that cannot be read or written, or is damaged; `cause` is the system's error. */
  failure: (
    what: 'cannot be read' | 'is damaged' | 'cannot be written',
    cause: unknown,
  ) => AppFailure;
}

/**
 * A file of encrypted entries, readable only by its user and written atomically. A damaged file is an error until the
 * next write, which sets it aside and never overwrites it. A file of a newer release stays as it is.
 */
export class EncryptedFile<T extends { version: number }> {
  readonly #options: EncryptedFileOptions<T>;

  constructor(options: EncryptedFileOptions<T>) {
    this.#options = options;
  }

  /** Its content; null without a file. Throws `failure`, or `AppFailure` (`newer-data`). */
  read(): T | null {
    const { path, name, version, schema, failure } = this.#options;
    let text: string;
    try {
      text = readText(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw failure('cannot be read', error);
    }
    try {
      const json: unknown = JSON.parse(text);
      refuseNewerVersion(name, json, version);
      return schema.parse(json);
    } catch (error) {
      if (error instanceof AppFailure) throw error;
      throw failure('is damaged', error);
    }
  }

  /** Throws `failure`, or `AppFailure` (`newer-data`). */
  write(content: T): void {
    const { path, failure } = this.#options;
    const text = `${JSON.stringify(content, null, 2)}\n`;
    try {
      this.#quarantineIfDamaged();
      writeFileAtomic.sync(path, text, { mode: 0o600 });
    } catch (error) {
      if (error instanceof AppFailure) throw error;
      throw failure('cannot be written', error);
    }
  }

  #quarantineIfDamaged(): void {
    const { path } = this.#options;
    try {
      this.read();
    } catch (error) {
      if (!(error instanceof AppFailure) || error.error.code === 'newer-data') throw error;
      renameSync(path, `${path}.damaged-${String(Date.now())}`);
    }
  }
}
