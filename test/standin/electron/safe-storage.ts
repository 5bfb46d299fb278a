import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type * as Electron from 'electron';

type SafeStorage = Pick<
  Electron.SafeStorage,
  | 'isAsyncEncryptionAvailable'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
  | 'getSelectedStorageBackend'
  | 'setUsePlainTextEncryption'
>;

/** What `safeStorage` depends on. */
export interface SafeStorageOptions {
  isReady: () => boolean;
  /** The app's command line: `--password-store=basic` works without a keyring, as in Electron. */
  argv: readonly string[];
  /**
   * The machine's keyring (`PY_PERF_STANDIN_KEYRING`): `none`, one that is `locked`, one that has `failed`, or one with
   * any other name. None can decrypt another's texts.
   */
  keyring?: string | undefined;
}

/** The default keyring. */
const DEFAULT_KEYRING = 'login';

/** Chromium's marks on Linux: for a keyring's key, and for the password in its source. */
const TAGS = { keyring: 'v11', source: 'v10' } as const;
const PASSWORD_IN_SOURCE = 'peanuts';

const TAG_LENGTH = 3;
const IV_LENGTH = 12;
const AUTH_LENGTH = 16;

const NOT_READY = 'safeStorage cannot be used before app is ready';
const FAILED = (name: string): string =>
  `Error while ${name.startsWith('en') ? 'encrypting the text' : 'decrypting the ciphertext'} provided to safeStorage.${name}.`;

/**
 * Electron's safeStorage on Linux, with a keyring that any stand-in can open: it protects nothing. Without a keyring,
 * Electron still reports that encryption is available and uses the password in Chromium's source; so does this. The
 * deprecated synchronous functions are not emulated.
 */
export function createSafeStorage(options: SafeStorageOptions): SafeStorage {
  const { isReady, argv, keyring = DEFAULT_KEYRING } = options;
  const hasKeyring = keyring !== 'none' && !argv.includes('--password-store=basic');
  const own = hasKeyring ? TAGS.keyring : TAGS.source;
  const passwords = { [TAGS.source]: PASSWORD_IN_SOURCE, [TAGS.keyring]: keyring };
  return {
    isAsyncEncryptionAvailable: () => Promise.resolve(isReady() && keyring !== 'failed'),
    getSelectedStorageBackend() {
      if (!isReady()) return 'unknown';
      return hasKeyring ? 'gnome_libsecret' : 'basic_text';
    },
    setUsePlainTextEncryption: () => undefined,
    // Asynchronous functions, so that errors become rejections.
    async encryptStringAsync(text) {
      if (!isReady()) throw new Error(NOT_READY);
      if (keyring === 'failed') throw new Error(FAILED('encryptStringAsync'));
      return await Promise.resolve(encrypt(text, own, passwords[own]));
    },
    async decryptStringAsync(encrypted) {
      if (!isReady()) throw new Error(NOT_READY);
      if (!Buffer.isBuffer(encrypted))
        throw new Error('Expected the first argument of decryptStringAsync() to be a buffer');
      if (encrypted.length === 0) return { shouldReEncrypt: false, result: '' };
      if (keyring === 'locked')
        throw new Error(
          'safeStorage.decryptStringAsync is temporarily unavailable. Please try again.',
        );
      const tag = encrypted.toString('latin1', 0, TAG_LENGTH);
      if (tag !== TAGS.source && (tag !== TAGS.keyring || !hasKeyring))
        throw new Error(FAILED('decryptStringAsync'));
      const result = decrypt(encrypted, passwords[tag]);
      // A text encrypted without a keyring should be encrypted again once there is one.
      return await Promise.resolve({ shouldReEncrypt: tag !== own, result });
    },
  };
}

function keyOf(password: string): Buffer {
  return createHash('sha256').update(`stand-in keyring ${password}`).digest();
}

function encrypt(text: string, tag: string, password: string): Buffer {
  const iv = randomBytes(IV_LENGTH);
  const cipher = createCipheriv('aes-256-gcm', keyOf(password), iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from(tag, 'latin1'), iv, cipher.getAuthTag(), body]);
}

function decrypt(encrypted: Buffer, password: string): string {
  const ivEnd = TAG_LENGTH + IV_LENGTH;
  const authEnd = ivEnd + AUTH_LENGTH;
  try {
    const iv = encrypted.subarray(TAG_LENGTH, ivEnd);
    const decipher = createDecipheriv('aes-256-gcm', keyOf(password), iv);
    decipher.setAuthTag(encrypted.subarray(ivEnd, authEnd));
    const body = encrypted.subarray(authEnd);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch (error) {
    throw new Error(FAILED('decryptStringAsync'), { cause: error });
  }
}
