import { stat } from 'node:fs/promises';
import type { CredentialsProvider } from './credentials.ts';
import { CONFIG_FILE, CREDENTIALS_FILE, fileOf } from './shared-files.ts';

/** Milliseconds before their end at which credentials are renewed. */
const RENEW_BEFORE_MS = 5 * 60_000;
/** Milliseconds for which the shared files count as looked at. */
const LOOK_EVERY_MS = 500;

type Identity = Awaited<ReturnType<CredentialsProvider>>;

/** Credentials that follow the files they come from. */
export interface FollowedCredentials extends CredentialsProvider {
  /**
   * Tells the SDK that it need not keep what this provider finds: it keeps credentials for as long as its client lives.
   */
  readonly memoized: true;
  /** Discards credentials that AWS rejects. The next request searches again. */
  forget(): void;
}

/**
 * Keeps what `find` found until shortly before it expires, until the shared AWS configuration changes on disk (rotated
 * keys, another role), or until AWS rejects it. What is still good is used on where a renewal fails. Throws what `find`
 * throws.
 */
export function followedCredentials(
  find: CredentialsProvider,
  now: () => number = Date.now,
): FollowedCredentials {
  let kept: { identity: Identity; files: string } | null = null;
  /** The search that concurrent requests share: a role is assumed once for all of them. */
  let searching: { found: Promise<Identity>; files: string } | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let files = '';

  const look = async (): Promise<string> => {
    if (now() - lookedAt < LOOK_EVERY_MS && now() >= lookedAt) return files;
    files = (await Promise.all([CONFIG_FILE, CREDENTIALS_FILE].map(stampOf))).join();
    lookedAt = now();
    return files;
  };
  const follow: CredentialsProvider = async (input) => {
    const seen = await look();
    const current = kept !== null && kept.files === seen ? kept.identity : null;
    const left = current === null ? 0 : (current.expiration?.getTime() ?? Infinity) - now();
    if (current !== null && left > RENEW_BEFORE_MS) return current;
    if (searching?.files !== seen) searching = { found: find(input), files: seen };
    const own = searching;
    try {
      const identity = await own.found;
      // Of a search that was dropped meanwhile nothing is kept.
      if (searching === own) kept = { identity, files: seen };
      return identity;
    } catch (error) {
      if (current !== null && left > 0) return current;
      throw error;
    } finally {
      if (searching === own) searching = null;
    }
  };
  return Object.assign(follow, {
    memoized: true as const,
    forget: () => {
      kept = null;
      searching = null;
    },
  });
}

/** Another text for each content that a file had. */
async function stampOf(file: Parameters<typeof fileOf>[0]): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(fileOf(file));
    return `${String(mtimeMs)}-${String(size)}-${String(ino)}`;
  } catch {
    return 'none';
  }
}
