import { isDeepStrictEqual } from 'node:util';
import { AppFailure } from '../contract/errors.ts';
import type { Settings, SettingsPatch } from '../contract/settings.ts';
import type { FleetEngine } from '../fleet/engine.ts';
import { loadSettings, watchSettings } from '../platform/fs/settings-file.ts';
import { saveFunctionFolders, saveSettings } from '../platform/fs/settings-writer.ts';
import type { Logger } from '../platform/log/log.ts';
import type { CollectorSupervisor } from './collector-supervisor.ts';

/** Who hears of a change of the settings. */
export interface LiveSettingsOptions {
  dataDir: string;
  engine: Pick<FleetEngine, 'reconfigure' | 'configureAlerts'>;
  collector: Pick<CollectorSupervisor, 'configure'>;
  logger: Logger;
  /** Changes what was loaded for this run only. Throws `AppFailure` where the two do not go together. */
  override?: (settings: Settings) => Settings;
  onChanged: (settings: Settings) => void;
}

/** The settings file, whose changes take effect at once. */
export class LiveSettings {
  readonly #options: LiveSettingsOptions;
  #unwatch: () => void = () => undefined;
  #taking: Promise<void> = Promise.resolve();

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

  /**
   * Takes over what others write into the file, until `stop`. `known` is what holds now, as it was loaded. What cannot be
   * taken over is logged, and what held before goes on holding.
   */
  follow(known: Settings): void {
    let held = known;
    const take = (): void => {
      this.#taking = this.#taking.then(async () => {
        held = await this.#followed(held);
      });
    };
    this.#unwatch = watchSettings(this.#options.dataDir, take);
  }

  /** Follows the file no longer; resolves when nothing is being taken over. */
  async stop(): Promise<void> {
    this.#unwatch();
    await this.#taking;
  }

  async #followed(held: Settings): Promise<Settings> {
    const { logger } = this.#options;
    try {
      const settings = this.load();
      if (isDeepStrictEqual(held, settings)) return held;
      await this.#takeOver(held, settings);
      logger.info('changed settings were taken over');
      return settings;
    } catch (error) {
      const reason = error instanceof AppFailure ? error.error.message : String(error);
      logger.error('changed settings were not taken over: those from before hold', { reason });
      return held;
    }
  }

  async #save(write: (dataDir: string) => Settings): Promise<Settings> {
    const before = this.load();
    const settings = write(this.#options.dataDir);
    await this.#takeOver(before, settings);
    return settings;
  }

  async #takeOver(before: Settings, settings: Settings): Promise<void> {
    const { engine, collector, onChanged, override = (same: Settings) => same } = this.#options;
    const now = override(settings);
    const changed = (section: keyof Settings): boolean =>
      !isDeepStrictEqual(before[section], settings[section]);
    // A change of the theme is no reason to restart a collector in the middle of its minute.
    const engineSections = ['sources', 'sync', 'retention', 'functions'] as const;
    if (engineSections.some(changed)) await engine.reconfigure(now);
    if (changed('alerts') || changed('labels') || changed('channels')) engine.configureAlerts(now);
    if (changed('sources') || changed('collector')) await collector.configure(now);
    onChanged(now);
  }
}
