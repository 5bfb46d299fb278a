import { openChannel, type Channel, type Remote } from '../channel.ts';
import type { MainHalf, WindowHalf } from '../messages.ts';

/** Path of the built main bundle: what the stand-in is started with. */
export const MAIN_BUNDLE = process.argv[2] ?? '';

/** Ends the process at once; `process.exit` of the app is `app.exit`, as Electron has it. */
export const endProcess = process.exit.bind(process);

/**
 * The connection to the window half, made when the entry has put its answers together. What is called before waits
 * for nothing: the channel exists before the app's first line runs.
 */
let channel: Channel<WindowHalf> | undefined;

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
  // The one who started this process is gone: nobody could see a window any more.
  process.on('disconnect', () => endProcess(0));
}

/** The window half. */
export function windowHalf(): Remote<WindowHalf> {
  if (channel === undefined) throw new Error('the stand-in is not connected');
  return channel.remote;
}

/** Reports a failure that nobody awaits: a window that is closing has no one to tell. */
export function unlessClosing(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (process.connected) process.stderr.write(`stand-in: ${String(error)}\n`);
  });
}

/**
 * An object that says so when the app uses a member that the stand-in does not emulate, instead of letting the app go
 * on with `undefined`.
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
