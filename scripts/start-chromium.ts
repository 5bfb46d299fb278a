import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromiumPath } from '../test/standin/host/browser.ts';
import { launchStandin, type Standin } from '../test/standin/host/launch.ts';
import { installTools } from './install-test-tools.ts';

const MAIN = join(import.meta.dirname, '../out/main/index.js');

/** How the app is started on the stand-in. */
export interface ChromiumOptions {
  /** The app's own arguments. */
  args: string[];
  env: NodeJS.ProcessEnv;
}

/**
 * `npm run start:chromium`: the built app on the tests' stand-in for Electron, in a Chromium window. There is no tray:
 * closing the window ends the app. Without a display it takes one screenshot and ends. Resolves with the app's exit
 * code.
 */
export async function startChromium({ args, env }: ChromiumOptions): Promise<number> {
  if (!hasChromium()) return 1;
  const headless = !hasDisplay();
  process.stdout.write(
    'There is no tray, no notification, no start at login and no keyring here.\n',
  );
  const standin = launchStandin({
    main: MAIN,
    args,
    // The stand-in's keyring protects nothing: real keys must not be stored with it.
    env: { ...env, PY_PERF_STANDIN_KEYRING: 'none' },
    headless,
    appWindow: !headless,
    onOutput: (text) => process.stderr.write(text),
  });
  const end = (): void => {
    void standin.close();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  await (headless ? screenshot(standin) : closeWithWindow(standin));
  const code = await standin.exited;
  process.off('SIGINT', end).off('SIGTERM', end);
  return code ?? 1;
}

/** Installs Chromium if possible; otherwise says what to do. */
function hasChromium(): boolean {
  try {
    if (!existsSync(chromiumPath())) installTools(['chromium']);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  }
  if (existsSync(chromiumPath())) return true;
  process.stderr.write(
    `There is no ${chromiumPath()}. Name Chromium's executable in PY_PERF_CHROMIUM.\n`,
  );
  return false;
}

async function closeWithWindow(standin: Standin): Promise<void> {
  const window = await standin.firstWindow();
  window.once('close', () => void standin.close());
}

async function screenshot(standin: Standin): Promise<void> {
  const window = await standin.firstWindow();
  await window.getByRole('heading', { level: 1 }).waitFor();
  // The picture includes the result of the first sync, if there is something to sync.
  await window.waitForLoadState('networkidle');
  // In its own folder: at a guessable path, another user could place a link.
  const path = join(mkdtempSync(join(tmpdir(), 'py-perf-screenshot-')), 'py-perf-desktop.png');
  await window.screenshot({ path });
  await standin.close();
  process.stdout.write(`There is no display here. A screenshot of the app: ${path}\n`);
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some(
    (name) => (name ?? '') !== '',
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.exitCode = await startChromium({ args: process.argv.slice(2), env: process.env });
