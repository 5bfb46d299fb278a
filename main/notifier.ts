import { Notification } from 'electron';
import type { AlertNotice } from '../contract/alerts.ts';
import type { HostRef } from '../contract/fleet.ts';
import type { Words } from './i18n.ts';
import type { ShellMemory } from './shell-state.ts';
import { messageOf, type Message } from './texts.ts';

export interface NotifierOptions {
  memory: ShellMemory;
  /** Unix seconds. */
  now: () => number;
  /** The language to speak now. */
  words: () => Words;
  open: (host: HostRef | null) => void;
}

/** Notifications that stay clickable: one that is garbage-collected no longer answers. */
const MAX_KEPT = 20;

/** Tells notices by the system's notifications, unless the user has paused them. */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #kept: Notification[] = [];

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  tell(notices: readonly AlertNotice[]): void {
    const { memory, now, words } = this.#options;
    if (memory.state.quietUntil > now()) return;
    for (const notice of notices) this.#show(messageOf(notice, words()));
  }

  /** Says once, ever, that a closed window does not end the app. */
  tellOfTray(): void {
    const { memory, words } = this.#options;
    if (memory.state.toldOfTray) return;
    memory.remember({ toldOfTray: true });
    this.#show({
      title: words().t('app.inTray.title'),
      body: words().t('app.inTray.text'),
      host: null,
    });
  }

  #show({ title, body, host }: Message): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    notification.on('click', () => {
      this.#options.open(host);
    });
    this.#kept.push(notification);
    if (this.#kept.length > MAX_KEPT) this.#kept.shift();
    notification.show();
  }
}
