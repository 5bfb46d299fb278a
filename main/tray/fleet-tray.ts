import type { FleetStatus } from '../../contract/fleet-status.ts';
import type { Message } from '../notifications/messages.ts';
import type { ShellMemory } from '../system/shell-state.ts';
import { INITIAL_TRAY_STATE, trayState, type TrayState } from './tray-state.ts';
import { AppTray, type TrayActions, type TrayOptions } from './tray.ts';

/** Refused notifications that the tray's menu has room for. */
const MAX_REFUSED = 5;

/** What the tray does itself: what the shell remembers, and which refused notifications it lists. */
type OwnActions = Pick<TrayActions, 'pauseUntil' | 'openRefused' | 'setIconStyle'>;

/** What `FleetTray` needs. */
export interface FleetTrayOptions extends Omit<TrayOptions, 'actions' | 'iconStyle'> {
  memory: ShellMemory;
  actions: Omit<TrayActions, keyof OwnActions>;
  /** Opens what a refused notification is about. */
  openMessage: (message: Message) => void;
}

/** The tray as the fleet, the pause of the notifications and those that the system refused have it. */
export class FleetTray {
  readonly #memory: ShellMemory;
  readonly #now: () => number;
  readonly #openMessage: (message: Message) => void;
  readonly #tray: AppTray;
  #state: TrayState = INITIAL_TRAY_STATE;
  /** Notifications that the system has refused to show, the newest first. */
  #refused: readonly Message[] = [];
  #destroyed = false;

  constructor({ memory, openMessage, actions, ...options }: FleetTrayOptions) {
    this.#memory = memory;
    this.#now = options.now;
    this.#openMessage = openMessage;
    this.#tray = new AppTray(
      {
        ...options,
        actions: { ...actions, ...this.#ownActions() },
        iconStyle: () => memory.state.trayIcon,
      },
      memory.pauseAt(options.now()),
    );
  }

  /** The menu as it is now. */
  get menu(): Electron.Menu {
    return this.#tray.menu;
  }

  /** Shows what the service says of the fleet. */
  showStatus(status: FleetStatus): void {
    this.#state = trayState(status, this.#refused);
    this.update();
  }

  /** Lists a notification that the system has refused to show. */
  addRefused(message: Message): void {
    this.#showRefused([message, ...this.#refused].slice(0, MAX_REFUSED));
  }

  /** Shows what is, in the language of now; does nothing once it is destroyed. */
  update(): void {
    if (this.#destroyed) return;
    this.#tray.update(this.#state, this.#memory.pauseAt(this.#now()));
  }

  /** Sets the menu again: after a refused click it shows what the user clicked, not what is. */
  refresh(): void {
    this.#tray.refresh();
  }

  /** Takes the icon away. */
  destroy(): void {
    this.#destroyed = true;
    this.#tray.destroy();
  }

  #ownActions(): OwnActions {
    return {
      pauseUntil: (quietUntil) => {
        this.#memory.remember({ quietFrom: this.#now(), quietUntil });
        this.update();
      },
      openRefused: (message) => {
        this.#showRefused(this.#refused.filter((other) => other !== message));
        this.#openMessage(message);
      },
      setIconStyle: (trayIcon) => {
        this.#memory.remember({ trayIcon });
        this.update();
      },
    };
  }

  #showRefused(refused: readonly Message[]): void {
    this.#refused = refused;
    this.#state = { ...this.#state, refused };
    this.update();
  }
}
