import type { AppUpdater } from 'electron-updater';
import type { Logger } from '../platform/log.ts';
import type { UpdateSupport } from './update-support.ts';

/** The part of electron-updater that is used. */
export type UpdateSource = Pick<
  AppUpdater,
  'autoDownload' | 'autoInstallOnAppQuit' | 'checkForUpdates' | 'downloadUpdate' | 'quitAndInstall'
> & { logger: unknown; on(event: 'error', listener: (error: Error) => void): unknown };

export interface Question {
  message: string;
  detail: string;
  /** The first is the default; the last is what closing the dialog means. */
  buttons: readonly string[];
}

export interface UpdaterOptions {
  support: UpdateSupport;
  /** Loads electron-updater; called once, when something is looked for first. */
  load: () => Promise<UpdateSource>;
  /** The version that runs. */
  version: string;
  /** Puts a question to the user; resolves with the index of the button. */
  ask: (question: Question) => Promise<number>;
  /** Tells of a new version without taking the focus; `open` is for a click. */
  announce: (version: string, open: () => void) => void;
  /** Ends the app in order, so that what follows finds store and outbox closed. */
  stopApp: () => Promise<void>;
  /** Starts the app again after `stopApp`, for when the installation failed. */
  restart: () => void;
  logger: Logger;
}

/** Milliseconds: the first look comes when the start is over, then one a day. */
const FIRST_LOOK = 10 * 60_000;
const DAY = 24 * 3600_000;

type State =
  { step: 'idle' } | { step: 'busy'; with: string } | { step: 'downloaded'; version: string };

/**
 * Updates with the user's consent: looking is done daily and on request, while downloading and installing each wait for the
 * user's own word. Failures are logged, and told only to a user who has asked for what failed.
 */
export class Updater {
  readonly #options: UpdaterOptions;
  #source: Promise<UpdateSource> | null = null;
  #state: State = { step: 'idle' };
  #announced: string | null = null;
  #logged: unknown = null;
  #installing = false;

  constructor(options: UpdaterOptions) {
    this.#options = options;
  }

  /** Looks once a day from now on, where this copy can update itself. Returns how to stop. */
  start(): () => void {
    if (!this.#options.support.able) return () => undefined;
    const look = (): void => void this.lookQuietly();
    const first = setTimeout(look, FIRST_LOOK);
    const daily = setInterval(look, DAY);
    return () => {
      clearTimeout(first);
      clearInterval(daily);
    };
  }

  /** "Check for updates…": always answers, also that there is nothing or why it cannot be known. */
  async check(): Promise<void> {
    const { support } = this.#options;
    if (!support.able) {
      await this.#tell('Updates are not installed from here', support.reason);
    } else if (this.#state.step === 'downloaded') {
      await this.#offerInstall(this.#state.version);
    } else if (this.#state.step === 'busy') {
      await this.#tell('One moment', `${this.#state.with}.`);
    } else {
      await this.#lookAndOffer();
    }
  }

  /** The daily look: announces a new version once a run, and is silent otherwise. */
  async lookQuietly(): Promise<void> {
    if (this.#state.step !== 'idle') return;
    try {
      const version = await this.#look();
      if (version === null || version === this.#announced) return;
      this.#announced = version;
      this.#options.announce(version, () => void this.#offerDownload(version));
    } catch (error) {
      this.#log(error);
    }
  }

  async #lookAndOffer(): Promise<void> {
    const { version } = this.#options;
    let found: string | null;
    try {
      found = await this.#look();
    } catch (error) {
      this.#log(error);
      await this.#tell('Updates could not be looked for', reasonOf(error));
      return;
    }
    if (found === null) await this.#tell('There is no newer version', `This is ${version}.`);
    else await this.#offerDownload(found);
  }

  /** The version that is newer than this one, or null. */
  async #look(): Promise<string | null> {
    return this.#during('Looking for updates', async () => {
      const result = await (await this.#load()).checkForUpdates();
      return result?.isUpdateAvailable === true ? result.updateInfo.version : null;
    });
  }

  async #offerDownload(version: string): Promise<void> {
    // The announcement may be clicked when all this is over.
    if (this.#state.step !== 'idle') return;
    const answer = await this.#during(`Version ${version} is being offered`, () =>
      this.#options.ask({
        message: `Version ${version} is there`,
        detail: `This is ${this.#options.version}. Nothing is installed before you say so.`,
        buttons: ['Download', 'Not now'],
      }),
    );
    if (answer !== 0) return;
    try {
      await this.#during(`Version ${version} is being downloaded`, async () =>
        (await this.#load()).downloadUpdate(),
      );
    } catch (error) {
      this.#log(error);
      await this.#tell(`Version ${version} could not be downloaded`, reasonOf(error));
      return;
    }
    this.#state = { step: 'downloaded', version };
    await this.#offerInstall(version);
  }

  async #offerInstall(version: string): Promise<void> {
    const answer = await this.#during(`Version ${version} is ready to be installed`, () =>
      this.#options.ask({
        message: `Version ${version} is ready to be installed`,
        detail: 'The app ends, is replaced and starts again. "Check for updates…" offers it again.',
        buttons: ['Install and restart', 'Not now'],
      }),
    );
    this.#state = { step: 'downloaded', version };
    if (answer !== 0) return;
    const source = await this.#load();
    this.#installing = true;
    await this.#options.stopApp();
    // Returns at once; how it fails comes as an event.
    source.quitAndInstall(false, true);
  }

  /** Marks the time that `work` takes as busy. */
  async #during<T>(what: string, work: () => Promise<T>): Promise<T> {
    this.#state = { step: 'busy', with: what };
    try {
      return await work();
    } finally {
      this.#state = { step: 'idle' };
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
        logger.info('updater', { detail: String(message) });
      },
      warn: (message: unknown) => {
        logger.warn('updater', { detail: String(message) });
      },
      // Each comes as an "error" event or a rejection as well.
      error: () => undefined,
    };
    // Without a listener, an emitter throws.
    source.on('error', (error) => {
      this.#log(error);
      if (this.#installing) void this.#recover(error);
    });
    return source;
  }

  /** The app has been stopped for an installation that then failed: it must not stay as an empty process. */
  async #recover(error: Error): Promise<void> {
    this.#installing = false;
    await this.#tell('The update could not be installed', reasonOf(error));
    this.#options.restart();
  }

  /** One failure may come as an event and as a rejection. */
  #log(error: unknown): void {
    if (error === this.#logged) return;
    this.#logged = error;
    this.#options.logger.warn('the updater failed', { detail: reasonOf(error) });
  }

  async #tell(message: string, detail: string): Promise<void> {
    await this.#options.ask({ message, detail, buttons: ['OK'] });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
