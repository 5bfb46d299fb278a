import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchStandin, type Standin } from '../../standin/host/launch.ts';
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

/** Starts the app on the stand-in. */
export async function launchOnStandin(options: AppOptions): Promise<App> {
  const { standin, shell } = open(options);
  try {
    return createApp({ ...shell, window: await standin.firstWindow() });
  } catch (error) {
    await shell.close();
    throw new Error(`the app did not start: ${shell.output()}`, { cause: error });
  }
}

/** Starts the app into the tray, without a window. */
export function launchHiddenOnStandin(options: AppOptions): Promise<HiddenApp> {
  const { standin, shell } = open(options);
  return Promise.resolve(createHidden({ ...shell, opened: () => standin.firstWindow() }));
}

function open(options: AppOptions): { standin: Standin; shell: HostShell } {
  let output = '';
  const standin = start(options, (text) => (output += text));
  const shell: HostShell = {
    evaluate: (work, arg) => standin.evaluate(work, arg),
    signal: (name) => {
      standin.signal(name);
    },
    exited: standin.exited,
    output: () => output,
    close: () => standin.close(),
  };
  return { standin, shell };
}

/** Starts the app once more on data that an app holds; resolves with its exit code. */
export function runSecondOnStandin(options: AppOptions): Promise<number | null> {
  return start(options, () => undefined).exited;
}

/** Starts the app for a run that ends by itself, without a window. */
export function runOnStandin(options: AppOptions): Run {
  const written = { stdout: '', stderr: '' };
  const standin = start(options, (text, stream) => (written[stream] += text));
  return {
    signal: (name) => {
      standin.signal(name);
    },
    written: () => ({ ...written }),
    ended: standin.exited.then((code) => ({ code, ...written })),
  };
}

function start(
  { app = PRODUCT, args = [], beforeLoad, ...options }: AppOptions,
  onOutput: (text: string, stream: 'stdout' | 'stderr') => void,
): Standin {
  return launchStandin({
    main: mainOf(app),
    args,
    env: environment(options),
    onOutput,
    ...(beforeLoad === undefined ? {} : { onPage: beforeLoad }),
  });
}

function mainOf(app: string): string {
  const text = readFileSync(join(app, 'package.json'), 'utf8');
  return join(app, (JSON.parse(text) as { main: string }).main);
}
