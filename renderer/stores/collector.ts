import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { CollectorState } from '../../contract/collector.ts';
import type { AppError } from '../../contract/errors.ts';
import { listen, request } from '../app/bridge.ts';

/** The state of this machine's collector. */
export const useCollectorStore = defineStore('collector', () => {
  const state = shallowRef<CollectorState | null>(null);
  const error = shallowRef<AppError | null>(null);
  const busy = ref(false);

  async function load(): Promise<void> {
    const result = await request('collectorState', {});
    if (result.ok) state.value = result.value;
    error.value = result.ok ? null : result.error;
  }

  async function setCollecting(enabled: boolean): Promise<void> {
    busy.value = true;
    const result = await request('setCollecting', { enabled });
    if (result.ok) state.value = result.value;
    error.value = result.ok ? null : result.error;
    busy.value = false;
  }

  listen('collectorChanged', (changed) => {
    state.value = changed;
  });

  return { state, error, busy, load, setCollecting };
});
