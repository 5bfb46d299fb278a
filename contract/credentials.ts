import { z } from 'zod';
import type { AppError } from './errors.ts';

/** Visible ASCII without spaces: the alphabet of both parts of a key. */
const VISIBLE = /^[\x21-\x7e]+$/u;

/** A typed or pasted key. The reasons of a refusal give the rule and never the value. */
function keyText(shape: RegExp, min: number, max: number, rule: string): z.ZodType<string> {
  return z
    .string({ error: rule })
    .trim()
    .min(min, { error: rule })
    .max(max, { error: rule })
    .regex(shape, { error: rule });
}

/** AWS access keys. They pass from the page to the main process once, and never back. */
export const accessKeysSchema = z.strictObject({
  accessKeyId: keyText(/^[A-Z0-9]+$/u, 16, 128, 'must be 16 to 128 of A-Z and 0-9'),
  secretAccessKey: keyText(VISIBLE, 20, 128, 'must be 20 to 128 characters without spaces'),
  /** For temporary credentials. */
  sessionToken: keyText(
    VISIBLE,
    16,
    8192,
    'must be 16 to 8192 characters without spaces',
  ).optional(),
});

/** An AWS access key, with a session token if it is temporary. */
export type AccessKeys = z.infer<typeof accessKeysSchema>;

/**
 * Whether this machine can encrypt stored keys: `no-keyring` if the system has no keyring that Electron can
 * use (Linux), `refused` if the keyring does not answer or denies access.
 */
export type KeyEncryption = 'available' | 'no-keyring' | 'refused';

/** The public facts about stored keys. */
export interface StoredKeys {
  sourceId: string;
  /** The last four characters of the access key id. */
  keyIdEnd: string;
  /** Unix seconds. */
  savedAt: number;
  /** Why they cannot be used, or null. */
  error: AppError | null;
}

/** Which sources have stored keys, and how they are encrypted. Contains no secret. */
export interface CredentialsState {
  encryption: KeyEncryption;
  stored: StoredKeys[];
  /** Why the file of stored keys cannot be read, or null. */
  error: AppError | null;
}
