import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import {
  DEFAULT_SETTINGS,
  type Settings,
  type SettingsPatch,
  type SourceConfig,
} from '../../contract/settings.ts';
import type { AccessKeys } from '../../contract/credentials.ts';
import type { AppError } from '../../contract/errors.ts';
import type { SourceTest } from '../../contract/answers.ts';
import type { Result } from '../../contract/result.ts';
import { listen, request } from '../app/bridge.ts';

/** Settings are JSON; the screen's copy may be reactive, which cannot be sent to the app. */
function plain(patch: SettingsPatch): SettingsPatch {
  return JSON.parse(JSON.stringify(patch)) as SettingsPatch;
}

/** The user's settings. Until they are loaded, `settings` has the defaults. */
export const useSettingsStore = defineStore('settings', () => {
  const settings = shallowRef<Settings>(DEFAULT_SETTINGS);
  const loaded = ref(false);
  const error = shallowRef<AppError | null>(null);
  let last: Promise<unknown> = Promise.resolve();

  async function load(): Promise<void> {
    const result = await request('getSettings', {});
    if (result.ok) settings.value = result.value;
    error.value = result.ok ? null : result.error;
    loaded.value = true;
  }

  /**
   * Saves whole sections. Changes are queued: `patchOf` receives the result of the previous one, so that none undoes
   * another. A failure is returned, and the settings stay as they were.
   */
  function update(patchOf: (stored: Settings) => SettingsPatch): Promise<Result<Settings>> {
    const saved = last.then(async () => {
      const result = await request('updateSettings', { patch: plain(patchOf(settings.value)) });
      if (result.ok) settings.value = result.value;
      return result;
    });
    last = saved;
    return saved;
  }

  /** Adds the source, or replaces the one with its id. */
  function saveSource(source: SourceConfig): Promise<Result<Settings>> {
    return update(({ sources }) => ({
      sources: sources.some(({ id }) => id === source.id)
        ? sources.map((other) => (other.id === source.id ? source : other))
        : [...sources, source],
    }));
  }

  function removeSource(id: string): Promise<Result<Settings>> {
    return update(({ sources }) => ({ sources: sources.filter((source) => source.id !== id) }));
  }

  /** Restores a removed source at its old place, unless another one has its id by now. */
  function restoreSource(source: SourceConfig, at: number): Promise<Result<Settings>> {
    return update(({ sources }) => ({
      sources: sources.some(({ id }) => id === source.id)
        ? sources
        : sources.toSpliced(at, 0, source),
    }));
  }

  /** With `keys` instead of the stored ones. */
  function testSource(source: SourceConfig, keys?: AccessKeys): Promise<Result<SourceTest>> {
    return request('testSource', { source, ...(keys === undefined ? {} : { keys }) });
  }

  function listProfiles(): Promise<Result<string[]>> {
    return request('listProfiles', {});
  }

  listen('settingsChanged', (changed) => {
    settings.value = changed;
  });

  return {
    settings,
    loaded,
    error,
    load,
    update,
    saveSource,
    removeSource,
    restoreSource,
    testSource,
    listProfiles,
  };
});
