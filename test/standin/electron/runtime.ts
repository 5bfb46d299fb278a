import { openChannel, type Channel, type Remote } from '../channel.ts';
import type { MainHalf, WindowHalf } from '../messages.ts';

/** Path of the built main bundle, from the stand-in's arguments. */
export const MAIN_BUNDLE = process.argv[2] ?? '';

/** Ends the process at once; the app's `process.exit` is `app.exit`, as in Electron. */
export const endProcess = process.exit.bind(process);

/**
 * The connection to the window half, made once the entry has its handlers. Earlier calls wait for nothing: the channel
 * exists before the app's first line runs.
 */
let channel: Channel<WindowHalf> | undefined;

/** Opens the connection to the window half, which `mine` answers. */
export function connect(mine: MainHalf): void {
  const send = process.send?.bind(process);
  if (send === undefined) throw new Error('the stand-in’s main half runs as a child process only');
  channel = openChannel<WindowHalf, MainHalf>(
    {
      send(message) {
        if (process.connected) send(message);
      },
      onMessage(listener) {
        process.on('message', listener);
      },
    },
    mine,
  );
  // The parent process is gone: no window could be seen any more.
  process.on('disconnect', () => endProcess(0));
}

/** The window half. */
export function windowHalf(): Remote<WindowHalf> {
  if (channel === undefined) throw new Error('the stand-in is not connected');
  return channel.remote;
}

/** Reports a failure that nobody awaits: a closing window has no one to report to. */
export function unlessClosing(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (process.connected) process.stderr.write(`stand-in: ${String(error)}\n`);
  });
}

/**
 * An object that throws when the app uses a member that the stand-in does not emulate, instead of returning
 * `undefined`.
 */
export function guarded<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key): unknown {
      const value: unknown = Reflect.get(object, key, object);
      if (value === undefined && typeof key === 'string' && !(key in object) && key !== 'then')
        throw new Error(`the Electron stand-in does not emulate ${name}.${key}`);
      return typeof value === 'function' ? (value.bind(object) as unknown) : value;
    },
  });
}

/** An Electron event whose default can be prevented. */
export class PreventableEvent {
  defaultPrevented = false;

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}
