import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { AccessKeys, CredentialsState, StoredKeys } from '../../contract/credentials.ts';
import type { RequestName, RequestInput } from '../../contract/requests.ts';
import type { AppError } from '../../contract/errors.ts';
import type { Result } from '../../contract/result.ts';
import { request } from '../app/bridge.ts';

type CredentialRequest = Extract<
  RequestName,
  'credentialsState' | 'setCredentials' | 'removeCredentials'
>;

/** What may be known about stored access keys; the keys themselves never come here. */
export const useCredentialsStore = defineStore('credentials', () => {
  const state = shallowRef<CredentialsState | null>(null);
  const error = shallowRef<AppError | null>(null);

  /** The keys stored for each source, by its id. */
  const stored = computed<ReadonlyMap<string, StoredKeys>>(
    () => new Map((state.value?.stored ?? []).map((keys) => [keys.sourceId, keys])),
  );

  async function ask<K extends CredentialRequest>(
    name: K,
    input: RequestInput<K>,
  ): Promise<Result<CredentialsState>> {
    const result: Result<CredentialsState> = await request(name, input);
    if (result.ok) state.value = result.value;
    return result;
  }

  async function load(): Promise<void> {
    const result = await ask('credentialsState', {});
    error.value = result.ok ? result.value.error : result.error;
  }

  /** Stores the keys of a source, in place of earlier ones. */
  function set(sourceId: string, keys: AccessKeys): Promise<Result<CredentialsState>> {
    return ask('setCredentials', { sourceId, keys });
  }

  function remove(sourceId: string): Promise<Result<CredentialsState>> {
    return ask('removeCredentials', { sourceId });
  }

  return { state, stored, error, load, set, remove };
});
