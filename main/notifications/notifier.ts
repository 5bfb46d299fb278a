import { Notification } from 'electron';
import type { QueuedNotice } from '../../contract/alert-notices.ts';
import { HOUR_S } from '../../contract/time.ts';
import { startOfTomorrow } from '../../contract/tomorrow.ts';
import type { AlertAction } from '../../contract/open-alerts.ts';
import type { HostRef } from '../../contract/host.ts';
import type { Translator } from '../system/i18n.ts';
import { tellInBox } from '../system/message-box.ts';
import { isPaused } from './quiet.ts';
import type { ShellMemory } from '../system/shell-state.ts';
import { messageOfQueued, shownText, type Message } from './messages.ts';

/** Where notices are remembered, worded and acknowledged. */
export interface NotifierOptions {
  memory: ShellMemory;
  /** Unix seconds. */
  now: () => number;
  /** The current language. */
  words: () => Translator;
  open: (host: HostRef | null) => void;
  /** Acknowledges notices, which are then not sent again. */
  acknowledge: (ids: string[]) => void;
  /** Runs the action of a notification's button. */
  act: (action: AlertAction) => void;
  /** Called if the system refused to show it, to show it elsewhere. */
  onRefused: (message: Message) => void;
}

/** Open notifications: one that is garbage-collected no longer answers clicks. */
const MAX_KEPT = 20;

/** The buttons of a notification, in their order. */
const BUTTONS: readonly {
  text: 'notice.acknowledge' | 'notice.snooze' | 'notice.snoozeTomorrow';
  action: (ids: string[], now: number) => AlertAction;
}[] = [
  {
    text: 'notice.acknowledge',
    action: (ids) => ({ action: 'acknowledge', ids, note: '' }),
  },
  {
    text: 'notice.snooze',
    action: (ids, now) => ({ action: 'snooze', ids, until: Math.floor(now + HOUR_S) }),
  },
  {
    text: 'notice.snoozeTomorrow',
    action: (ids, now) => ({ action: 'snooze', ids, until: Math.floor(startOfTomorrow(now)) }),
  },
];

/** Shows notices as system notifications, unless the user has paused them. */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #kept: Notification[] = [];

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  /**
   * Shows notices that were not shown before, and acknowledges all. A notice is noted before it is shown: if noting
   * failed afterwards, it would be shown twice. Notices during a pause, or without notifications, are dropped.
   */
  tell(notices: readonly QueuedNotice[]): void {
    const { memory, words, acknowledge } = this.#options;
    for (const { id, notice, about } of notices) {
      if (notice.kind === 'cleared' || !memory.noteShown(id) || this.#isPaused()) continue;
      const lasting = about.alerts
        .filter(({ endedAt }) => endedAt === null)
        .map((alert) => alert.id);
      this.#show(messageOfQueued({ notice, about }, words()), lasting);
    }
    acknowledge(notices.map(({ id }) => id));
  }

  /** Says once, ever, that a closed window does not end the app. During a pause it waits. */
  tellOfTray(): void {
    const { memory, words } = this.#options;
    if (memory.state.toldOfTray || this.#isPaused()) return;
    memory.remember({ toldOfTray: true });
    const [title, body] = [words().t('app.inTray.title'), words().t('app.inTray.text')];
    if (Notification.isSupported()) this.#show({ title, body, host: null });
    // The window is gone, and the tray may not be visible either.
    else void tellInBox(words(), { type: 'info', message: title, detail: body });
  }

  #isPaused(): boolean {
    const { memory, now } = this.#options;
    return isPaused(memory.pauseAt(now()), now());
  }

  /** With buttons for active alerts, if the system supports them. */
  #show(message: Message, lasting: readonly string[] = []): void {
    const { words, open, onRefused } = this.#options;
    if (!Notification.isSupported()) return;
    const buttons = lasting.length === 0 ? [] : BUTTONS;
    const actions = buttons.map(({ text }) => ({ type: 'button' as const, text: words().t(text) }));
    const text = shownText(message, process.platform);
    const notification = new Notification({ ...text, ...(actions.length > 0 ? { actions } : {}) });
    notification.on('click', () => {
      open(message.host);
    });
    notification.on('action', ({ actionIndex }) => {
      const button = buttons[actionIndex];
      if (button !== undefined) this.#options.act(button.action([...lasting], this.#options.now()));
    });
    notification.on('failed', () => {
      onRefused(message);
    });
    this.#kept.push(notification);
    if (this.#kept.length > MAX_KEPT) this.#kept.shift();
    notification.show();
  }
}
