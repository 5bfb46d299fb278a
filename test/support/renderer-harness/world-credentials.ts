import type { CredentialsState, StoredKeys } from '../../../contract/credentials.ts';
import { fail, ok } from '../../../contract/result.ts';
import type { HarnessOptions, World } from './world.ts';

/** Access keys as the app would store them, in the memory of the page: only their last characters. */
export function credentialAnswers(
  { keyring = 'available', storedKey }: Pick<HarnessOptions, 'keyring' | 'storedKey'>,
  now: number,
): World {
  let stored: StoredKeys[] =
    storedKey === undefined ? [] : [madeKey('default', 'MPLE', now, storedKey === 'unreadable')];
  const state = (): CredentialsState => ({ encryption: keyring, stored, error: null });
  return {
    credentialsState: () => ok(state()),
    setCredentials: ({ sourceId, keys }) => {
      if (keyring !== 'available')
        return fail({ code: 'encryption-unavailable', message: 'No keyring.', hint: '' });
      const others = stored.filter((other) => other.sourceId !== sourceId);
      stored = [...others, madeKey(sourceId, keys.accessKeyId.slice(-4), now, false)];
      return ok(state());
    },
    removeCredentials: ({ sourceId }) => {
      stored = stored.filter((other) => other.sourceId !== sourceId);
      return ok(state());
    },
  };
}

function madeKey(
  sourceId: string,
  keyIdEnd: string,
  savedAt: number,
  unreadable: boolean,
): StoredKeys {
  const error = {
    code: 'credentials-unreadable' as const,
    message:
      'The stored access keys cannot be decrypted: they were stored by another user, or the keyring of this system was reset.',
    hint: 'Enter them again in Settings, Sources.',
  };
  return { sourceId, keyIdEnd, savedAt, error: unreadable ? error : null };
}
