import { shallowRef } from 'vue';
import type { LegacyHistory, IndexedRole, LegacyIndex } from '../../../contract/answers.ts';
import type { AppError } from '../../../contract/errors.ts';
import { request } from '../../app/bridge.ts';

/** What `useLegacyHistory` returns. */
export type LegacyHistoryQuery = ReturnType<typeof useLegacyHistory>;

/** The history of one source's legacy table: the cost of reading it, and reading it. */
export function useLegacyHistory(sourceId: string) {
  const state = shallowRef<LegacyHistory | null>(null);
  const error = shallowRef<AppError | null>(null);

  async function ask(name: 'legacyHistory' | 'readLegacyHistory' | 'stopLegacyHistory') {
    const result = await request(name, { sourceId });
    if (result.ok) state.value = result.value;
    error.value = result.ok ? null : result.error;
  }

  return {
    state,
    error,
    load: () => ask('legacyHistory'),
    read: () => ask('readLegacyHistory'),
    stop: () => ask('stopLegacyHistory'),
  };
}

/** The index of one source's legacy table, or of its runs: its state, its cost, and its creation. */
export function useLegacyIndex(sourceId: string, role: IndexedRole) {
  const state = shallowRef<LegacyIndex | null>(null);
  const error = shallowRef<AppError | null>(null);

  async function ask(name: 'legacyIndex' | 'createLegacyIndex') {
    const result = await request(name, { sourceId, role });
    if (result.ok) state.value = result.value;
    error.value = result.ok ? null : result.error;
  }

  return { state, error, load: () => ask('legacyIndex'), create: () => ask('createLegacyIndex') };
}
