import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { _electron } from '@playwright/test';
import { electronBinary } from '../../support/electron-binary.ts';
import { PRODUCT, createApp, environment, type App, type AppOptions, type Run } from './app.ts';

/** Starts the app on Electron itself. */
export async function launchOnElectron(options: AppOptions): Promise<App> {
  const { app = PRODUCT, args = [], beforeLoad } = options;
  const electron = await _electron.launch({
    executablePath: binary(),
    args: [app, ...args],
    cwd: PRODUCT,
    env: environment(options),
  });
  const child = electron.process();
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const window = await electron.firstWindow();
  await window.waitForLoadState();
  if (beforeLoad !== undefined) {
    await beforeLoad(window);
    await window.reload();
  }
  return createApp({
    window,
    evaluate: (work, arg) => electron.evaluate(work as never, arg),
    exited,
    output: () => output,
    close: () => electron.close(),
  });
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
