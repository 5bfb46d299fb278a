import type { SettingsHandlers } from '../../contract/requests.ts';
import type { LiveSettings } from '../live-settings.ts';

/** Requests about the settings. */
export function settingsHandlers(settings: LiveSettings): SettingsHandlers {
  return {
    getSettings: () => settings.load(),
    updateSettings: ({ patch }) => settings.apply(patch),
  };
}
