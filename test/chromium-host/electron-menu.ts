import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import type { TrayItem } from './messages.ts';
import { tell } from './main-link.ts';

/** One item of a menu; a click of a checkbox toggles it first, as Electron does. */
class MenuItem {
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly enabled: boolean;
  checked: boolean;
  readonly #click: ((item: MenuItem) => void) | undefined;

  constructor(options: Electron.MenuItemConstructorOptions) {
    this.id = options.id ?? '';
    this.label = options.label ?? '';
    this.type = options.type ?? 'normal';
    this.enabled = options.enabled ?? true;
    this.checked = options.checked ?? false;
    this.#click = options.click as ((item: MenuItem) => void) | undefined;
  }

  click(): void {
    if (!this.enabled) return;
    if (this.type === 'checkbox') this.checked = !this.checked;
    this.#click?.(this);
  }
}

export class Menu {
  readonly items: MenuItem[];

  constructor(items: MenuItem[] = []) {
    this.items = items;
  }

  static buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): Menu {
    return new Menu(template.map((options) => new MenuItem(options)));
  }

  static setApplicationMenu(): void {
    // The page has no menu bar.
  }
}

/** `Tray`: the host is told what its menu shows, and clicks what a test or a person chooses. */
export class Tray extends EventEmitter {
  static current: Tray | null = null;
  menu = new Menu();
  #tooltip = '';

  constructor(_icon: unknown) {
    super();
    Tray.current = this;
  }

  setToolTip(tooltip: string): void {
    this.#tooltip = tooltip;
    this.#tell();
  }

  setImage(_icon: unknown): void {
    // There is nothing to draw on.
  }

  /** What is shown is a copy: like on Linux, an item changed later is not seen until this is called again. */
  setContextMenu(menu: Menu): void {
    this.menu = menu;
    this.#tell();
  }

  destroy(): void {
    if (Tray.current === this) Tray.current = null;
  }

  #tell(): void {
    const items: TrayItem[] = this.menu.items.map(({ id, label, type, checked, enabled }) => ({
      id,
      label,
      type,
      checked,
      enabled,
    }));
    tell({ kind: 'tray', items, tooltip: this.#tooltip });
  }
}

export const nativeImage = {
  createFromPath: (path: string) => ({
    path,
    isEmpty: () => false,
    setTemplateImage: () => undefined,
  }),
};
