import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { appFailure } from '../../contract/errors.ts';
import { settingsSchema, type Settings, type SettingsPatch } from '../../contract/settings.ts';
import { SETTINGS_FILE, loadSettings } from './settings-file.ts';

/**
 * Applies a patch of whole sections to `before`, what is stored unless given, and writes the file at once, atomically.
 * Returns what is now stored.
 */
export function saveSettings(
  directory: string,
  patch: SettingsPatch,
  before = loadSettings(directory),
): Settings {
  const { network, ...sections } = patch;
  if (network === undefined) return save(directory, sections, before);
  const { caFile } = before.network;
  const kept = caFile === undefined ? {} : { caFile };
  return save(directory, { ...sections, network: { ...network, ...kept } }, before);
}

/** As `saveSettings`, for the file of certificate authorities; null: none. */
export function saveCaFile(
  directory: string,
  caFile: string | null,
  before = loadSettings(directory),
): Settings {
  const { caFile: _, ...network } = before.network;
  const named = caFile === null ? {} : { caFile };
  return save(directory, { network: { ...network, ...named } }, before);
}

/** As `saveSettings`, for the folders of the py-perf library: paths, which no patch of a page can hold. */
export function saveFunctionFolders(
  directory: string,
  folders: readonly string[],
  before = loadSettings(directory),
): Settings {
  return save(directory, { functions: { folders: [...folders] } }, before);
}

function save(
  directory: string,
  patch: SettingsPatch & Partial<Pick<Settings, 'functions' | 'network'>>,
  before: Settings,
): Settings {
  const merged = settingsSchema.safeParse({ ...before, ...patch });
  if (!merged.success)
    throw appFailure(
      'invalid-input',
      `These settings are not valid: ${z.prettifyError(merged.error)}`,
      'Correct the values named.',
      merged.error,
    );
  writeFileAtomic.sync(
    join(directory, SETTINGS_FILE),
    `${JSON.stringify(merged.data, null, 2)}\n`,
    {
      mode: 0o600,
    },
  );
  return merged.data;
}
