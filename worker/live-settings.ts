import { isDeepStrictEqual } from 'node:util';
import type { Settings, SettingsPatch } from '../contract/settings.ts';
import type { FleetEngine } from '../fleet/engine.ts';
import { loadSettings, saveSettings } from '../platform/fs/settings-file.ts';
import type { CollectorSupervisor } from './collector-supervisor.ts';

/** Who hears of a change of the settings. */
export interface LiveSettingsOptions {
  dataDir: string;
  engine: Pick<FleetEngine, 'reconfigure' | 'configureAlerts'>;
  collector: Pick<CollectorSupervisor, 'configure'>;
  onChanged: (settings: Settings) => void;
}

/** The settings file, whose changes take effect at once. */
export class LiveSettings {
  readonly #options: LiveSettingsOptions;

  constructor(options: LiveSettingsOptions) {
    this.#options = options;
  }

  /** Reads the file. Throws `AppFailure`. */
  load(): Settings {
    return loadSettings(this.#options.dataDir);
  }

  /** Saves a change and reconfigures only what it concerns. Throws `AppFailure`. */
  async apply(patch: SettingsPatch): Promise<Settings> {
    const { dataDir, engine, collector, onChanged } = this.#options;
    const before = this.load();
    const settings = saveSettings(dataDir, patch);
    const changed = (section: keyof Settings): boolean =>
      !isDeepStrictEqual(before[section], settings[section]);
    // A change of the theme is no reason to restart a collector in the middle of its minute.
    if (changed('sources') || changed('sync') || changed('retention'))
      await engine.reconfigure(settings);
    if (changed('alerts') || changed('labels')) engine.configureAlerts(settings);
    if (changed('sources') || changed('collector')) await collector.configure(settings);
    onChanged(settings);
    return settings;
  }
}
