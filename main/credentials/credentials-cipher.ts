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

/** What is encrypted, for errors. */
export interface CipherSubject {
  /** Begins "… cannot be stored here". */
  name: string;
  /** Begins "… cannot be decrypted". */
  stored: string;
  /** What else there is, where nothing can be stored; goes on with ", or set up a keyring". */
  instead: string;
  /** What to do where they are lost. */
  enterAgain: string;
}

/** Keys of AWS. */
export const ACCESS_KEYS: CipherSubject = {
  name: 'Access keys',
  stored: 'The stored access keys',
  instead: 'Use a profile of the AWS configuration instead',
  enterAgain: 'Enter them again in Settings, Sources.',
};

/** Secrets of channels. */
export const CHANNEL_SECRETS: CipherSubject = {
  name: 'Secrets of channels',
  stored: 'The stored secrets of the channels',
  instead: 'Say where the secret is found instead (env:NAME or file:PATH)',
  enterAgain: 'Enter them again in Settings, Channels.',
};

/** Users and passwords of proxies. */
export const PROXY_IDENTITIES: CipherSubject = {
  name: 'User and password of the proxy',
  stored: 'The stored user and password of the proxy',
  instead: 'Start the app with HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT instead',
  enterAgain: 'Enter them again in Settings, Network.',
};

/** Encrypts by the operating system's means, and refuses where these would only look like encryption. */
export class CredentialsCipher {
  readonly #storage: Storage;
  readonly #isLinux: boolean;
  readonly #subject: CipherSubject;

  constructor(storage: Storage, platform: NodeJS.Platform, subject = ACCESS_KEYS) {
    this.#storage = storage;
    this.#isLinux = platform === 'linux';
    this.#subject = subject;
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
    if (encryption !== 'available') throw unavailable(this.#subject, encryption);
    const encrypted = await this.#storage.encryptStringAsync(text).catch(() => {
      throw unavailable(this.#subject, 'refused');
    });
    if (!this.#isProtected(encrypted)) throw unavailable(this.#subject, 'no-keyring');
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
      throw undecryptable(this.#subject, error);
    }
  }

  get #without(): KeyEncryption {
    return this.#isLinux ? 'no-keyring' : 'refused';
  }

  #isProtected(encrypted: Buffer): boolean {
    return !this.#isLinux || KEYRING_TAG.test(encrypted.toString('latin1', 0, 3));
  }
}

function unavailable({ name, instead }: CipherSubject, encryption: KeyEncryption): AppFailure {
  const why =
    encryption === 'no-keyring'
      ? 'this system has no keyring that the app can use'
      : 'the keychain of this system refused';
  return appFailure(
    'encryption-unavailable',
    `${name} cannot be stored here: ${why}. They are never stored unencrypted.`,
    `${instead}, or set up a keyring (GNOME Keyring, KWallet) and start the app again.`,
  );
}

function undecryptable({ stored, enterAgain }: CipherSubject, cause: unknown): AppFailure {
  const isLocked = cause instanceof Error && cause.message.includes('temporarily unavailable');
  return isLocked
    ? appFailure(
        'credentials-unreadable',
        `${stored} cannot be decrypted now: the keyring of this system is locked.`,
        'Unlock it, then open Settings: they are tried again.',
        cause,
      )
    : appFailure(
        'credentials-unreadable',
        `${stored} cannot be decrypted: they were stored by another user, or the keyring of this system was reset.`,
        enterAgain,
        cause,
      );
}
