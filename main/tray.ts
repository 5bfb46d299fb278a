import { Menu, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron';
import type { CollectorState } from '../contract/collector.ts';

export interface TrayActions {
  setCollecting: (enabled: boolean) => void;
  open: () => void;
  syncNow: () => void;
  quit: () => void;
}

/** The tray icon with its menu. Keep a reference, or the icon vanishes with garbage collection. */
export class AppTray {
  readonly #tray: Tray;
  readonly #actions: TrayActions;
  #menu: Menu;

  constructor(icon: NativeImage, actions: TrayActions) {
    this.#actions = actions;
    this.#tray = new Tray(icon);
    this.#tray.setToolTip('Py-Perf Desktop');
    this.#menu = this.#setMenu(false);
    this.#tray.on('click', actions.open);
  }

  /** The menu as it is now. */
  get menu(): Menu {
    return this.#menu;
  }

  update(state: CollectorState): void {
    // Linux shows a changed item only after the menu has been set again.
    this.#menu = this.#setMenu(state.enabled);
  }

  destroy(): void {
    this.#tray.destroy();
  }

  #setMenu(collecting: boolean): Menu {
    const { setCollecting, open, syncNow, quit } = this.#actions;
    const template: MenuItemConstructorOptions[] = [
      {
        id: 'collect',
        label: 'Collect this machine',
        type: 'checkbox',
        checked: collecting,
        click: (item) => {
          setCollecting(item.checked);
        },
      },
      { type: 'separator' },
      { id: 'open', label: 'Open', click: open },
      { id: 'sync', label: 'Sync now', click: syncNow },
      { type: 'separator' },
      { id: 'quit', label: 'Quit', click: quit },
    ];
    const menu = Menu.buildFromTemplate(template);
    this.#tray.setContextMenu(menu);
    return menu;
  }
}
