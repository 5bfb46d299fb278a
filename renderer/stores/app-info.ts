import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { AppInfo } from '../../contract/answers.ts';
import { request } from '../app/bridge.ts';

/** Version and host of the app, read once. */
export const useAppInfoStore = defineStore('app-info', () => {
  const info = shallowRef<AppInfo | null>(null);

  async function load(): Promise<void> {
    const result = await request('appInfo', {});
    if (result.ok) info.value = result.value;
  }

  return { info, load };
});
