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
}

/** The built page in a browser, with the made-up bridge and the app's kind of content security policy. */
export async function openPage(
  browser: Browser,
  built: BuiltHarness,
  { harness, path: at = '/', width = 1440, height = 900, storage = {} }: OpenOptions,
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
  await page.addInitScript({ path: built.bridge });
  await page.goto(`${ORIGIN}/#${at}`);
  return page;
}
