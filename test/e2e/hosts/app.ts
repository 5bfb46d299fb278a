import { join } from 'node:path';
import type * as Electron from 'electron';
import type { Page } from '@playwright/test';
import { cleanEnvironment } from '../../support/environment.ts';

/** Folder of the product. */
export const PRODUCT = join(import.meta.dirname, '../../..');

export interface AppOptions {
  /** Folder with the package.json of the app to start; by default the product's. */
  app?: string;
  dataDir: string;
  env?: Record<string, string>;
  /** The app's own arguments. */
  args?: string[];
  /** Prepares the page before the app's own scripts run in it, e.g. installs a clock. */
  beforeLoad?: (page: Page) => Promise<void>;
}

/** Runs in the app's main process, with its `electron` module and one argument. */
export type MainFunction<R, A> = (electron: typeof Electron, arg: A) => R | Promise<R>;

/** The running app, whichever host it is on. */
export interface App {
  readonly window: Page;
  evaluate: <R, A>(work: MainFunction<R, A>, arg: A) => Promise<R>;
  /** Labels of the tray's items; a ticked one with a check mark before it. */
  trayItems: () => Promise<string[]>;
  clickTray: (label: string) => Promise<void>;
  /** Closes the window as its frame's button does: the app may keep it. */
  closeWindow: () => Promise<void>;
  isVisible: () => Promise<boolean>;
  /** Sends a signal, as a session that ends does. */
  signal: (name: 'SIGINT' | 'SIGTERM') => void;
  /** Resolves with the exit code when the app has ended. */
  readonly exited: Promise<number | null>;
  /** What the app has written to its standard streams. */
  output: () => string;
  close: () => Promise<void>;
}

/** What a run of the app that ends by itself leaves. */
export interface RunResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A run of the app whose end is still to come. */
export interface Run {
  /** Sends a signal, as Ctrl-C does. */
  signal: (name: 'SIGINT' | 'SIGTERM') => void;
  /** What it has written up to now. */
  written: () => Omit<RunResult, 'code'>;
  readonly ended: Promise<RunResult>;
}

/** The app started into the tray. */
export interface HiddenApp extends Omit<App, 'window'> {
  /** The page of its first window, once the app has opened one. */
  opened: () => Promise<Page>;
}

/** What differs between the hosts; the rest of an `App` follows from it. */
export type HostShell = Pick<App, 'evaluate' | 'signal' | 'exited' | 'output' | 'close'>;
type HostApp = HostShell & Pick<App, 'window'>;
type HostHidden = HostShell & Pick<HiddenApp, 'opened'>;

/** main/index.ts leaves the tray's menu reachable here: a tray has no interface to click its items. */
interface Reachable {
  pyPerfTrayMenu: () => Electron.Menu;
}

/** The app as the specs see it. */
export function createApp(host: HostApp): App {
  return { ...host, ...actionsOn(host) };
}

/** The app as the specs see it as long as it is in the tray only. */
export function createHidden(host: HostHidden): HiddenApp {
  return { ...host, ...actionsOn(host) };
}

function actionsOn(
  host: HostShell,
): Pick<App, 'trayItems' | 'clickTray' | 'closeWindow' | 'isVisible'> {
  return {
    trayItems: () =>
      host.evaluate(
        () =>
          (globalThis as unknown as Reachable)
            .pyPerfTrayMenu()
            .items.map(({ label, checked }) => (checked ? `✓ ${label}` : label)),
        null,
      ),
    clickTray: (label) =>
      host.evaluate((_electron, wanted) => {
        const { items } = (globalThis as unknown as Reachable).pyPerfTrayMenu();
        const item = items.find((candidate) => candidate.label === wanted);
        if (item === undefined) throw new Error(`the tray has no item "${wanted}"`);
        const click = item.click as () => void;
        click();
      }, label),
    closeWindow: () =>
      host.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.close();
      }, null),
    isVisible: () =>
      host.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false,
        null,
      ),
  };
}

/** Quits as a user does. The app may be gone before it answers. */
export async function quitByTray(app: App): Promise<void> {
  await Promise.allSettled([app.clickTray('Quit')]);
}

/** Nothing of the AWS configuration, nor of the settings, of the machine that runs the tests. */
export function environment({ dataDir, env = {} }: AppOptions): Record<string, string> {
  return {
    ...cleanEnvironment(),
    // Electron's own default place for user data: one per test, not the home of whoever runs it.
    XDG_CONFIG_HOME: join(dataDir, '../config'),
    PY_PERF_DATA_DIR: dataDir,
    // Apart from a collector that runs on this machine for real.
    PY_PERF_MACHINE_LOCK: `e2e-${String(process.pid)}`,
    ...env,
  };
}
