import { statSync } from 'node:fs';

/**
 * A file that is held open, remembered by what the system knows it by: whoever writes into one that was moved away or
 * removed writes into nothing. To be made once the file is open.
 */
export class PlacedFile {
  readonly #path: string;
  readonly #identity: string | null;

  constructor(path: string) {
    this.#path = path;
    this.#identity = identityOf(path);
  }

  /** Whether the same file still lies at its path. */
  isInPlace(): boolean {
    if (this.#identity === null) return true;
    try {
      return identityOf(this.#path) === this.#identity;
    } catch {
      // A temporarily unreadable folder or a failing disk proves nothing about the file.
      return true;
    }
  }
}

function identityOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${String(found.dev)} ${String(found.ino)}`;
}
