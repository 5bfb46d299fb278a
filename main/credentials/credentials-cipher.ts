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

/** A text decrypted by the system's keyring. */
export interface Decrypted {
  text: string;
  /** The system has a newer key: the text should be encrypted again. */
  outdated: boolean;
}

/**
 * The Linux backend that protects nothing: its password is in Chromium's source. `unknown` decides nothing: some
 * versions of Electron set the backend only in the deprecated synchronous functions. Then the trial decides.
 */
const UNSAFE_BACKEND = 'basic_text';

/**
 * Chromium's mark on Linux for text encrypted with a keyring's key: `v11`, `v12`…. It marks text encrypted with the
 * password in its source `v10`, and uses that silently if a chosen keyring does not answer.
 */
const KEYRING_TAG = /^v(?!10)\d\d/u;

/** What is encrypted, for error texts. */
export interface CipherSubject {
  /** The start of "… cannot be stored here". */
  name: string;
  /** The start of "… cannot be decrypted". */
  stored: string;
  /** The alternative if nothing can be stored; followed by ", or set up a keyring". */
  instead: string;
  /** What to do if they are lost. */
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

/** Encrypts with the operating system's means, and refuses if these only look like encryption. */
export class CredentialsCipher {
  readonly #storage: Storage;
  readonly #isLinux: boolean;
  readonly #subject: CipherSubject;

  constructor(storage: Storage, platform: NodeJS.Platform, subject = ACCESS_KEYS) {
    this.#storage = storage;
    this.#isLinux = platform === 'linux';
    this.#subject = subject;
  }

  /** Whether this system can keep a secret, tested by a trial. Never rejects. */
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

  /** The encrypted text in base64. Throws `AppFailure` (`encryption-unavailable`). */
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
