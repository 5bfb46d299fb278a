import type { CDPSession } from '@playwright/test';
import type { App } from '../hosts/app.ts';

/** What a window and the main process hold at a moment, after garbage collection. */
export interface AppGauge {
  /** Of the page: bytes, DOM nodes (detached ones too), event listeners, documents. */
  pageHeap: number;
  nodes: number;
  pageListeners: number;
  documents: number;
  /** Of the main process: bytes, what keeps its event loop alive, and listeners on what lives as long as the app. */
  mainHeap: number;
  rss: number;
  resources: number;
  mainListeners: number;
  windows: number;
}

/** Measures a window by the DevTools protocol, and the main process from inside. */
export class WindowGauges {
  readonly #app: App;
  readonly #session: CDPSession;

  static async open(app: App): Promise<WindowGauges> {
    return new WindowGauges(app, await app.window.context().newCDPSession(app.window));
  }

  private constructor(app: App, session: CDPSession) {
    this.#app = app;
    this.#session = session;
  }

  async measure(): Promise<AppGauge> {
    return { ...(await this.#measurePage()), ...(await this.#measureMain()) };
  }

  async #measurePage() {
    await this.#session.send('HeapProfiler.collectGarbage');
    const { nodes, documents, jsEventListeners } =
      await this.#session.send('Memory.getDOMCounters');
    const { usedSize } = await this.#session.send('Runtime.getHeapUsage');
    return { pageHeap: usedSize, nodes, documents, pageListeners: jsEventListeners };
  }

  #measureMain() {
    return this.#app.evaluate(({ app, ipcMain, powerMonitor, BrowserWindow }) => {
      process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
      const collect = process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void;
      collect();
      const windows = BrowserWindow.getAllWindows();
      const lasting = [app, ipcMain, powerMonitor, process, ...windows];
      const contents = windows.map(({ webContents }) => webContents);
      const count = (emitter: NodeJS.EventEmitter): number =>
        emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
      const { heapUsed, rss } = process.memoryUsage();
      return {
        mainHeap: heapUsed,
        rss,
        resources: process.getActiveResourcesInfo().length,
        mainListeners: [...lasting, ...contents].reduce(
          (sum, emitter) => sum + count(emitter as NodeJS.EventEmitter),
          0,
        ),
        windows: windows.length,
      };
    }, null);
  }
}
