import { join } from 'node:path';
import { Menu, Tray, nativeImage, type MenuItemConstructorOptions } from 'electron';
import type { HostRef } from '../contract/fleet.ts';
import { PAUSES } from './quiet.ts';
import { TRAY_ICON_STYLES, iconFile, type TrayIconStyle } from './tray-icon.ts';
import { INITIAL_TRAY_STATE, type TrayState } from './tray-state.ts';

export interface TrayActions {
  setCollecting: (enabled: boolean) => void;
  open: () => void;
  openHost: (host: HostRef) => void;
  openSettings: () => void;
  syncNow: () => void;
  /** Pauses notifications until a time in Unix seconds; 0 ends the pause. */
  pauseUntil: (until: number) => void;
  setIconStyle: (style: TrayIconStyle) => void;
  quit: () => void;
}

export interface StartAtLogin {
  isEnabled: () => boolean;
  setEnabled: (enabled: boolean) => void;
}

export interface TrayOptions {
  icons: string;
  actions: TrayActions;
  /** Null where the app is not installed, so that nothing can be started at login. */
  startAtLogin: StartAtLogin | null;
  /** How the icon is drawn where the system does not colour it; the user chooses it on Linux. */
  iconStyle: () => TrayIconStyle;
  /** Unix seconds. */
  now: () => number;
}

/** Characters of a hostname that a menu has room for. */
const MAX_LABEL = 60;

/** The tray icon with its menu. Keep a reference, or the icon vanishes with garbage collection. */
export class AppTray {
  readonly #tray: Tray;
  readonly #options: TrayOptions;
  #state = INITIAL_TRAY_STATE;
  #pausedUntil: number;
  #menu: Menu;
  #shown = '';

  constructor(options: TrayOptions, pausedUntil: number) {
    this.#options = options;
    this.#pausedUntil = pausedUntil;
    this.#tray = new Tray(this.#icon());
    this.#tray.on('click', options.actions.open);
    this.#menu = this.#show();
  }

  /** The menu as it is now. */
  get menu(): Menu {
    return this.#menu;
  }

  /** Shows a state; does nothing where it is shown already, so that an open menu stays. */
  update(state: TrayState, pausedUntil: number): void {
    this.#state = state;
    this.#pausedUntil = pausedUntil;
    if (this.#fingerprint() !== this.#shown) this.refresh();
  }

  /** Sets the menu again: after a refused click it shows what the user clicked, not what is. */
  refresh(): void {
    this.#menu = this.#show();
  }

  destroy(): void {
    this.#tray.destroy();
  }

  #isPaused(): boolean {
    return this.#pausedUntil > this.#options.now();
  }

  #fingerprint(): string {
    return JSON.stringify([this.#state, this.#isPaused(), this.#options.iconStyle()]);
  }

  #show(): Menu {
    const menu = Menu.buildFromTemplate(this.#template());
    this.#tray.setImage(this.#icon());
    this.#tray.setToolTip(this.#state.tooltip);
    // Linux shows a changed item only after the menu has been set again.
    this.#tray.setContextMenu(menu);
    this.#shown = this.#fingerprint();
    return menu;
  }

  #template(): MenuItemConstructorOptions[] {
    const { actions } = this.#options;
    return [
      {
        id: 'collect',
        label: 'Collect this machine',
        type: 'checkbox',
        checked: this.#state.collecting,
        click: (item) => {
          actions.setCollecting(item.checked);
        },
      },
      ...this.#attention(),
      { type: 'separator' },
      { id: 'open', label: 'Open', click: actions.open },
      { id: 'sync', label: 'Sync now', click: actions.syncNow },
      ...this.#pause(),
      { id: 'settings', label: 'Settings', click: actions.openSettings },
      ...this.#login(),
      ...this.#iconStyles(),
      { type: 'separator' },
      { id: 'quit', label: 'Quit', click: actions.quit },
    ];
  }

  #attention(): MenuItemConstructorOptions[] {
    const { attention } = this.#state;
    if (attention.length === 0) return [];
    const items = attention.map(({ host, reason }) => ({
      label: `${menuLabel(host.hostname)}: ${reason}`,
      click: () => {
        this.#options.actions.openHost(host);
      },
    }));
    return [{ type: 'separator' }, { label: 'Needs attention', enabled: false }, ...items];
  }

  #pause(): MenuItemConstructorOptions[] {
    const { actions, now } = this.#options;
    if (this.#isPaused())
      return [
        {
          id: 'resume',
          label: 'Resume notifications',
          click: () => {
            actions.pauseUntil(0);
          },
        },
      ];
    const submenu = PAUSES.map(({ id, label, until }) => ({
      id,
      label,
      click: () => {
        actions.pauseUntil(until(now()));
      },
    }));
    return [{ id: 'pause', label: 'Pause notifications', submenu }];
  }

  #icon(): Electron.NativeImage {
    const { icons, iconStyle } = this.#options;
    return nativeImage.createFromPath(join(icons, iconFile(this.#state, iconStyle())));
  }

  /** No panel says what colour it has: on Linux the user chooses what is seen on theirs. */
  #iconStyles(): MenuItemConstructorOptions[] {
    if (process.platform !== 'linux') return [];
    const submenu = TRAY_ICON_STYLES.map(({ id, label }): MenuItemConstructorOptions => {
      return {
        id: `icon-${id}`,
        label,
        type: 'radio',
        checked: this.#options.iconStyle() === id,
        click: () => {
          this.#options.actions.setIconStyle(id);
        },
      };
    });
    return [{ id: 'icon', label: 'Icon', submenu }];
  }

  #login(): MenuItemConstructorOptions[] {
    const { startAtLogin } = this.#options;
    if (startAtLogin === null) return [];
    return [
      {
        id: 'login',
        label: 'Start at login',
        type: 'checkbox',
        checked: startAtLogin.isEnabled(),
        click: (item) => {
          startAtLogin.setEnabled(item.checked);
          this.refresh();
        },
      },
    ];
  }
}

/** A hostname as a menu shows it: `&` would mark a key, and menus have no room for 253 characters. */
export function menuLabel(hostname: string): string {
  const characters = Array.from(hostname);
  const cut =
    characters.length > MAX_LABEL ? `${characters.slice(0, MAX_LABEL).join('')}…` : hostname;
  return cut.replaceAll('&', '&&');
}
