import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { PreventableEvent, app } from './electron-app.ts';
import { askHost, tell } from './main-link.ts';

let nextId = 1;
const windows = new Map<number, BrowserWindow>();

/** `webContents`: events go to the host, which gives them to the page. */
class StandInContents extends EventEmitter {
  readonly #windowId: number;
  #destroyed = false;

  constructor(windowId: number) {
    super();
    this.#windowId = windowId;
  }

  /** Throws where a value cannot be cloned, as Electron does. */
  send(channel: string, ...args: unknown[]): void {
    tell({ kind: 'send', windowId: this.#windowId, channel, args: structuredClone(args) });
  }

  setWindowOpenHandler(handler: (details: never) => { action: string }): void {
    const answer = handler(undefined as never);
    if (answer.action !== 'deny') throw new Error('the stand-in knows denied windows only');
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  markDestroyed(): void {
    this.#destroyed = true;
    this.emit('destroyed');
  }
}

/** `BrowserWindow`: a page of a real Chromium, held by the host. */
export class BrowserWindow extends EventEmitter {
  readonly id = nextId;
  readonly webContents: StandInContents;
  #visible = false;
  #destroyed = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    nextId += 1;
    requireSafe(options.webPreferences);
    this.webContents = new StandInContents(this.id);
    windows.set(this.id, this);
    tell({
      kind: 'create-window',
      plan: {
        windowId: this.id,
        width: options.width ?? 800,
        height: options.height ?? 600,
        title: options.title ?? '',
        preload: options.webPreferences?.preload ?? '',
      },
    });
    app.emit('web-contents-created', {}, this.webContents);
    if (options.show !== false) this.show();
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()];
  }

  static byId(id: number): BrowserWindow | undefined {
    return windows.get(id);
  }

  async loadURL(url: string): Promise<void> {
    await askHost({ kind: 'load-url', windowId: this.id, url });
    this.emit('ready-to-show');
    this.webContents.emit('did-finish-load');
  }

  show(): void {
    this.#setVisible(true);
  }

  hide(): void {
    this.#setVisible(false);
  }

  focus(): void {
    if (this.#visible) this.emit('focus');
  }

  restore(): void {
    this.show();
  }

  isMinimized(): boolean {
    return false;
  }

  isVisible(): boolean {
    return this.#visible;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** As a person closes it: the app may prevent that. */
  close(): void {
    const event = new PreventableEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    windows.delete(this.id);
    this.webContents.markDestroyed();
    tell({ kind: 'destroy-window', windowId: this.id });
    this.emit('closed');
    if (windows.size === 0) app.emit('window-all-closed');
  }

  #setVisible(visible: boolean): void {
    if (this.#visible === visible || this.#destroyed) return;
    this.#visible = visible;
    tell({ kind: 'show-window', windowId: this.id, visible });
    this.emit(visible ? 'show' : 'hide');
  }
}

/** The stand-in page is sandboxed and isolated: an app that asks for less is not what it stands in for. */
function requireSafe(preferences: Electron.WebPreferences | undefined): void {
  const safe =
    preferences?.sandbox === true &&
    preferences.contextIsolation === true &&
    preferences.nodeIntegration === false;
  if (!safe) throw new Error('a window must set sandbox, contextIsolation and nodeIntegration');
}
