import type { SafeStorage } from 'electron';
import type { KeyEncryption } from '../../contract/credentials.ts';
import { appFailure, type AppFailure } from '../../contract/errors.ts';

type Storage = Pick<
  SafeStorage,
  | 'isAsyncEncryptionAvailable'
  | 'getSelectedStorageBackend'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
>;

/** A text that the system's keyring has decrypted. */
export interface Decrypted {
  text: string;
  /** The system has a newer key: the text should be encrypted again. */
  outdated: boolean;
}

/**
 * The backend of Linux that protects nothing: a password that stands in Chromium's source. `unknown` says nothing: some
 * versions of Electron find out only for the synchronous functions, which are deprecated and not used here. The trial
 * decides then.
 */
const UNSAFE_BACKEND = 'basic_text';

/**
 * How Chromium marks on Linux what it encrypted with a key of a keyring: `v11`, `v12`…. With `v10` it marks what it
 * encrypted with the password in its source, and it does so silently where a keyring was chosen but does not answer.
 */
const KEYRING_TAG = /^v(?!10)\d\d/u;

/** Encrypts by the operating system's means, and refuses where these would only look like encryption. */
export class CredentialsCipher {
  readonly #storage: Storage;
  readonly #isLinux: boolean;

  constructor(storage: Storage, platform: NodeJS.Platform) {
    this.#storage = storage;
    this.#isLinux = platform === 'linux';
  }

  /** Whether this system can keep a secret; tried out, not only asked. Never rejects. */
  async look(): Promise<KeyEncryption> {
    try {
      if (this.#isLinux && this.#storage.getSelectedStorageBackend() === UNSAFE_BACKEND)
        return 'no-keyring';
      if (!(await this.#storage.isAsyncEncryptionAvailable())) return this.#without;
      return this.#isProtected(await this.#storage.encryptStringAsync('probe'))
        ? 'available'
        : 'no-keyring';
    } catch {
      return this.#without;
    }
  }

  /** The text encrypted, in base64. Throws `AppFailure` (`encryption-unavailable`). */
  async encrypt(text: string): Promise<string> {
    const encryption = await this.look();
    if (encryption !== 'available') throw unavailable(encryption);
    const encrypted = await this.#storage.encryptStringAsync(text).catch(() => {
      throw unavailable('refused');
    });
    if (!this.#isProtected(encrypted)) throw unavailable('no-keyring');
    return encrypted.toString('base64');
  }

  /** Throws `AppFailure` (`credentials-unreadable`). */
  async decrypt(base64: string): Promise<Decrypted> {
    try {
      const { result, shouldReEncrypt } = await this.#storage.decryptStringAsync(
        Buffer.from(base64, 'base64'),
      );
      return { text: result, outdated: shouldReEncrypt };
    } catch (error) {
      throw undecryptable(error);
    }
  }

  get #without(): KeyEncryption {
    return this.#isLinux ? 'no-keyring' : 'refused';
  }

  #isProtected(encrypted: Buffer): boolean {
    return !this.#isLinux || KEYRING_TAG.test(encrypted.toString('latin1', 0, 3));
  }
}

function unavailable(encryption: KeyEncryption): AppFailure {
  const why =
    encryption === 'no-keyring'
      ? 'this system has no keyring that the app can use'
      : 'the keychain of this system refused';
  return appFailure(
    'encryption-unavailable',
    `Access keys cannot be stored here: ${why}. They are never stored unencrypted.`,
    'Use a profile of the AWS configuration instead, or set up a keyring (GNOME Keyring, KWallet) and start the app again.',
  );
}

function undecryptable(cause: unknown): AppFailure {
  const isLocked = cause instanceof Error && cause.message.includes('temporarily unavailable');
  return isLocked
    ? appFailure(
        'credentials-unreadable',
        'The stored access keys cannot be decrypted now: the keyring of this system is locked.',
        'Unlock it, then open Settings: the keys are tried again.',
        cause,
      )
    : appFailure(
        'credentials-unreadable',
        'The stored access keys cannot be decrypted: they were stored by another user, or the keyring of this system was reset.',
        'Enter them again in Settings, Sources.',
        cause,
      );
}
