import { EventEmitter } from 'node:events';
import type {
  BrowserWindow as ElectronWindow,
  BrowserWindowConstructorOptions,
  Rectangle,
} from 'electron';
import { PreventableEvent, unlessClosing, windowHalf } from './runtime.ts';
import { StandinWebContents } from './web-contents.ts';

type Emulated = Pick<
  ElectronWindow,
  | 'id'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'close'
  | 'destroy'
  | 'focus'
  | 'blur'
  | 'isFocused'
  | 'isVisible'
  | 'isDestroyed'
  | 'minimize'
  | 'restore'
  | 'isMinimized'
  | 'maximize'
  | 'unmaximize'
  | 'isMaximized'
  | 'setFullScreen'
  | 'isFullScreen'
  | 'getBounds'
  | 'getNormalBounds'
  | 'setBounds'
  | 'getSize'
  | 'setSize'
  | 'getPosition'
  | 'setPosition'
  | 'center'
  | 'getTitle'
  | 'setTitle'
  | 'loadURL'
  | 'reload'
  | 'setMenu'
  | 'removeMenu'
  | 'setMenuBarVisibility'
  | 'setAutoHideMenuBar'
  | 'setBackgroundColor'
  | 'setIcon'
  | 'setSkipTaskbar'
  | 'setProgressBar'
  | 'flashFrame'
  | 'moveTop'
>;

const windows = new Map<number, BrowserWindow>();
let nextId = 1;
let focusedId: number | null = null;

/** What the app wants to hear of its windows, and what they need from it. */
export interface WindowLife {
  created(window: BrowserWindow): void;
  focusChanged(window: BrowserWindow, focused: boolean): void;
  allClosed(): void;
  /** Folder of Chromium's own files. */
  sessionData(): string;
}

/** A page of Chromium with the life of a window. */
export class BrowserWindow extends EventEmitter implements Emulated {
  /** Set by the app before it makes a window. */
  static life: WindowLife | undefined;

  readonly id: number;
  readonly webContents: StandinWebContents;
  #bounds: Rectangle;
  #title: string;
  #visible: boolean;
  #minimized = false;
  #maximized = false;
  #fullScreen = false;
  #destroyed = false;
  #loadedOnce = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    const { width = 800, height = 600, x = 0, y = 0, title = 'Electron', show = true } = options;
    this.id = nextId;
    nextId += 1;
    this.#bounds = { x, y, width, height };
    this.#title = title;
    this.#visible = show;
    this.webContents = new StandinWebContents(this.id);
    windows.set(this.id, this);
    requireSandbox(options);
    unlessClosing(
      windowHalf().createWindow({
        id: this.id,
        width,
        height,
        title,
        visible: show,
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

  /** The window half says that a document is there. */
  loaded(url: string, title: string): void {
    this.webContents.loaded(url, title);
    const event = new PreventableEvent();
    this.emit('page-title-updated', event, title, true);
    if (!event.defaultPrevented) this.#title = title;
    if (this.#loadedOnce) return;
    this.#loadedOnce = true;
    this.emit('ready-to-show');
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.loadURL(url);
  }

  reload(): void {
    this.webContents.reload();
  }

  show(): void {
    this.#requireAlive();
    this.#setVisible(true);
    this.focus();
  }

  showInactive(): void {
    this.#requireAlive();
    this.#setVisible(true);
  }

  hide(): void {
    this.#requireAlive();
    if (focusedId === this.id) this.blur();
    this.#setVisible(false);
  }

  focus(): void {
    this.#requireAlive();
    if (!this.#visible || focusedId === this.id) return;
    BrowserWindow.getFocusedWindow()?.blur();
    focusedId = this.id;
    this.emit('focus', new PreventableEvent());
    BrowserWindow.life?.focusChanged(this, true);
  }

  blur(): void {
    this.#requireAlive();
    if (focusedId !== this.id) return;
    focusedId = null;
    this.emit('blur', new PreventableEvent());
    BrowserWindow.life?.focusChanged(this, false);
  }

  close(): void {
    this.#requireAlive();
    const event = new PreventableEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    if (focusedId === this.id) focusedId = null;
    windows.delete(this.id);
    this.webContents.destroy();
    unlessClosing(windowHalf().destroyWindow(this.id));
    this.emit('closed');
    if (windows.size === 0) BrowserWindow.life?.allClosed();
  }

  minimize(): void {
    this.#requireAlive();
    this.#minimized = true;
    this.#tellVisibility();
    this.emit('minimize');
  }

  restore(): void {
    this.#requireAlive();
    this.#minimized = false;
    this.#tellVisibility();
    this.emit('restore');
  }

  maximize(): void {
    this.#requireAlive();
    this.#maximized = true;
    this.emit('maximize');
  }

  unmaximize(): void {
    this.#requireAlive();
    this.#maximized = false;
    this.emit('unmaximize');
  }

  setFullScreen(flag: boolean): void {
    this.#fullScreen = flag;
    this.emit(flag ? 'enter-full-screen' : 'leave-full-screen');
  }

  isFocused(): boolean {
    this.#requireAlive();
    return focusedId === this.id;
  }

  isVisible(): boolean {
    this.#requireAlive();
    return this.#visible;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isMinimized(): boolean {
    this.#requireAlive();
    return this.#minimized;
  }

  isMaximized(): boolean {
    this.#requireAlive();
    return this.#maximized;
  }

  isFullScreen(): boolean {
    this.#requireAlive();
    return this.#fullScreen;
  }

  getBounds(): Rectangle {
    this.#requireAlive();
    return { ...this.#bounds };
  }

  getNormalBounds(): Rectangle {
    this.#requireAlive();
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#requireAlive();
    const before = this.#bounds;
    this.#bounds = { ...before, ...bounds };
    const { x, y, width, height } = this.#bounds;
    if (width !== before.width || height !== before.height) {
      unlessClosing(windowHalf().setSize(this.id, width, height));
      this.emit('resize');
      this.emit('resized');
    }
    if (x !== before.x || y !== before.y) {
      this.emit('move');
      this.emit('moved');
    }
  }

  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y];
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  center(): void {
    this.setBounds({ x: 0, y: 0 });
  }

  getTitle(): string {
    this.#requireAlive();
    return this.#title;
  }

  setTitle(title: string): void {
    this.#requireAlive();
    this.#title = title;
  }

  setMenu(): void {
    // Menus are reached through Menu.getApplicationMenu().
  }

  removeMenu(): void {
    // As above.
  }

  setMenuBarVisibility(): void {
    // As above.
  }

  setAutoHideMenuBar(): void {
    // As above.
  }

  setBackgroundColor(): void {
    // The page paints its own.
  }

  setIcon(): void {
    // Nothing shows it.
  }

  setSkipTaskbar(): void {
    // There is no task bar.
  }

  setProgressBar(): void {
    // There is no task bar.
  }

  flashFrame(): void {
    // There is no task bar.
  }

  moveTop(): void {
    // One window at a time is seen.
  }

  #setVisible(visible: boolean): void {
    if (this.#visible === visible) return;
    this.#visible = visible;
    this.#tellVisibility();
    this.emit(visible ? 'show' : 'hide');
  }

  /** As Electron does for all but `destroy` and `isDestroyed`. */
  #requireAlive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }

  #tellVisibility(): void {
    unlessClosing(windowHalf().setVisible(this.id, this.#visible && !this.#minimized));
  }
}

/** The pages here are always sandboxed: an app that asks for less would be another app on Electron. */
function requireSandbox({ webPreferences = {} }: BrowserWindowConstructorOptions): void {
  const { sandbox = true, contextIsolation = true, nodeIntegration = false } = webPreferences;
  if (!sandbox || !contextIsolation || nodeIntegration)
    throw new Error('the Electron stand-in emulates sandboxed, isolated pages only');
}
