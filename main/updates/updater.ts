import type { AppUpdater } from 'electron-updater';
import type { Logger } from '../../platform/log/log.ts';
import type { TextKey, Translator } from '../system/i18n.ts';
import type { UpdateSupport } from './update-support.ts';

/** The part of electron-updater that is used. */
export type UpdateSource = Pick<
  AppUpdater,
  'autoDownload' | 'autoInstallOnAppQuit' | 'checkForUpdates' | 'downloadUpdate' | 'quitAndInstall'
> & { logger: unknown; on(event: 'error', listener: (error: Error) => void): unknown };

/** A question to the user with a button for each answer. */
export interface Question {
  message: string;
  detail: string;
  /** The first is the default; the last stands for closing the dialog. */
  buttons: readonly string[];
}

/** Where updates come from, and how the user is asked. */
export interface UpdaterOptions {
  support: UpdateSupport;
  /** Loads electron-updater; called once, at the first check. */
  load: () => Promise<UpdateSource>;
  /** The running version. */
  version: string;
  /** Asks the user; resolves with the index of the button. */
  ask: (question: Question) => Promise<number>;
  /** Announces a new version without taking the focus; `open` runs on a click. */
  announce: (version: string, open: () => void) => void;
  /** Shuts the app down, so that store and outbox are closed before the installation. */
  stopApp: () => Promise<void>;
  /** Restarts the app after `stopApp`, if the installation failed. */
  restart: () => void;
  /** The current language. */
  words: () => Translator;
  logger: Logger;
}

/** Milliseconds: the first check after the start is over, then one a day. */
const FIRST_CHECK_MS = 10 * 60_000;
const DAY_MS = 24 * 3600_000;

type Busy = 'looking' | 'offering' | 'downloading' | 'installing';

/**
 * The most characters of a failure that are shown and logged: from the second line on, some contain the server's whole
 * answer.
 */
const LONGEST_REASON = 300;

/**
 * Updates with the user's consent: checks daily and on request; downloading and installing each wait for the user.
 * Failures are logged, and shown only for checks that the user started.
 */
export class Updater {
  readonly #options: UpdaterOptions;
  #source: Promise<UpdateSource> | null = null;
  #busy: { with: Busy; version: string } | null = null;
  /** The downloaded version that waits for installation. */
  #ready: string | null = null;
  #announced: string | null = null;
  #logged: unknown = null;
  #installing = false;
  #schedule: NodeJS.Timeout[] = [];

  constructor(options: UpdaterOptions) {
    this.#options = options;
  }

  /** Whether to check once a day, if this copy can update itself. */
  setDaily(daily: boolean): void {
    const running = this.#schedule.length > 0;
    if (!daily || !this.#options.support.able) this.stop();
    else if (!running) {
      const look = (): void => void this.lookQuietly();
      this.#schedule = [setTimeout(look, FIRST_CHECK_MS), setInterval(look, DAY_MS)];
    }
  }

  /** Stops the daily checks. */
  stop(): void {
    for (const timer of this.#schedule.splice(0)) clearTimeout(timer);
  }

  /** "Check for updates…": always answers, also that there is none, or why that is unknown. */
  async check(): Promise<void> {
    const { support } = this.#options;
    if (!support.able) {
      await this.#tell(
        this.#t('updates.unable.title'),
        this.#t(`updates.unable.${support.reason}`),
      );
    } else if (this.#busy !== null) {
      const { with: work, version } = this.#busy;
      await this.#tell(this.#t('updates.busy.title'), this.#t(`updates.busy.${work}`, version));
    } else {
      await this.#lookAndOffer();
    }
  }

  /** The daily check: announces a new version once per run, and is silent otherwise. */
  async lookQuietly(): Promise<void> {
    if (this.#busy !== null) return;
    try {
      const version = await this.#look();
      if (version === null || version === this.#announced || version === this.#ready) return;
      this.#announced = version;
      this.#options.announce(version, () => void this.check());
    } catch (error) {
      this.#log(error);
    }
  }

  async #lookAndOffer(): Promise<void> {
    let found: string | null;
    try {
      found = await this.#look();
    } catch (error) {
      this.#log(error);
      if (this.#ready !== null) await this.#offerInstall(this.#ready);
      else await this.#tell(this.#t('updates.failed.look'), reasonOf(error));
      return;
    }
    if (found === null) {
      // A download, if there was one, has been withdrawn.
      this.#ready = null;
      await this.#tell(this.#t('updates.none.title'), this.#t('updates.none.text'));
    } else if (found === this.#ready) await this.#offerInstall(found);
    else await this.#offerDownload(found);
  }

  /** The available version if it is newer than this one, or null. */
  async #look(): Promise<string | null> {
    return this.#during('looking', '', async () => {
      const result = await (await this.#load()).checkForUpdates();
      return result?.isUpdateAvailable === true ? result.updateInfo.version : null;
    });
  }

  async #offerDownload(version: string): Promise<void> {
    const answer = await this.#during('offering', version, () =>
      this.#options.ask({
        message: this.#t('updates.there.title', version),
        detail: this.#t('updates.there.text'),
        buttons: [this.#t('updates.there.download'), this.#t('updates.notNow')],
      }),
    );
    if (answer !== 0) return;
    // A download replaces an earlier one as soon as it starts.
    this.#ready = null;
    try {
      await this.#during('downloading', version, async () => (await this.#load()).downloadUpdate());
    } catch (error) {
      this.#log(error);
      await this.#tell(this.#t('updates.failed.download', version), reasonOf(error));
      return;
    }
    this.#ready = version;
    await this.#offerInstall(version);
  }

  async #offerInstall(version: string): Promise<void> {
    const answer = await this.#during('installing', version, () =>
      this.#options.ask({
        message: this.#t('updates.ready.title', version),
        detail: this.#t('updates.ready.text'),
        buttons: [this.#t('updates.ready.install'), this.#t('updates.notNow')],
      }),
    );
    if (answer !== 0) return;
    const source = await this.#load();
    this.#installing = true;
    await this.#options.stopApp();
    try {
      // Returns at once; a failure arrives as an event as well.
      source.quitAndInstall(false, true);
    } catch (error) {
      this.#log(error);
      await this.#recover(error);
    }
  }

  /** Marks the app as busy while `work` runs. */
  async #during<T>(what: Busy, version: string, work: () => Promise<T>): Promise<T> {
    this.#busy = { with: what, version };
    try {
      return await work();
    } finally {
      this.#busy = null;
    }
  }

  #load(): Promise<UpdateSource> {
    this.#source ??= this.#prepare().catch((error: unknown) => {
      this.#source = null;
      throw error;
    });
    return this.#source;
  }

  async #prepare(): Promise<UpdateSource> {
    const { load, logger } = this.#options;
    const source = await load();
    source.autoDownload = false;
    source.autoInstallOnAppQuit = false;
    source.logger = {
      info: (message: unknown) => {
        logger.info('updater', { detail: reasonOf(message) });
      },
      warn: (message: unknown) => {
        logger.warn('updater', { detail: reasonOf(message) });
      },
      // Each arrives as an "error" event or a rejection as well.
      error: () => undefined,
    };
    // Without a listener, an emitter throws.
    source.on('error', (error) => {
      this.#log(error);
      void this.#recover(error);
    });
    return source;
  }

  /** The app has been stopped for an installation that then failed: it must not remain as an empty process. */
  async #recover(error: unknown): Promise<void> {
    if (!this.#installing) return;
    this.#installing = false;
    await this.#tell(this.#t('updates.failed.install'), reasonOf(error));
    this.#options.restart();
  }

  /** One failure may arrive as an event and as a rejection. */
  #log(error: unknown): void {
    if (error === this.#logged) return;
    this.#logged = error;
    this.#options.logger.warn('the updater failed', { detail: reasonOf(error) });
  }

  async #tell(message: string, detail: string): Promise<void> {
    await this.#options.ask({ message, detail, buttons: [this.#t('updates.ok')] });
  }

  /** A text; `version` is the newer one. */
  #t(key: TextKey, version = ''): string {
    const { words, version: current } = this.#options;
    return words().t(key, { version, current });
  }
}

/** The first line of the error, shortened. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [line = ''] = text.trim().split('\n', 1);
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}\u2026` : line;
}
