import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { electronBinary } from '../../support/electron-binary.ts';
import {
  PRODUCT,
  createApp,
  createHidden,
  environment,
  type App,
  type AppOptions,
  type HiddenApp,
  type HostShell,
  type Run,
} from './app.ts';

/** Milliseconds that an app has to quit before it is killed. */
const CLOSE_TIMEOUT = 10_000;

/** Starts the app on Electron itself. */
export async function launchOnElectron(options: AppOptions): Promise<App> {
  const { electron, shell } = await start(options);
  try {
    const window = await firstPage(electron);
    if (options.beforeLoad !== undefined) {
      await options.beforeLoad(window);
      await window.reload();
    }
    return createApp({ ...shell, window });
  } catch (error) {
    await shell.close();
    throw new Error(`the app did not start: ${shell.output()}`, { cause: error });
  }
}

/** Starts the app into the tray, without a window. */
export async function launchHiddenOnElectron(options: AppOptions): Promise<HiddenApp> {
  const { electron, shell } = await start(options);
  return createHidden({ ...shell, opened: () => firstPage(electron) });
}

async function start(
  options: AppOptions,
): Promise<{ electron: ElectronApplication; shell: HostShell }> {
  const { app = PRODUCT, args = [] } = options;
  const electron = await _electron.launch({
    // With a path Playwright leaves Electron's switches alone; by itself it would choose a password store without a keyring.
    executablePath: binary(),
    args: [app, ...args],
    cwd: PRODUCT,
    env: environment(options),
    // Unless it is asked for, Electron opens a dialog for each file that a page saves.
    acceptDownloads: true,
  });
  const child = electron.process();
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  // Not "exit": what it wrote last may still be in the pipe.
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const shell: HostShell = {
    evaluate: (work, arg) => electron.evaluate(work as never, arg),
    signal: (name) => void child.kill(name),
    exited,
    output: () => output,
    async close() {
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT);
      await electron.close();
      await exited;
      clearTimeout(timer);
    },
  };
  return { electron, shell };
}

/** The page of the first window with the app's own document in it: Playwright knows a window from its empty one on. */
async function firstPage(electron: ElectronApplication): Promise<Page> {
  const window = await electron.firstWindow();
  await window.waitForURL(({ protocol }) => protocol !== 'about:');
  return window;
}

/** Starts the app once more on data that an app holds; resolves with its exit code. */
export async function runSecondOnElectron(options: AppOptions): Promise<number | null> {
  return (await runOnElectron(options).ended).code;
}

/** Starts the app for a run that ends by itself, without a window. */
export function runOnElectron(options: AppOptions): Run {
  // As root, Chromium has no sandbox of its own; Playwright says so for the first instance.
  const noSandbox = process.platform === 'linux' ? ['--no-sandbox'] : [];
  const child = spawn(binary(), [...noSandbox, options.app ?? PRODUCT, ...(options.args ?? [])], {
    cwd: PRODUCT,
    env: environment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk: Buffer) => (written[stream] += chunk.toString()));
  return {
    signal: (name) => void child.kill(name),
    written: () => ({ ...written }),
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, ...written })),
  };
}

function binary(): string {
  const path = electronBinary();
  if (path === null) throw new Error('Electron is not installed: run "npx install-electron"');
  return path;
}
