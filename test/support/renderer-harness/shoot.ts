/** Writes screenshots of the renderer on made-up fleets: `node test/support/renderer-harness/shoot.ts FOLDER [NAME…]`. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { buildHarness } from './build.ts';
import { launchChromium, openPage, type OpenOptions } from './page.ts';

const HOST = '/hosts/default/web-01.fra.example.net';
interface Scene extends OpenOptions {
  /** Brings the page into the state to look at. */
  readonly act?: (page: Page) => Promise<void>;
}

const openConnection = async (page: Page) => {
  await page.getByRole('button', { name: 'Connect to AWS' }).click();
  await page.getByText('Endpoint and table names').click();
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByText(/tables can be read|refused/u).waitFor();
};

const tick = async (page: Page) => {
  for (const n of [3, 4, 5]) await page.getByRole('checkbox').nth(n).check();
  await page.getByRole('button', { name: 'Columns' }).click();
};
const point = async (page: Page) => {
  const chart = page.getByTestId('host-chart').first();
  await chart.hover({ position: { x: 420, y: 60 } });
  await page.getByRole('button', { name: 'Show CPU as table' }).click();
  await chart.hover({ position: { x: 420, y: 60 } });
};
const hover = (page: Page) => page.getByTestId('heat-map').hover({ position: { x: 700, y: 300 } });
const search = async (page: Page) => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('web');
};
const pick = async (page: Page) => {
  await page
    .getByTestId('host-chart')
    .first()
    .click({ position: { x: 420, y: 60 } });
  await page.getByTestId('processes').scrollIntoViewIfNeeded();
};
const COMPARED = [
  'web-01',
  'db-01',
  'cache-01',
  'queue-01',
  'build-01',
  'gpu-01',
  'web-02',
  'db-02',
]
  .map((name) => `host=default/${name}.fra.example.net`)
  .join('&');

const SCENES: Record<string, Scene> = {
  connect: { harness: {}, act: openConnection },
  'connect-denied-dark': {
    harness: { theme: 'dark', source: 'unconfigured', testFails: true },
    act: openConnection,
  },
  'first-run': { harness: {} },
  'first-run-dark': { harness: { theme: 'dark' } },
  overview: { harness: { hosts: 100, source: 'fresh', collecting: true } },
  'overview-dark': { harness: { hosts: 100, source: 'fresh', theme: 'dark' } },
  'overview-small': { harness: { hosts: 100, source: 'fresh' }, width: 900, height: 600 },
  'overview-one': { harness: { hosts: 1, source: 'unconfigured', collecting: true } },
  failing: { harness: { hosts: 100, source: 'denied' } },
  offline: { harness: { hosts: 12, source: 'failing', theme: 'dark' } },
  waiting: { harness: { source: 'waiting' } },
  hostile: { harness: { hosts: 8, source: 'fresh', hostile: true } },
  'overview-ticked': { harness: { hosts: 100, source: 'fresh' }, act: tick },
  backfill: { harness: { hosts: 100, source: 'fresh', backfill: true } },
  'heat-map': {
    harness: { hosts: 1000, source: 'fresh' },
    path: '/heat-map',
    storage: { 'py-perf.range': '24h' },
    act: hover,
  },
  'heat-map-dark': {
    harness: { hosts: 1000, source: 'fresh', theme: 'dark' },
    path: '/heat-map',
    storage: { 'py-perf.heat-compact': 'true' },
  },
  events: { harness: { hosts: 100, source: 'fresh' }, path: '/events' },
  diagnostics: { harness: { hosts: 100, source: 'fresh' }, path: '/diagnostics' },
  'diagnostics-dark': {
    harness: { hosts: 100, source: 'fresh', theme: 'dark' },
    path: '/diagnostics',
  },
  palette: { harness: { hosts: 100, source: 'fresh' }, act: search },
  'host-picked': { harness: { hosts: 100, source: 'fresh' }, path: HOST, act: pick },
  'overview-de': {
    harness: { hosts: 100, source: 'denied', locale: 'de', collecting: true },
    width: 1024,
    height: 700,
  },
  'overview-ja': {
    harness: { hosts: 100, source: 'fresh', locale: 'ja' },
    width: 1024,
    height: 700,
  },
  'host-ja': {
    harness: { hosts: 100, source: 'fresh', locale: 'ja' },
    path: HOST,
    width: 1024,
    height: 700,
  },
  'settings-de': {
    harness: { hosts: 3, source: 'fresh', locale: 'de' },
    path: '/settings',
    width: 1024,
    height: 700,
  },
  'heat-map-de': {
    harness: { hosts: 60, source: 'fresh', locale: 'de' },
    path: '/heat-map',
    width: 1024,
    height: 700,
  },
  grid: { harness: { hosts: 1000, source: 'fresh' }, storage: { 'py-perf.layout': 'grid' } },
  compare: { harness: { hosts: 100, source: 'fresh' }, path: `/compare?${COMPARED}` },
  'host-month': {
    harness: { hosts: 100, source: 'fresh' },
    path: HOST,
    storage: { 'py-perf.range': '30d', 'py-perf.previous': 'true' },
    act: point,
  },
  host: { harness: { hosts: 100, source: 'fresh' }, path: HOST },
  'host-dark': { harness: { hosts: 100, source: 'fresh', theme: 'dark' }, path: HOST },
  'host-small': { harness: { hosts: 100, source: 'fresh' }, path: HOST, width: 900, height: 600 },
  settings: { harness: { hosts: 3, source: 'fresh' }, path: '/settings' },
  'settings-dark': { harness: { hosts: 3, source: 'fresh', theme: 'dark' }, path: '/settings' },
};

const [folder = 'screenshots', ...only] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const built = await buildHarness();
const browser = await launchChromium();
for (const [name, scene] of Object.entries(SCENES)) {
  if (only.length > 0 && !only.some((prefix) => name.startsWith(prefix))) continue;
  const page = await openPage(browser, built, scene);
  await page.locator('main > :last-child').waitFor();
  await page.waitForLoadState('networkidle');
  await scene.act?.(page);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  await page.context().close();
}
await browser.close();
