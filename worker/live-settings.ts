import { isDeepStrictEqual } from 'node:util';
import type { Settings, SettingsPatch } from '../contract/settings.ts';
import type { FleetEngine } from '../fleet/engine.ts';
import { loadSettings, saveFunctionFolders, saveSettings } from '../platform/fs/settings-file.ts';
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
    return this.#save((dataDir) => saveSettings(dataDir, patch));
  }

  /** Reads folders of the py-perf library's local mode from now on. Throws `AppFailure`. */
  setFunctionFolders(folders: readonly string[]): Promise<Settings> {
    return this.#save((dataDir) => saveFunctionFolders(dataDir, folders));
  }

  async #save(write: (dataDir: string) => Settings): Promise<Settings> {
    const { dataDir, engine, collector, onChanged } = this.#options;
    const before = this.load();
    const settings = write(dataDir);
    const changed = (section: keyof Settings): boolean =>
      !isDeepStrictEqual(before[section], settings[section]);
    // A change of the theme is no reason to restart a collector in the middle of its minute.
    const engineSections = ['sources', 'sync', 'retention', 'functions'] as const;
    if (engineSections.some(changed)) await engine.reconfigure(settings);
    if (changed('alerts') || changed('labels') || changed('channels'))
      engine.configureAlerts(settings);
    if (changed('sources') || changed('collector')) await collector.configure(settings);
    onChanged(settings);
    return settings;
  }
}
