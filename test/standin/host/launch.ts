import { fork } from 'node:child_process';
import { join } from 'node:path';
import type * as ElectronModule from 'electron';
import type { BrowserContext, Page } from 'playwright';
import { openChannel, type Channel } from '../channel.ts';
import type { MainHalf, WindowHalf, WindowOptions } from '../messages.ts';
import { openBrowser } from './browser.ts';
import { Disorder } from './order.ts';
import { WindowPage } from './window-page.ts';

/** How an app is started on the stand-in. */
export interface StandinOptions {
  /** Path of the built main bundle. */
  main: string;
  /** The app's own arguments. */
  args?: string[];
  env: NodeJS.ProcessEnv;
  headless?: boolean;
  /** Shows the first window as an app window, for people instead of tests. */
  appWindow?: boolean;
  /** IANA name, replacing the system's time zone. */
  timeZone?: string;
  /** Prepares each page before the app's scripts run in it. */
  onPage?: (page: Page) => Promise<void>;
  /** The app's output on its standard streams, after a line that names the host. */
  onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
}

/** A running app on the stand-in. */
export interface Standin {
  /** The first window's page, once it is loaded. */
  firstWindow(): Promise<Page>;
  /** Runs a function in the main half, as Playwright does in Electron's main process. */
  evaluate<R, A>(
    work: (electron: typeof ElectronModule, arg: A) => R | Promise<R>,
    arg: A,
  ): Promise<R>;
  /** Resolves with the exit code when the app has ended. */
  readonly exited: Promise<number | null>;
  /** Sends a signal to the main half, like Ctrl-C. */
  signal(name: 'SIGINT' | 'SIGTERM'): void;
  /** Quits the app like a user; kills it after `timeoutMs`. */
  close(timeoutMs?: number): Promise<void>;
}

const CLOSE_TIMEOUT = 10_000;
const MAIN_HALF = join(import.meta.dirname, '../electron/main-half.ts');
/** Node's compile cache: from the second start on, a third less time. */
const COMPILED = join(import.meta.dirname, '../../../node_modules/.cache/standin');

let launches = 0;

/** The first app of a process, the second and so on have fixed seeds; PY_PERF_STANDIN_SEED sets the first one. */
function nextSeed(): number {
  const seed = Number(process.env['PY_PERF_STANDIN_SEED'] ?? 1) + launches;
  launches += 1;
  return seed;
}

/** Starts the built app without Electron: its main bundle in a Node process, its windows in Chromium. */
export function launchStandin(options: StandinOptions): Standin {
  const { main, args = [], env, onOutput = () => undefined } = options;
  const disorder = new Disorder(nextSeed());
  onOutput(
    `Test stand-in for Electron: the built main bundle in Node, its windows in Chromium (seed ${String(disorder.seed)}).\n`,
    'stderr',
  );
  const child = fork(MAIN_HALF, [main, ...args], {
    env: { ...env, NODE_COMPILE_CACHE: COMPILED },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.on('data', (chunk: Buffer) => {
      onOutput(chunk.toString(), stream);
    });
  const windows = new WindowSet(options, disorder);
  const channel: Channel<MainHalf> = openChannel<MainHalf, WindowHalf>(
    {
      send(message) {
        if (child.connected) child.send(message as object, () => undefined);
      },
      onMessage(listener) {
        child.on('message', listener);
      },
    },
    windows.answers(() => channel.remote),
  );
  const exited = new Promise<number | null>((resolve) => {
    // Not "exit": its last output may still be in the pipe.
    child.once('close', (code) => {
      channel.abandon('the app has ended');
      void windows.dispose().finally(() => {
        resolve(code);
      });
    });
  });
  return {
    firstWindow: () =>
      Promise.race([
        windows.first,
        exited.then((code) => {
          throw new Error(`the app ended with ${String(code)} before it opened a window`);
        }),
      ]),
    evaluate: async <R, A>(
      work: (electron: typeof ElectronModule, arg: A) => R | Promise<R>,
      arg: A,
    ) => (await channel.remote.evaluate(work.toString(), arg)) as R,
    exited,
    signal: (name) => void child.kill(name),
    async close(timeoutMs = CLOSE_TIMEOUT) {
      const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
      await channel.remote.evaluate('({ app }) => { app.quit(); }', null).catch(() => undefined);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** The pages of one app, and their browser. */
class WindowSet {
  readonly #options: StandinOptions;
  readonly #disorder: Disorder;
  readonly #first = Promise.withResolvers<Page>();
  readonly #windows = new Map<number, Promise<WindowPage>>();
  readonly #made = new Map<number, WindowOptions>();
  #context: Promise<BrowserContext> | null = null;
  #theme: 'system' | 'light' | 'dark' = 'system';

  constructor(options: StandinOptions, disorder: Disorder) {
    this.#options = options;
    this.#disorder = disorder;
    // If the app ends before its first window, nobody waits for it.
    this.#first.promise.catch(() => undefined);
  }

  get first(): Promise<Page> {
    return this.#first.promise;
  }

  answers(main: () => Parameters<typeof WindowPage.open>[2]): WindowHalf {
    return {
      createWindow: async (options) => {
        const window = this.#create(options, main());
        this.#made.set(options.id, options);
        this.#windows.set(options.id, window);
        await window;
      },
      loadUrl: async (id, url, permissions) => {
        const window = await this.#alive(id, main());
        await window.page.context().clearPermissions();
        await window.page.context().grantPermissions(permissions);
        await window.load(url);
        this.#first.resolve(window.page);
      },
      destroyWindow: async (id) => {
        const window = await this.#get(id);
        this.#windows.delete(id);
        this.#made.delete(id);
        await window.close();
      },
      setVisible: async (id, visible) => (await this.#get(id)).setVisible(visible),
      setSize: async (id, width, height) => {
        if (this.#options.appWindow !== true)
          await (await this.#get(id)).page.setViewportSize({ width, height });
      },
      setTheme: async (theme) => {
        this.#theme = theme;
        for (const window of this.#windows.values()) await setTheme((await window).page, theme);
      },
      send: async (id, channel, args) => (await this.#get(id)).send(channel, args),
      executeJavaScript: async (id, code) => (await this.#get(id)).page.evaluate(code),
      capture: async (id) => (await this.#get(id)).page.screenshot(),
      crash: async (id) => (await this.#get(id)).crash(),
    };
  }

  async dispose(): Promise<void> {
    // Playwright fails for good if a page closes during its setup.
    await Promise.allSettled(this.#windows.values());
    try {
      await (await this.#context)?.close();
    } catch {
      // The browser has gone already.
    }
  }

  async #create(
    options: WindowOptions,
    main: Parameters<typeof WindowPage.open>[2],
  ): Promise<WindowPage> {
    const isFirst = this.#context === null;
    const { headless = true, appWindow = false, timeZone } = this.#options;
    this.#context ??= openBrowser({
      ...options,
      headless,
      appWindow,
      ...(timeZone === undefined ? {} : { timeZone }),
    });
    const context = await this.#context;
    // Chromium ends with its last page, so its initial blank page stays, except in app windows.
    const [blank] = isFirst && appWindow ? context.pages() : [];
    const page = blank ?? (await context.newPage());
    if (!appWindow) await page.setViewportSize({ width: options.width, height: options.height });
    await setTheme(page, this.#theme);
    await this.#options.onPage?.(page);
    return WindowPage.open(page, options, main, this.#disorder);
  }

  /** The page of a window, or a new one to replace a crashed one. */
  async #alive(id: number, main: Parameters<typeof WindowPage.open>[2]): Promise<WindowPage> {
    const window = await this.#get(id);
    const made = this.#made.get(id);
    if (!window.crashed || made === undefined) return window;
    const opened = this.#create({ ...made, visible: window.visible }, main);
    this.#windows.set(id, opened);
    await opened;
    await window.close();
    return opened;
  }

  #get(id: number): Promise<WindowPage> {
    return this.#windows.get(id) ?? Promise.reject(new Error(`no window ${String(id)}: closed`));
  }
}

async function setTheme(page: Page, theme: 'system' | 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme === 'system' ? null : theme });
}
