import { dirname } from 'node:path';
import type { ChannelSecrets } from '../contract/channels.ts';
import { AppFailure } from '../contract/errors.ts';
import { FleetEngine } from '../fleet/engine.ts';
import type { FleetEngineOptions } from '../fleet/engine-options.ts';
import { movedNotice } from '../fleet/store/open-store.ts';
import { ensureDataDir } from '../platform/fs/data-dir.ts';
import { databaseFailure } from '../platform/sqlite/database.ts';

/** What a followed engine is opened with. */
export type FollowedEngineOptions = Omit<FleetEngineOptions, 'onStoreMoved' | 'notices'> & {
  /** Another engine has taken the place of the one before, and runs. */
  onReplaced: (engine: FleetEngine) => void;
};

/**
 * The engine of a program that runs for long. Where its store's file is moved away, replaced, or removed with its
 * directory, another engine takes its place within seconds, on what lies there then, or on a new file.
 */
export class FollowedEngine {
  readonly #options: FollowedEngineOptions;
  #settings: FollowedEngineOptions['settings'];
  #secrets: ReadonlyMap<string, ChannelSecrets> | null = null;
  #current: FleetEngine;
  /** The end of those that were replaced. */
  #ended: Promise<unknown> = Promise.resolve();
  #isReplacementTold = false;

  /** Opens the store. Throws `AppFailure`. */
  constructor(options: FollowedEngineOptions) {
    this.#options = options;
    this.#settings = options.settings;
    this.#current = new FleetEngine({ ...options, onStoreMoved: this.#follow });
  }

  get current(): FleetEngine {
    return this.#current;
  }

  /** As `FleetEngine.reconfigure`. */
  async reconfigure(settings: FollowedEngineOptions['settings']): Promise<void> {
    this.#settings = settings;
    await this.#current.reconfigure(settings);
  }

  /** As `FleetEngine.configureAlerts`. */
  configureAlerts(settings: FollowedEngineOptions['settings']): void {
    this.#settings = settings;
    this.#current.configureAlerts(settings);
  }

  /** Takes over the secrets of channels that the app keeps. */
  setChannelSecrets(secrets: ReadonlyMap<string, ChannelSecrets>): void {
    this.#secrets = secrets;
    this.#current.channels?.setSecrets(secrets);
  }

  /** Closes the store and whatever was left behind. */
  async close(): Promise<void> {
    await this.#current.close();
    await this.#ended;
  }

  /** Where no store can be opened there, all stays as it is: it is called again in a moment. */
  readonly #follow = (): void => {
    const { storePath, logger, onReplaced } = this.#options;
    const before = this.#current;
    const notice = movedNotice(storePath);
    try {
      ensureDataDir(dirname(storePath));
      this.#current = new FleetEngine({
        ...this.#options,
        settings: this.#settings,
        onStoreMoved: this.#follow,
        notices: [notice],
        firstRevision: before.revision + 1,
      });
    } catch (error) {
      const { message } = error instanceof AppFailure ? error.error : databaseFailure(error).error;
      if (!this.#isReplacementTold) logger.error(notice.message, { failed: message });
      this.#isReplacementTold = true;
      return;
    }
    this.#isReplacementTold = false;
    logger.error(notice.message, { hint: notice.hint });
    if (this.#secrets !== null) this.#current.channels?.setSecrets(this.#secrets);
    this.#ended = Promise.allSettled([this.#ended, before.close()]);
    this.#current.start();
    onReplaced(this.#current);
  };
}
