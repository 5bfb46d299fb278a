import { isDeepStrictEqual } from 'node:util';
import { AppFailure } from '../contract/errors.ts';
import type { Settings, SettingsPatch } from '../contract/settings.ts';
import type { FleetEngine } from '../fleet/engine.ts';
import { hasSettings, loadSettings, watchSettings } from '../platform/fs/settings-file.ts';
import { saveCaFile, saveFunctionFolders, saveSettings } from '../platform/fs/settings-writer.ts';
import type { Logger } from '../platform/log/log.ts';
import { useNetworkSettings } from '../platform/net/settings.ts';
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
  /** The newest that were read or written here; null before the first. */
  #held: Settings | null = null;
  #unwatch: () => void = () => undefined;
  #taking: Promise<void> = Promise.resolve();

  constructor(options: LiveSettingsOptions) {
    this.#options = options;
  }

  /**
   * Reads the file. Where it was moved away or removed under this program, what it held is still what holds, and is
   * written again with the next change. Throws `AppFailure`.
   */
  load(): Settings {
    const { dataDir } = this.#options;
    if (this.#held !== null && !hasSettings(dataDir)) return structuredClone(this.#held);
    const settings = loadSettings(dataDir);
    this.#held ??= settings;
    return settings;
  }

  /** Saves a change and reconfigures only what it concerns. Throws `AppFailure`. */
  async apply(patch: SettingsPatch): Promise<Settings> {
    return this.#save((dataDir, before) => saveSettings(dataDir, patch, before));
  }

  /** Reads folders of the py-perf library's local mode from now on. Throws `AppFailure`. */
  setFunctionFolders(folders: readonly string[]): Promise<Settings> {
    return this.#save((dataDir, before) => saveFunctionFolders(dataDir, folders, before));
  }

  /** Trusts the authorities of a file from now on, in place of an earlier one; null: none. Throws `AppFailure`. */
  setCaFile(path: string | null): Promise<Settings> {
    return this.#save((dataDir, before) => saveCaFile(dataDir, path, before));
  }

  /**
   * Takes over what others write into the file, until `stop`. `known` is what holds now, as it was loaded. What cannot be
   * taken over is logged, and what held before goes on holding.
   */
  follow(known: Settings): void {
    this.#held = known;
    const take = (): void => {
      this.#taking = this.#taking.then(() => this.#takeWritten());
    };
    this.#unwatch = watchSettings(this.#options.dataDir, take);
  }

  /** Follows the file no longer; resolves when nothing is being taken over. */
  async stop(): Promise<void> {
    this.#unwatch();
    await this.#taking;
  }

  async #takeWritten(): Promise<void> {
    const { logger } = this.#options;
    try {
      if (await this.#takeOver(this.load())) logger.info('changed settings were taken over');
    } catch (error) {
      const reason = error instanceof AppFailure ? error.error.message : String(error);
      logger.error('changed settings were not taken over: those from before hold', { reason });
    }
  }

  async #save(write: (dataDir: string, before: Settings) => Settings): Promise<Settings> {
    const settings = write(this.#options.dataDir, this.load());
    await this.#takeOver(settings);
    return settings;
  }

  /** Returns whether anything has changed. What was being followed in the file is not taken over a second time. */
  async #takeOver(settings: Settings): Promise<boolean> {
    const before = this.#held ?? settings;
    if (isDeepStrictEqual(before, settings)) return false;
    const { engine, collector, onChanged, override = (same: Settings) => same } = this.#options;
    const now = override(settings);
    this.#held = settings;
    const changed = (section: keyof Settings): boolean =>
      !isDeepStrictEqual(before[section], settings[section]);
    // Each request looks at it: nothing has to connect anew.
    useNetworkSettings(now.network);
    // A change of the theme is no reason to restart a collector in the middle of its minute.
    const engineSections = ['sources', 'sync', 'retention', 'functions'] as const;
    if (engineSections.some(changed)) await engine.reconfigure(now);
    if (changed('alerts') || changed('labels') || changed('channels')) engine.configureAlerts(now);
    if (changed('sources') || changed('collector')) await collector.configure(now);
    onChanged(now);
    return true;
  }
}
