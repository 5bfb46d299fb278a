import type { FleetStatus } from '../../contract/fleet-status.ts';
import type { Message } from '../notifications/messages.ts';
import type { ShellMemory } from '../system/shell-state.ts';
import { INITIAL_TRAY_STATE, trayState, type TrayState } from './tray-state.ts';
import { AppTray, type TrayActions, type TrayOptions } from './tray.ts';

/** The most refused notifications in the tray's menu. */
const MAX_REFUSED = 5;

/** What the tray handles itself: the shell's state, and the list of refused notifications. */
type OwnActions = Pick<TrayActions, 'pauseUntil' | 'openRefused' | 'setIconStyle'>;

/** What `FleetTray` needs. */
export interface FleetTrayOptions extends Omit<TrayOptions, 'actions' | 'iconStyle'> {
  memory: ShellMemory;
  actions: Omit<TrayActions, keyof OwnActions>;
  /** Opens the subject of a refused notification. */
  openMessage: (message: Message) => void;
}

/** The tray, driven by the fleet, the pause of notifications and refused notifications. */
export class FleetTray {
  readonly #memory: ShellMemory;
  readonly #now: () => number;
  readonly #openMessage: (message: Message) => void;
  readonly #tray: AppTray;
  #state: TrayState = INITIAL_TRAY_STATE;
  /** Notifications that the system refused to show, newest first. */
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

  /** The current menu. */
  get menu(): Electron.Menu {
    return this.#tray.menu;
  }

  /** Shows the fleet's summary from the service. */
  showStatus(status: FleetStatus): void {
    this.#state = trayState(status, this.#refused);
    this.update();
  }

  /** Lists a notification that the system refused to show. */
  addRefused(message: Message): void {
    this.#showRefused([message, ...this.#refused].slice(0, MAX_REFUSED));
  }

  /** Redraws in the current language; does nothing once it is destroyed. */
  update(): void {
    if (this.#destroyed) return;
    this.#tray.update(this.#state, this.#memory.pauseAt(this.#now()));
  }

  /** Sets the menu again: after a refused click it would show what the user clicked, not the state. */
  refresh(): void {
    this.#tray.refresh();
  }

  /** Removes the icon. */
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
