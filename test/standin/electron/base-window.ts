import { EventEmitter } from 'node:events';
import type {
  BaseWindow as ElectronWindow,
  BaseWindowConstructorOptions,
  Rectangle,
} from 'electron';
import { unlessClosing, windowHalf } from './runtime.ts';
import { WORK_AREA } from './screen.ts';

type Emulated = Pick<
  ElectronWindow,
  | 'id'
  | 'showInactive'
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
  | 'setMenu'
  | 'removeMenu'
  | 'setIcon'
>;

let nextId = 1;

/** The frame of a window: position, size and visibility. */
export class BaseWindow extends EventEmitter implements Emulated {
  readonly id: number;
  readonly #least: { width: number; height: number };
  #bounds: Rectangle;
  /** The bounds to which a maximized window is restored. */
  #normal: Rectangle;
  #title: string;
  #visible: boolean;
  #minimized = false;
  #maximized = false;
  #fullScreen = false;
  #destroyed = false;

  constructor(options: BaseWindowConstructorOptions) {
    super();
    const { width = 800, height = 600, title = 'Electron', show = true } = options;
    const { x, y } = options;
    this.id = nextId;
    nextId += 1;
    this.#least = { width: options.minWidth ?? 0, height: options.minHeight ?? 0 };
    this.#bounds =
      x === undefined || y === undefined ? centered(width, height) : { x, y, width, height };
    this.#normal = this.#bounds;
    this.#title = title;
    this.#visible = show;
  }

  showInactive(): void {
    this.requireAlive();
    this.setVisible(true);
  }

  isVisible(): boolean {
    this.requireAlive();
    return this.#visible;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  minimize(): void {
    this.requireAlive();
    this.#minimized = true;
    this.#tellVisibility();
    this.later('minimize');
  }

  restore(): void {
    this.requireAlive();
    if (!this.#minimized) return;
    this.#minimized = false;
    this.#tellVisibility();
    this.later('restore');
  }

  isMinimized(): boolean {
    this.requireAlive();
    return this.#minimized;
  }

  /** Also shows the window, as on Electron. */
  maximize(): void {
    this.requireAlive();
    this.setVisible(true);
    if (this.#maximized) return;
    this.#maximized = true;
    this.#normal = this.#bounds;
    this.#place(WORK_AREA);
    this.later('maximize');
  }

  unmaximize(): void {
    this.requireAlive();
    if (!this.#maximized) return;
    this.#maximized = false;
    this.#place(this.#normal);
    this.later('unmaximize');
  }

  isMaximized(): boolean {
    this.requireAlive();
    return this.#maximized;
  }

  setFullScreen(flag: boolean): void {
    this.requireAlive();
    if (this.#fullScreen === flag) return;
    this.#fullScreen = flag;
    this.later(flag ? 'enter-full-screen' : 'leave-full-screen');
  }

  isFullScreen(): boolean {
    this.requireAlive();
    return this.#fullScreen;
  }

  getBounds(): Rectangle {
    this.requireAlive();
    return { ...this.#bounds };
  }

  getNormalBounds(): Rectangle {
    this.requireAlive();
    return { ...(this.#maximized ? this.#normal : this.#bounds) };
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.requireAlive();
    this.#place({ ...this.#bounds, ...bounds });
  }

  getSize(): number[] {
    const { width, height } = this.getBounds();
    return [width, height];
  }

  /** Never smaller than the window's minimum size. */
  setSize(width: number, height: number): void {
    const { width: leastWidth, height: leastHeight } = this.#least;
    this.setBounds({ width: Math.max(width, leastWidth), height: Math.max(height, leastHeight) });
  }

  getPosition(): number[] {
    const { x, y } = this.getBounds();
    return [x, y];
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  center(): void {
    const { width, height } = this.getBounds();
    this.setBounds(centered(width, height));
  }

  getTitle(): string {
    this.requireAlive();
    return this.#title;
  }

  setTitle(title: string): void {
    this.requireAlive();
    this.#title = title;
  }

  setMenu(): void {
    // Menus are reached through Menu.getApplicationMenu().
    this.requireAlive();
  }

  removeMenu(): void {
    this.requireAlive();
  }

  setIcon(): void {
    // Nothing displays it.
    this.requireAlive();
  }

  protected setVisible(visible: boolean): void {
    if (this.#visible === visible) return;
    this.#visible = visible;
    this.#tellVisibility();
    this.emit(visible ? 'show' : 'hide');
  }

  protected markDestroyed(): void {
    this.#destroyed = true;
  }

  /** Like Electron, for every member but `destroy` and `isDestroyed`. */
  protected requireAlive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }

  /** Events of the window system: they come after the app's current turn. */
  protected later(event: string, tell?: () => void): void {
    setImmediate(() => {
      if (this.#destroyed) return;
      this.emit(event, {});
      tell?.();
    });
  }

  #place(bounds: Rectangle): void {
    const before = this.#bounds;
    this.#bounds = bounds;
    const { x, y, width, height } = bounds;
    if (width !== before.width || height !== before.height) {
      unlessClosing(windowHalf().setSize(this.id, width, height));
      this.later('resize');
      this.later('resized');
    }
    if (x !== before.x || y !== before.y) {
      this.later('move');
      this.later('moved');
    }
  }

  #tellVisibility(): void {
    unlessClosing(windowHalf().setVisible(this.id, this.#visible && !this.#minimized));
  }
}

function centered(width: number, height: number): Rectangle {
  return {
    x: Math.round((WORK_AREA.width - width) / 2),
    y: Math.round((WORK_AREA.height - height) / 2),
    width,
    height,
  };
}
