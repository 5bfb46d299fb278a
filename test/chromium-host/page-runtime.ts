import { createCodec } from './codec.ts';

/** Names under which the host's bindings reach the page, before the preload hides them in its closure. */
export const INVOKE_BINDING = '__standInInvoke';
export const DELIVER = '__standInDeliver';

/**
 * The script that runs before any of the page's own: a preload's `electron` (contextBridge, ipcRenderer) over the
 * host's binding, and then the built preload itself. It may require what Electron's sandbox allows, and no more.
 */
export function initScript(preloadSource: string): string {
  return `(() => {
    if (window !== window.top) return;
    const codec = (${createCodec.toString()})();
    (${runtime.toString()})(codec, ${JSON.stringify(INVOKE_BINDING)}, ${JSON.stringify(DELIVER)}, (require, module, exports) => {
${preloadSource}
    });
  })();`;
}

type Preload = (require: (name: string) => unknown, module: object, exports: object) => void;

/** Runs in the page; self-contained, because only its source gets there. */
function runtime(
  codec: ReturnType<typeof createCodec>,
  invokeBinding: string,
  deliver: string,
  preload: Preload,
): void {
  const page = window as unknown as Record<string, unknown>;
  const invokeHost = page[invokeBinding] as (channel: string, args: unknown) => Promise<unknown>;
  Reflect.deleteProperty(page, invokeBinding);
  const listeners = new Map<string, Set<(event: object, ...args: unknown[]) => void>>();

  page[deliver] = (channel: string, args: unknown): void => {
    for (const listener of listeners.get(channel) ?? [])
      listener({}, ...(codec.decode(args) as unknown[]));
  };

  const ipcRenderer = {
    invoke: async (channel: string, ...args: unknown[]): Promise<unknown> => {
      const answer = (await invokeHost(channel, codec.encode(args))) as {
        value?: unknown;
        error?: string;
      };
      if (answer.error !== undefined)
        throw new Error(`Error invoking remote method '${channel}': Error: ${answer.error}`);
      return codec.decode(answer.value);
    },
    on: (channel: string, listener: (event: object, ...args: unknown[]) => void) => {
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(listener));
      return ipcRenderer;
    },
    removeListener: (channel: string, listener: (event: object, ...args: unknown[]) => void) => {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
  };

  /** The context bridge copies what crosses it: functions become proxies, objects frozen copies. */
  function copy(value: unknown): unknown {
    if (typeof value === 'function')
      return (...args: unknown[]): unknown => {
        const result: unknown = (value as (...given: unknown[]) => unknown)(...args.map(copy));
        return result instanceof Promise ? result.then(copy, rethrow) : copy(result);
      };
    if (value === null || typeof value !== 'object') return value;
    if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
    const entries = Object.entries(value);
    if (!entries.some(([, entry]) => typeof entry === 'function' || typeof entry === 'object'))
      return structuredClone(value);
    return Object.fromEntries(entries.map(([key, entry]) => [key, copy(entry)]));
  }

  /** An error keeps only its message. */
  function rethrow(error: unknown): never {
    throw new Error(error instanceof Error ? error.message : String(error));
  }

  function freeze(value: unknown): unknown {
    if (value !== null && typeof value === 'object') {
      Object.values(value).forEach(freeze);
      Object.freeze(value);
    }
    return value;
  }

  const modules: Record<string, unknown> = {
    electron: {
      ipcRenderer,
      contextBridge: {
        exposeInMainWorld: (name: string, api: unknown) => {
          if (name in page) throw new Error(`Cannot bind an API on top of "${name}"`);
          Object.defineProperty(page, name, {
            value: freeze(copy(api)),
            writable: false,
            configurable: false,
          });
        },
      },
    },
    events: {},
    timers: { setTimeout, setInterval, clearTimeout, clearInterval },
    url: { URL, URLSearchParams },
  };

  const requireInSandbox = (name: string): unknown => {
    const found = modules[name.replace(/^node:/u, '')];
    if (found === undefined)
      throw new Error(`module not found: ${name} (the preload is sandboxed)`);
    return found;
  };
  const module = { exports: {} };
  preload(requireInSandbox, module, module.exports);
}
