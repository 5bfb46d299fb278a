import { decode, encode } from '../codec.ts';
import { copyAcross } from './context-bridge.ts';

/**
 * Runs in every page before its own scripts, like Electron's renderer process: gives the built preload a sandboxed
 * `require` and carries its messages. `STANDIN_PRELOAD` is the preload's source as a function, inserted by the window
 * half: the page's policy would refuse to evaluate it here.
 */
type Preload = (
  require: (id: string) => unknown,
  module: { exports: unknown },
  exports: unknown,
) => void;
declare const STANDIN_PRELOAD: Preload | null;

type Listener = (event: object, ...args: unknown[]) => void;
type Binding = (kind: 'invoke' | 'send' | 'open', payload: string) => Promise<string>;

interface PageGlobals {
  standinCall?: Binding;
  standinPage?: PageControl;
}

/** The functions that the window half calls in the page. */
export interface PageControl {
  deliver(channel: string, args: string): void;
  setVisible(visible: boolean): void;
}

// Bindings and init scripts also run in iframes; a preload does not.
if (window.top === window) start(window as unknown as PageGlobals);

function start(globals: PageGlobals): void {
  const call = globals.standinCall;
  if (call === undefined) throw new Error('the stand-in is not connected');
  delete globals.standinCall;
  const listeners = new Map<string, Set<Listener>>();
  hide(globals, {
    deliver(channel, args) {
      const event = { sender: ipcRenderer, ports: [] };
      for (const listener of listeners.get(channel) ?? [])
        listener(event, ...(decode(args) as unknown[]));
    },
    setVisible,
  });
  const ipcRenderer = createIpcRenderer(call, listeners);
  denyPopups(call);
  if (STANDIN_PRELOAD !== null) runPreload(STANDIN_PRELOAD, ipcRenderer);
}

function hide(globals: PageGlobals, control: PageControl): void {
  Object.defineProperty(globals, 'standinPage', { value: control, enumerable: false });
}

function createIpcRenderer(call: Binding, listeners: Map<string, Set<Listener>>): object {
  const on = (channel: string, listener: Listener): object => {
    const known = listeners.get(channel) ?? new Set();
    listeners.set(channel, known.add(listener));
    return ipcRenderer;
  };
  const off = (channel: string, listener: Listener): object => {
    listeners.get(channel)?.delete(listener);
    return ipcRenderer;
  };
  const ipcRenderer = {
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const answer = decode(await call('invoke', encode({ channel, args }))) as
        | { value: unknown }
        | { error: string };
      if ('error' in answer)
        throw new Error(`Error invoking remote method '${channel}': ${answer.error}`);
      return answer.value;
    },
    send(channel: string, ...args: unknown[]): void {
      void call('send', encode({ channel, args }));
    },
    on,
    addListener: on,
    once(channel: string, listener: Listener): object {
      const once: Listener = (event, ...args) => {
        off(channel, once);
        listener(event, ...args);
      };
      return on(channel, once);
    },
    off,
    removeListener: off,
    removeAllListeners(channel: string): object {
      listeners.delete(channel);
      return ipcRenderer;
    },
  };
  return ipcRenderer;
}

/** The only modules that a sandboxed preload may require; others fail here as in Electron. */
function runPreload(preload: Preload, ipcRenderer: object): void {
  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown): void {
      if (Object.hasOwn(window, key))
        throw new Error(`Cannot bind an API on top of an existing property on the window object`);
      Object.defineProperty(window, key, {
        value: copyAcross(api, { freeze: true }),
        writable: false,
        configurable: false,
        enumerable: true,
      });
    },
  };
  const modules: Record<string, unknown> = {
    electron: { contextBridge, ipcRenderer },
    timers: { setTimeout, clearTimeout, setInterval, clearInterval },
    url: { URL, URLSearchParams },
  };
  const require = (id: string): unknown => {
    const name = id.replace(/^node:/u, '');
    if (name in modules) return modules[name];
    throw new Error(`module not found: ${id} (a sandboxed preload cannot require it)`);
  };
  const module = { exports: {} };
  preload(require, module, module.exports);
}

/**
 * The app decides whether a window may open; `window.open` itself cannot wait, and returns nothing, as if it were
 * denied.
 */
function denyPopups(call: Binding): void {
  window.open = (url) => {
    void call('open', encode({ url: url === undefined ? 'about:blank' : String(url) }));
    return null;
  };
}

function setVisible(visible: boolean): void {
  const define = (name: string, value: unknown): void => {
    Object.defineProperty(document, name, { configurable: true, get: () => value });
  };
  define('visibilityState', visible ? 'visible' : 'hidden');
  define('hidden', !visible);
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
}
