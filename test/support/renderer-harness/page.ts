import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import type { BuiltHarness } from './build.ts';
import type { HarnessOptions } from './world.ts';

const ORIGIN = 'https://harness.invalid';
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['PY_PERF_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
  });
}

export interface OpenOptions {
  readonly harness: HarnessOptions;
  readonly path?: string;
  readonly width?: number;
  readonly height?: number;
  /** What the window remembers. */
  readonly storage?: Readonly<Record<string, string>>;
  /** A selector: when it first shows is left in `window.harnessShownAt`. */
  readonly timeOf?: string;
}

declare global {
  interface Window {
    /** Milliseconds from the start of the navigation to the first frame with what `timeOf` selects. */
    harnessShownAt?: number;
  }
}

/** Runs in the page: looks for the selector in every frame. What is found is on screen by the next. */
function noteWhenShown(selector: string): void {
  const look = () => {
    if (document.querySelector(selector) === null) requestAnimationFrame(look);
    else requestAnimationFrame((next) => (window.harnessShownAt = next));
  };
  requestAnimationFrame(look);
}

/** The built page in a browser, with the made-up bridge and the app's kind of content security policy. */
export async function openPage(
  browser: Browser,
  built: BuiltHarness,
  { harness, path: at = '/', width = 1440, height = 900, storage = {}, timeOf }: OpenOptions,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB' });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() !== 'log') console.error(`[${message.type()}] ${message.text()}`);
  });
  page.on('pageerror', (error) => {
    console.error(`[page error] ${error.message}`);
  });
  await page.route(`${ORIGIN}/**`, async (route) => {
    const file = new URL(route.request().url()).pathname.replace(/^\/$/u, '/index.html');
    const headers = {
      'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
      'content-security-policy': CSP,
    };
    await route.fulfill({ headers, body: await readFile(path.join(built.page, file)) });
  });
  await page.addInitScript((options) => {
    window.harness = options;
  }, harness);
  await page.addInitScript((remembered) => {
    for (const [key, value] of Object.entries(remembered)) localStorage.setItem(key, value);
  }, storage);
  if (timeOf !== undefined) await page.addInitScript(noteWhenShown, timeOf);
  await page.addInitScript({ path: built.bridge });
  await page.goto(`${ORIGIN}/#${at}`);
  return page;
}
