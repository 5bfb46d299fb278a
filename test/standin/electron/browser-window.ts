import type { BrowserWindow as ElectronWindow, BrowserWindowConstructorOptions } from 'electron';
import { BaseWindow } from './base-window.ts';
import { PreventableEvent, unlessClosing, windowHalf } from './runtime.ts';
import { StandinWebContents } from './web-contents.ts';

type Emulated = Pick<
  ElectronWindow,
  'show' | 'hide' | 'close' | 'destroy' | 'focus' | 'blur' | 'isFocused' | 'loadURL' | 'reload'
>;

const windows = new Map<number, BrowserWindow>();
let focusedId: number | null = null;

/** The window events that the app handles, and what windows need from it. */
export interface WindowLife {
  created(window: BrowserWindow): void;
  focusChanged(window: BrowserWindow, focused: boolean): void;
  /** A window should close and stays open. */
  closeCancelled(): void;
  allClosed(): void;
  /** The process of a page has ended unexpectedly. */
  crashed(contents: StandinWebContents, details: Electron.RenderProcessGoneDetails): void;
  /** The folder of Chromium's own files. */
  sessionData(): string;
  isReady(): boolean;
}

/** A Chromium page that behaves like a window. */
export class BrowserWindow extends BaseWindow implements Emulated {
  /** Set by the app before it makes a window. */
  static life: WindowLife | undefined;

  readonly webContents: StandinWebContents;
  #loadedOnce = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    if (BrowserWindow.life?.isReady() !== true)
      throw new Error('Cannot create BrowserWindow before app is ready');
    super(options);
    requireSandbox(options);
    this.webContents = new StandinWebContents(this.id, {
      crashed: (contents, details) => BrowserWindow.life?.crashed(contents, details),
      closed: () => {
        this.destroy();
      },
    });
    windows.set(this.id, this);
    const { width, height } = this.getBounds();
    unlessClosing(
      windowHalf().createWindow({
        id: this.id,
        width,
        height,
        title: this.getTitle(),
        visible: this.isVisible(),
        preload: options.webPreferences?.preload ?? null,
        sessionData: BrowserWindow.life?.sessionData() ?? '',
      }),
    );
    BrowserWindow.life?.created(this);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focusedId === null ? null : (windows.get(focusedId) ?? null);
  }

  static fromId(id: number): BrowserWindow | null {
    return windows.get(id) ?? null;
  }

  static fromWebContents(contents: StandinWebContents): BrowserWindow | null {
    return windows.get(contents.id) ?? null;
  }

  /** Called when the window half has loaded a document. */
  loaded(url: string, title: string): void {
    const event = new PreventableEvent();
    this.webContents.loaded(url, title);
    this.emit('page-title-updated', event, title, true);
    if (!event.defaultPrevented) this.setTitle(title);
    if (this.#loadedOnce) return;
    this.#loadedOnce = true;
    this.emit('ready-to-show');
  }

  async loadURL(url: string): Promise<void> {
    this.requireAlive();
    await this.webContents.loadURL(url);
  }

  reload(): void {
    this.requireAlive();
    this.webContents.reload();
  }

  show(): void {
    this.requireAlive();
    this.setVisible(true);
    this.focus();
  }

  hide(): void {
    this.requireAlive();
    if (focusedId === this.id) this.blur();
    this.setVisible(false);
  }

  focus(): void {
    this.requireAlive();
    if (!this.isVisible() || focusedId === this.id) return;
    BrowserWindow.getFocusedWindow()?.blur();
    focusedId = this.id;
    this.later('focus', () => BrowserWindow.life?.focusChanged(this, true));
  }

  blur(): void {
    this.requireAlive();
    if (focusedId !== this.id) return;
    focusedId = null;
    this.later('blur', () => BrowserWindow.life?.focusChanged(this, false));
  }

  isFocused(): boolean {
    this.requireAlive();
    return focusedId === this.id;
  }

  /** Asks the app at once; the window closes later, because its page is asked first. */
  close(): void {
    this.requireAlive();
    const event = new PreventableEvent();
    this.emit('close', event);
    if (event.defaultPrevented) BrowserWindow.life?.closeCancelled();
    else
      setImmediate(() => {
        this.destroy();
      });
  }

  destroy(): void {
    if (this.isDestroyed()) return;
    this.markDestroyed();
    if (focusedId === this.id) focusedId = null;
    windows.delete(this.id);
    this.webContents.destroy();
    unlessClosing(windowHalf().destroyWindow(this.id));
    this.emit('closed');
    if (windows.size === 0) BrowserWindow.life?.allClosed();
  }
}

/** Pages are always sandboxed here: an app that asks for less would behave differently on Electron. */
function requireSandbox({ webPreferences = {} }: BrowserWindowConstructorOptions): void {
  const { sandbox = true, contextIsolation = true, nodeIntegration = false } = webPreferences;
  if (!sandbox || !contextIsolation || nodeIntegration)
    throw new Error('the Electron stand-in emulates sandboxed, isolated pages only');
}
