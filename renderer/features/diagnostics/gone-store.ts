import { shallowRef } from 'vue';
import type { AppError } from '../../../contract/errors.ts';
import { request } from '../../app/bridge.ts';
import { createQuery } from '../../stores/query.ts';

/** Hosts that are no longer in any table: finding and forgetting them. */
export function useGoneHosts() {
  const found = createQuery('forgettableHosts');
  const failure = shallowRef<AppError | null>(null);
  /** How many were forgotten last. */
  const forgotten = shallowRef<number | null>(null);

  async function find(silentDays: number): Promise<void> {
    forgotten.value = null;
    failure.value = null;
    await found.load({ silentDays });
  }

  async function forget(): Promise<void> {
    const asked = found.input.value;
    if (asked === null) return;
    const result = await request('forgetHosts', asked);
    failure.value = result.ok ? null : result.error;
    forgotten.value = result.ok ? result.value.length : null;
    found.clear();
  }

  return {
    hosts: found.data,
    asked: found.input,
    error: found.error,
    loading: found.loading,
    failure,
    forgotten,
    find,
    forget,
  };
}
