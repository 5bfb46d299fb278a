import { join } from 'node:path';
import { _electron, type Browser, type ElectronApplication, type Page } from '@playwright/test';
import { StandInHost } from '../chromium-host/host.ts';
import { electronBinary } from '../support/electron-binary.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface AppOptions {
  dataDir: string;
  env?: Record<string, string>;
  /** Prepares the page before the app's own scripts run, e.g. installs a clock. */
  beforeLoad?: (page: Page) => Promise<void>;
}

/** The running app, whichever host it is on. */
export interface App {
  readonly window: Page;
  /** Labels of the tray's items; a ticked one with a check mark before it. */
  trayItems: () => Promise<string[]>;
  clickTray: (label: string) => Promise<void>;
  close: () => Promise<void>;
}

/** Starts the app on the stand-in. */
export async function launchOnStandIn(browser: Browser, options: AppOptions): Promise<App> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  if (options.beforeLoad !== undefined) {
    const { beforeLoad } = options;
    context.on('page', (page) => void beforeLoad(page));
  }
  const node = join(ROOT, 'node_modules/node/bin/node');
  const host = new StandInHost({ context, env: environment(options), node });
  const opened = new Promise<Page>((resolve, reject) => {
    host.once('window', ({ page }: { page: Page }) => {
      resolve(page);
    });
    host.once('error-box', (title: string, content: string) => {
      reject(new Error(`${title}: ${content}`));
    });
    host.once('exit', (code) => {
      reject(new Error(`the app ended with ${String(code)}: ${host.stderr}`));
    });
  });
  const window = await opened;
  return {
    window,
    trayItems: () => Promise.resolve(host.tray.map(describe)),
    clickTray: (label) => host.clickTray(label),
    close: async () => {
      await host.quit();
      await context.close();
    },
  };
}

/** Starts the app on Electron itself. */
export async function launchOnElectron(options: AppOptions): Promise<App> {
  const executablePath = electronBinary();
  if (executablePath === null)
    throw new Error('Electron is not installed: run "npx install-electron"');
  const electron = await _electron.launch({
    executablePath,
    args: [join(ROOT, 'out/main/index.js')],
    cwd: ROOT,
    env: environment(options),
  });
  if (options.beforeLoad !== undefined) {
    const { beforeLoad } = options;
    electron.context().on('page', (page) => void beforeLoad(page));
  }
  const window = await electron.firstWindow();
  await window.waitForLoadState();
  return {
    window,
    trayItems: async () => (await electronTray(electron)).map(describe),
    clickTray: (label) => clickElectronTray(electron, label),
    close: () => electron.close(),
  };
}

interface Item {
  label: string;
  checked: boolean;
}

function describe({ label, checked }: Item): string {
  return checked ? `✓ ${label}` : label;
}

/** main/index.ts leaves the tray's menu reachable here: a tray has no interface to click its items. */
interface Reachable {
  pyPerfTrayMenu: () => Electron.Menu;
}

function electronTray(electron: ElectronApplication): Promise<Item[]> {
  return electron.evaluate(() =>
    (globalThis as unknown as Reachable)
      .pyPerfTrayMenu()
      .items.map(({ label, checked }) => ({ label, checked })),
  );
}

function clickElectronTray(electron: ElectronApplication, label: string): Promise<void> {
  return electron.evaluate((_electron, wanted) => {
    const { items } = (globalThis as unknown as Reachable).pyPerfTrayMenu();
    const item = items.find((candidate) => candidate.label === wanted);
    if (item === undefined) throw new Error(`the tray has no item "${wanted}"`);
    (item.click as () => void)();
  }, label);
}

/** Nothing of the AWS configuration of the machine that runs the tests. */
function environment({ dataDir, env = {} }: AppOptions): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || name.startsWith('AWS_') || name === 'NODE_OPTIONS'
      ? []
      : [[name, value]],
  );
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
    PY_PERF_DATA_DIR: dataDir,
    ...env,
  };
}
