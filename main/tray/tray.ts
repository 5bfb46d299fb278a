import { join } from 'node:path';
import { Menu, Tray, nativeImage, type MenuItemConstructorOptions } from 'electron';
import type { AttentionItem } from '../../contract/fleet-status.ts';
import type { HostRef } from '../../contract/host.ts';
import type { AlertAction } from '../../contract/open-alerts.ts';
import { HOUR_S } from '../../contract/time.ts';
import { startOfTomorrow } from '../../contract/tomorrow.ts';
import type { Translator } from '../system/i18n.ts';
import { PAUSES, isPaused, type Pause } from '../notifications/quiet.ts';
import type { StartAtLogin } from '../login/start-at-login.ts';
import { TRAY_ICON_STYLES, iconFile, type TrayIconStyle } from './tray-icon.ts';
import { reasonOf, type Message } from '../notifications/messages.ts';
import { INITIAL_TRAY_STATE, tooltipOf, type TrayState } from './tray-state.ts';

/** The actions of the tray's menu. */
export interface TrayActions {
  setCollecting: (enabled: boolean) => void;
  open: () => void;
  openHost: (host: HostRef) => void;
  openSettings: () => void;
  syncNow: () => void;
  /** Pauses notifications until a time in Unix seconds; 0 ends the pause. */
  pauseUntil: (until: number) => void;
  setIconStyle: (style: TrayIconStyle) => void;
  /** Acknowledges or snoozes alerts. */
  act: (action: AlertAction) => void;
  /** Opens the subject of a refused notification, and removes it from the list. */
  openRefused: (message: Message) => void;
  quit: () => void;
}

/** The state and actions of the tray. */
export interface TrayOptions {
  icons: string;
  platform: NodeJS.Platform;
  actions: TrayActions;
  /** Null if the app is not installed, and so cannot be started at login. */
  startAtLogin: StartAtLogin | null;
  /** The icon's colour if the system does not set it; on Linux the user chooses it. */
  iconStyle: () => TrayIconStyle;
  /** The current language. */
  words: () => Translator;
  /** Unix seconds. */
  now: () => number;
}

/** The most characters of a hostname in a menu. */
const MAX_LABEL = 60;

/** The tray icon with its menu. Keep a reference, or the icon vanishes with garbage collection. */
export class AppTray {
  readonly #tray: Tray;
  readonly #options: TrayOptions;
  #state = INITIAL_TRAY_STATE;
  #pause: Pause;
  #menu: Menu;
  #shown = '';

  constructor(options: TrayOptions, pause: Pause) {
    this.#options = options;
    this.#pause = pause;
    this.#tray = new Tray(this.#icon());
    // On macOS a click opens the menu but still sends the event.
    if (options.platform !== 'darwin') this.#tray.on('click', options.actions.open);
    this.#menu = this.#show();
  }

  /** The current menu. */
  get menu(): Menu {
    return this.#menu;
  }

  /** Shows a state; does nothing if it is already shown, so that an open menu stays. */
  update(state: TrayState, pause: Pause): void {
    this.#state = state;
    this.#pause = pause;
    if (this.#fingerprint() !== this.#shown) this.refresh();
  }

  /** Sets the menu again: after a refused click it would show what the user clicked, not the state. */
  refresh(): void {
    // An answer may arrive after the app has quit.
    if (!this.#tray.isDestroyed()) this.#menu = this.#show();
  }

  destroy(): void {
    this.#tray.destroy();
  }

  #isPaused(): boolean {
    return isPaused(this.#pause, this.#options.now());
  }

  #fingerprint(): string {
    const { iconStyle, words } = this.#options;
    return JSON.stringify([this.#state, this.#isPaused(), iconStyle(), words().locale]);
  }

  #show(): Menu {
    const menu = Menu.buildFromTemplate(this.#template());
    this.#tray.setImage(this.#icon());
    this.#tray.setToolTip(tooltipOf(this.#state, this.#options.words()));
    // Linux shows a changed item only after the menu has been set again.
    this.#tray.setContextMenu(menu);
    this.#shown = this.#fingerprint();
    return menu;
  }

  #template(): MenuItemConstructorOptions[] {
    const { actions } = this.#options;
    const words = this.#options.words();
    return [
      {
        id: 'collect',
        label: words.t('tray.collect'),
        type: 'checkbox',
        checked: this.#state.collector.enabled,
        click: (item) => {
          actions.setCollecting(item.checked);
        },
      },
      ...this.#attention(words),
      ...this.#refused(words),
      { type: 'separator' },
      { id: 'open', label: words.t('tray.open'), click: actions.open },
      { id: 'sync', label: words.t('tray.sync'), click: actions.syncNow },
      ...this.#pauses(words),
      { id: 'settings', label: words.t('tray.settings'), click: actions.openSettings },
      ...this.#login(words),
      ...this.#iconStyles(words),
      { type: 'separator' },
      { id: 'quit', label: words.t('tray.quit'), click: actions.quit },
    ];
  }

  #attention(words: Translator): MenuItemConstructorOptions[] {
    const { attention } = this.#state;
    if (attention.length === 0) return [];
    const items = attention.map((item) => this.#hostItem(item, words));
    return [{ type: 'separator' }, { label: words.t('tray.attention'), enabled: false }, ...items];
  }

  /** A host, and the actions on its alerts. */
  #hostItem(
    { host, alert, alertIds }: AttentionItem,
    words: Translator,
  ): MenuItemConstructorOptions {
    const { actions, now } = this.#options;
    const label = words.t('tray.host', {
      host: menuLabel(host.hostname),
      reason: reasonOf(alert, words),
    });
    const open = (): void => {
      actions.openHost(host);
    };
    if (alertIds.length === 0) return { label, click: open };
    const snooze = (until: number): void => {
      actions.act({ action: 'snooze', ids: alertIds, until: Math.floor(until) });
    };
    const submenu: MenuItemConstructorOptions[] = [
      { label: words.t('tray.open'), click: open },
      {
        label: words.t('notice.acknowledge'),
        click: () => {
          actions.act({ action: 'acknowledge', ids: alertIds, note: '' });
        },
      },
      {
        label: words.t('notice.snooze'),
        click: () => {
          snooze(now() + HOUR_S);
        },
      },
      {
        label: words.t('notice.snoozeTomorrow'),
        click: () => {
          snooze(startOfTomorrow(now()));
        },
      },
    ];
    return { label, submenu };
  }

  /** Notifications that the system refused, newest first. */
  #refused(words: Translator): MenuItemConstructorOptions[] {
    const { refused } = this.#state;
    if (refused.length === 0) return [];
    const items = refused.map((message) => ({
      label: menuLabel(message.title),
      click: () => {
        this.#options.actions.openRefused(message);
      },
    }));
    return [{ type: 'separator' }, { label: words.t('tray.refused'), enabled: false }, ...items];
  }

  #pauses(words: Translator): MenuItemConstructorOptions[] {
    const { actions, now } = this.#options;
    if (this.#isPaused())
      return [
        {
          id: 'resume',
          label: words.t('tray.pause.end'),
          click: () => {
            actions.pauseUntil(0);
          },
        },
      ];
    const submenu = PAUSES.map(({ id, label, until }) => ({
      id,
      label: label(words),
      click: () => {
        actions.pauseUntil(until(now()));
      },
    }));
    return [{ id: 'pause', label: words.t('tray.pause.title'), submenu }];
  }

  #icon(): Electron.NativeImage {
    const { icons, iconStyle, platform } = this.#options;
    return nativeImage.createFromPath(join(icons, iconFile(this.#state, iconStyle(), platform)));
  }

  /** No panel reports its colour: on Linux the user chooses an icon that is visible on theirs. */
  #iconStyles(words: Translator): MenuItemConstructorOptions[] {
    if (this.#options.platform !== 'linux') return [];
    const submenu = TRAY_ICON_STYLES.map((style): MenuItemConstructorOptions => {
      return {
        id: `icon-${style}`,
        label: words.t(`tray.icon.${style}`),
        type: 'radio',
        checked: this.#options.iconStyle() === style,
        click: () => {
          this.#options.actions.setIconStyle(style);
        },
      };
    });
    return [{ id: 'icon', label: words.t('tray.icon.title'), submenu }];
  }

  #login(words: Translator): MenuItemConstructorOptions[] {
    const { startAtLogin } = this.#options;
    if (startAtLogin === null) return [];
    return [
      {
        id: 'login',
        label: words.t('tray.login'),
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

/** A hostname for a menu: `&` would mark an access key, and 253 characters would not fit. */
export function menuLabel(hostname: string): string {
  const characters = Array.from(hostname);
  const cut =
    characters.length > MAX_LABEL ? `${characters.slice(0, MAX_LABEL).join('')}…` : hostname;
  return cut.replaceAll('&', '&&');
}
