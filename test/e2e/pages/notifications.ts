import type { App } from '../hosts/app.ts';

interface Recorder {
  recordedNotifications: Electron.Notification[];
  pyPerfAdvanceClock: (seconds: number) => void;
}

/** The notifications of a running app, written down instead of shown. */
export class Notifications {
  readonly #app: App;

  private constructor(app: App) {
    this.#app = app;
  }

  /** From now on. */
  static async record(app: App): Promise<Notifications> {
    await app.evaluate(({ Notification }) => {
      const recorded: Electron.Notification[] = [];
      Object.assign(globalThis, { recordedNotifications: recorded });
      // Written down, they need no service that would show them.
      Notification.isSupported = () => true;
      Notification.prototype.show = function (this: Electron.Notification) {
        recorded.push(this);
      };
    }, null);
    return new Notifications(app);
  }

  /** Title and body of each, oldest first. */
  all(): Promise<string[][]> {
    return this.#app.evaluate(
      () =>
        (globalThis as unknown as Recorder).recordedNotifications.map(({ title, body }) => [
          title,
          body,
        ]),
      null,
    );
  }

  /** As if none had been shown. */
  forget(): Promise<void> {
    return this.#app.evaluate(() => {
      (globalThis as unknown as Recorder).recordedNotifications.length = 0;
    }, null);
  }

  click(title: string): Promise<void> {
    return this.#app.evaluate((_electron, wanted) => {
      const { recordedNotifications } = globalThis as unknown as Recorder;
      const clicked = recordedNotifications.find((notification) => notification.title === wanted);
      if (clicked === undefined) throw new Error(`there is no notification "${wanted}"`);
      clicked.emit('click');
    }, title);
  }
}

/** Puts the clock of the app's service forward, as if it had run, or slept, so long. */
export function advanceClock(app: App, seconds: number): Promise<void> {
  return app.evaluate((_electron, by) => {
    (globalThis as unknown as Recorder).pyPerfAdvanceClock(by);
  }, seconds);
}
