import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright';
import { chromiumPath, launchChromium } from '../test/chromium-host/chromium.ts';
import { StandInHost } from '../test/chromium-host/host.ts';
import type { HostPage } from '../test/chromium-host/host-page.ts';
import { installTools } from './install-test-tools.ts';

const SCREENSHOT = join(tmpdir(), 'py-perf-desktop.png');
const VIEW = { width: 1440, height: 900 };

/**
 * `npm run start:chromium`: the built app on the tests' stand-in for Electron, in a Chromium window. There is no tray:
 * closing the window ends the app. With no display it draws one screenshot and ends.
 */
export async function startChromium(): Promise<void> {
  if (!existsSync(chromiumPath())) installTools(['chromium']);
  const headless = !hasDisplay();
  process.stdout.write(
    'This is a test stand-in for Electron around the built app: no tray, no notifications, no login item.\n',
  );
  const browser = await launchChromium({ headless });
  try {
    await (headless ? screenshot(browser) : runUntilClosed(browser));
  } finally {
    await browser.close();
  }
}

async function runUntilClosed(browser: Browser): Promise<void> {
  const context = await browser.newContext({ viewport: null });
  const host = new StandInHost({ context, env: process.env });
  const window = await firstWindow(host);
  process.once('SIGINT', () => void host.quit());
  await Promise.race([window.page.waitForEvent('close', { timeout: 0 }), host.exited]);
  await host.quit();
}

async function screenshot(browser: Browser): Promise<void> {
  const context = await browser.newContext({ viewport: VIEW });
  const host = new StandInHost({ context, env: process.env });
  const { page } = await firstWindow(host);
  await page.getByRole('heading', { level: 1 }).waitFor();
  // What the first sync brings is part of the picture, where there is something to sync.
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: SCREENSHOT });
  await host.quit();
  process.stdout.write(`There is no display here. A screenshot of the app: ${SCREENSHOT}\n`);
}

/** The first window, once its page is loaded. Rejects with what the app said when it could not start. */
function firstWindow(host: StandInHost): Promise<HostPage> {
  return new Promise((resolve, reject) => {
    host.once('window', resolve);
    host.once('error-box', (title: string, content: string) => {
      reject(new Error(`${title}: ${content}`));
    });
    host.once('exit', (code) => {
      reject(new Error(`the app ended with ${String(code)}: ${host.stderr}`));
    });
  });
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some(
    (name) => (name ?? '') !== '',
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await startChromium();
