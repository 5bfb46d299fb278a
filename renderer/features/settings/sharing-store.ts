import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { AppError } from '../../../contract/errors.ts';
import type { RequestInput } from '../../../contract/requests.ts';
import type { Result } from '../../../contract/result.ts';
import type { ChosenSharedFile, SharedChange, SourceSharing } from '../../../contract/sharing.ts';
import { listen, request } from '../../app/bridge.ts';

/** What a team shares: the state of each source, and the user's actions. */
export const useSharingStore = defineStore('sharing', () => {
  const sources = shallowRef<SourceSharing[]>([]);
  const error = shallowRef<AppError | null>(null);
  const busy = ref(false);

  function take(result: Result<SourceSharing[]>): void {
    if (result.ok) sources.value = result.value;
    error.value = result.ok ? null : result.error;
  }

  async function load(): Promise<void> {
    take(await request('sharingState', {}));
  }

  async function during(work: Promise<Result<SourceSharing[]>>): Promise<void> {
    busy.value = true;
    take(await work);
    busy.value = false;
  }

  function share(sourceId: string, shared: boolean): Promise<void> {
    return during(request('setSharing', { sourceId, shared }));
  }

  function resolve(choice: RequestInput<'resolveShared'>): Promise<void> {
    return during(request('resolveShared', choice));
  }

  function saveFile(sourceId: string): Promise<Result<boolean>> {
    return request('saveSharedFile', { sourceId });
  }

  function openFile(sourceId: string): Promise<Result<ChosenSharedFile | null>> {
    return request('openSharedFile', { sourceId });
  }

  async function importFile(sourceId: string, text: string): Promise<Result<SharedChange[]>> {
    const result = await request('importShared', { sourceId, text });
    await load();
    return result;
  }

  // Other people's changes arrive with a poll.
  listen('fleetChanged', () => {
    if (sources.value.some(({ status }) => status !== 'off')) void load();
  });
  listen('settingsChanged', () => void load());

  return { sources, error, busy, load, share, resolve, saveFile, openFile, importFile };
});
