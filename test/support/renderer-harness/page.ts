import { readFile } from 'node:fs/promises';
import { chromium, type Browser, type Page } from 'playwright';
import { chromiumPath } from '../../standin/host/browser.ts';
import type { BuiltHarness } from './build.ts';
import type { HarnessOptions } from './world.ts';

/** Starts a headless browser, by default the users' Chromium. */
export function launchChromium(
  executablePath = chromiumPath(),
  args: readonly string[] = [],
): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking', ...args],
  });
}

/** Message types without errors; verbose: rows out of sight were laid out, once for each block. */
const QUIET: readonly string[] = ['log', 'verbose'];

/** What a page shows, and in which window. */
export interface OpenOptions {
  readonly harness: HarnessOptions;
  readonly path?: string;
  readonly width?: number;
  readonly height?: number;
  /** The window's stored state. */
  readonly storage?: Readonly<Record<string, string>>;
  /** A selector: the time at which it first shows is stored in `window.harnessShownAt`. */
  readonly timeOf?: string;
}

declare global {
  interface Window {
    /** Milliseconds from the start of the navigation to the first frame with `timeOf`. */
    harnessShownAt?: number;
  }
}

/**
 * The time at which a page of the harness opens: a Wednesday evening, whatever the real hour, so that no spec meets a
 * midnight, a weekend or a gap of the made-up hosts only on some days. The clock runs on from there.
 */
export const OPENED_AT_MS = Date.UTC(2026, 2, 11, 18, 40, 20);

/** Runs in the page first: sets its clock to `openedAt`. */
function setClock(openedAt: number): void {
  const ahead = openedAt - Date.now();
  const now = Date.now.bind(Date);
  window.Date = new Proxy(Date, {
    construct: (target, given: [], made) =>
      Reflect.construct(target, given.length === 0 ? [now() + ahead] : given, made) as Date,
    get: (target, key) =>
      key === 'now' ? () => now() + ahead : (Reflect.get(target, key) as unknown),
  });
}

/** Runs in the page first: the address says what to show. */
function readOptions(): void {
  const { harness, storage, timeOf } = JSON.parse(
    decodeURIComponent(location.search.slice(1).split('&')[0] ?? '') || '{}',
  ) as Partial<OpenOptions>;
  if (harness !== undefined) window.harness = harness;
  for (const [key, value] of Object.entries(storage ?? {})) localStorage.setItem(key, value);
  if (timeOf === undefined) return;
  // Checks the selector in every frame. What is found is on screen by the next.
  const look = () => {
    if (document.querySelector(timeOf) === null) requestAnimationFrame(look);
    else requestAnimationFrame((next) => (window.harnessShownAt = next));
  };
  requestAnimationFrame(look);
}

/** The built page in a context of its own, with the made-up bridge. */
export async function openPage(
  browser: Browser,
  built: BuiltHarness,
  options: OpenOptions,
): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (!QUIET.includes(message.type())) console.error(`[${message.type()}] ${message.text()}`);
  });
  page.on('pageerror', (error) => {
    console.error(`[page error] ${error.message}`);
  });
  const bridge = await readFile(built.bridge, 'utf8');
  await page.addInitScript({
    content: `(${setClock.toString()})(${String(OPENED_AT_MS)});(${readOptions.toString()})();\n${bridge}`,
  });
  await show(page, built, options);
  return page;
}

let navigations = 0;

/** Shows something else in a page of `openPage`, with fresh state. */
export async function show(
  page: Page,
  built: BuiltHarness,
  { path: at = '/', width = 1440, height = 900, ...options }: OpenOptions,
): Promise<void> {
  await page.setViewportSize({ width, height });
  if (page.url().startsWith(built.origin))
    await page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
  const shown = encodeURIComponent(JSON.stringify(options));
  navigations += 1;
  // A page would not reload for its own address with another fragment.
  await page.goto(`${built.origin}/?${shown}&${String(navigations)}#${at}`);
}
