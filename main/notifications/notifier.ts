import { Notification } from 'electron';
import type { QueuedNotice } from '../../contract/alert-notices.ts';
import type { HostRef } from '../../contract/host.ts';
import type { Translator } from '../system/i18n.ts';
import { tellInBox } from '../system/message-box.ts';
import { isPaused } from './quiet.ts';
import type { ShellMemory } from '../system/shell-state.ts';
import { messageOf, shownText, type Message } from './messages.ts';

/** Where notices are remembered, put into words and acknowledged. */
export interface NotifierOptions {
  memory: ShellMemory;
  /** Unix seconds. */
  now: () => number;
  /** The language to speak now. */
  words: () => Translator;
  open: (host: HostRef | null) => void;
  /** These notices need not be handed over again. */
  acknowledge: (ids: string[]) => void;
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

  /**
   * Shows those that were not shown before, and acknowledges all. A notice is noted before it is shown: one that was
   * shown and could not be noted would be shown twice. What comes during a pause, or where nothing can be shown, is
   * dropped.
   */
  tell(notices: readonly QueuedNotice[]): void {
    const { memory, words, acknowledge } = this.#options;
    for (const { id, notice } of notices)
      if (notice.kind !== 'cleared' && memory.noteShown(id) && !this.#isPaused())
        this.#show(messageOf(notice, words()));
    acknowledge(notices.map(({ id }) => id));
  }

  /** Says once, ever, that a closed window does not end the app; not during a pause, but after it. */
  tellOfTray(): void {
    const { memory, words } = this.#options;
    if (memory.state.toldOfTray || this.#isPaused()) return;
    memory.remember({ toldOfTray: true });
    const [title, body] = [words().t('app.inTray.title'), words().t('app.inTray.text')];
    if (Notification.isSupported()) this.#show({ title, body, host: null });
    // The window is gone, and the tray may not be seen there either.
    else void tellInBox(words(), { type: 'info', message: title, detail: body });
  }

  #isPaused(): boolean {
    const { memory, now } = this.#options;
    return isPaused(memory.pauseAt(now()), now());
  }

  #show(message: Message): void {
    if (!Notification.isSupported()) return;
    const { host } = message;
    const notification = new Notification(shownText(message, process.platform));
    notification.on('click', () => {
      this.#options.open(host);
    });
    this.#kept.push(notification);
    if (this.#kept.length > MAX_KEPT) this.#kept.shift();
    notification.show();
  }
}
