import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { app } from './app.ts';

/** A notification that nobody sees; a spec drives it by `emit('click')` and the like, as on Electron. */
export class Notification
  extends EventEmitter
  implements Pick<Electron.Notification, 'title' | 'body' | 'show' | 'close'>
{
  title: string;
  body: string;

  constructor({ title = '', body = '' }: Electron.NotificationConstructorOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create Notification before app is ready');
    this.title = title;
    this.body = body;
  }

  static isSupported(): boolean {
    return true;
  }

  /** The system confirms later that it was shown. */
  show(): void {
    setImmediate(() => this.emit('show', {}));
  }

  close(): void {
    // No event for the app that closes a notification itself.
  }
}
