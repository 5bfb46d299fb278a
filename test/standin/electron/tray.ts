import { EventEmitter } from 'node:events';
import type { Tray as ElectronTray } from 'electron';
import { app } from './app.ts';
import type { Menu } from './menu.ts';
import type { NativeImage } from './native-image.ts';

type Emulated = Pick<
  ElectronTray,
  'setToolTip' | 'setTitle' | 'getTitle' | 'destroy' | 'isDestroyed' | 'setIgnoreDoubleClickEvents'
>;

/** A tray icon that nobody sees; specs click it and its menu. */
export class Tray extends EventEmitter implements Emulated {
  #destroyed = false;
  #title = '';
  image: NativeImage | string;
  toolTip = '';
  menu: Menu | null = null;

  constructor(image: NativeImage | string) {
    if (!app.isReady()) throw new Error('Cannot create Tray before app is ready');
    super();
    this.image = image;
  }

  setImage(image: NativeImage | string): void {
    this.#requireAlive();
    this.image = image;
  }

  setPressedImage(): void {
    // macOS only.
  }

  setToolTip(toolTip: string): void {
    this.#requireAlive();
    this.toolTip = toolTip;
  }

  setTitle(title: string): void {
    this.#requireAlive();
    this.#title = title;
  }

  getTitle(): string {
    this.#requireAlive();
    return this.#title;
  }

  setContextMenu(menu: Menu | null): void {
    this.#requireAlive();
    this.menu = menu;
  }

  popUpContextMenu(menu?: Menu): void {
    this.#requireAlive();
    (menu ?? this.menu)?.popup();
  }

  setIgnoreDoubleClickEvents(): void {
    // macOS only.
  }

  destroy(): void {
    this.#destroyed = true;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  #requireAlive(): void {
    if (this.#destroyed) throw new Error('Tray is destroyed');
  }
}
