import type { BrowserWindow } from 'electron';
import type { Logger } from '../../platform/log/log.ts';
import { sendEvent } from '../ipc/send.ts';
import type { ShellMemory } from '../system/shell-state.ts';
import { createWindow, loadApp, placeOf, reveal } from './window.ts';

/** The configuration of the main window. */
export interface MainWindowOptions {
  preload: string;
  icon: string;
  memory: ShellMemory;
  logger: Logger;
  platform: NodeJS.Platform;
  /** Called when the user closes the window, which only hides it. */
  onHidden: () => void;
  /** Called when the session ends, which Windows reports only to windows. */
  onSessionEnd: () => void;
}

/** The app's one window: created on first use, hidden when closed. */
export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | null = null;
  #quitting = false;

  constructor(options: MainWindowOptions) {
    this.#options = options;
  }

  /** Opens the window or brings it to the front; at a path of the page if one is given. */
  open(path?: string): void {
    if (this.#window === null) {
      this.#create(path ?? '/');
      return;
    }
    reveal(this.#window);
    if (path !== undefined) sendEvent([this.#window], 'navigate', { path });
  }

  /** From now on, closing really closes it. */
  prepareToQuit(): void {
    this.#quitting = true;
    this.#keepPlace();
  }

  #create(path: string): void {
    const { preload, icon, memory, logger } = this.#options;
    const window = createWindow({ preload, icon, place: memory.state.window });
    this.#window = window;
    // Closing leaves the app in the tray, where it keeps collecting.
    window.on('close', (event) => {
      if (this.#quitting) return;
      event.preventDefault();
      this.#keepPlace();
      this.#hide(window);
      this.#options.onHidden();
    });
    window.on('session-end', this.#options.onSessionEnd);
    window.on('closed', () => {
      this.#window = null;
    });
    loadApp(window, path).catch((error: unknown) => {
      logger.error('the window could not be loaded', { detail: String(error) });
    });
  }

  /** macOS leaves a black screen in place of a hidden full-screen window. */
  #hide(window: BrowserWindow): void {
    if (this.#options.platform !== 'darwin' || !window.isFullScreen()) {
      window.hide();
      return;
    }
    window.once('leave-full-screen', () => {
      window.hide();
    });
    window.setFullScreen(false);
  }

  #keepPlace(): void {
    if (this.#window === null || this.#window.isDestroyed()) return;
    this.#options.memory.remember({ window: placeOf(this.#window) });
  }
}
