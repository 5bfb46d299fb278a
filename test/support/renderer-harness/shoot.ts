/** Writes screenshots of every page and state in both themes and two sizes, on made-up fleets: `node test/support/renderer-harness/shoot.ts FOLDER [NAME…]`. */
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

const FLEET = { hosts: 100, source: 'fresh' } as const;
const MANY = { hosts: 1000, source: 'fresh' } as const;
const SCENES: Record<string, Scene> = {
  'first-run': { harness: {} },
  connect: { harness: {}, act: openConnection },
  'connect-denied': { harness: { testFails: true }, act: openConnection },
  waiting: { harness: { source: 'waiting' } },
  overview: { harness: { ...FLEET, collecting: true } },
  'overview-one': { harness: { hosts: 1, source: 'unconfigured', collecting: true } },
  'overview-ticked': { harness: FLEET, act: tick },
  grouped: { harness: { ...FLEET, hosts: 30 }, storage: { 'py-perf.grouped': 'true' } },
  grid: { harness: MANY, storage: { 'py-perf.layout': 'grid' } },
  failing: { harness: { ...FLEET, source: 'denied', backfill: true } },
  offline: { harness: { hosts: 12, source: 'failing' } },
  hostile: { harness: { ...FLEET, hosts: 8, hostile: true } },
  palette: { harness: FLEET, act: search },
  host: { harness: FLEET, path: HOST },
  'host-picked': { harness: FLEET, path: HOST, act: pick },
  'host-month': {
    harness: FLEET,
    path: HOST,
    storage: { 'py-perf.range': '30d', 'py-perf.previous': 'true' },
    act: point,
  },
  'heat-map': {
    harness: MANY,
    path: '/heat-map',
    storage: { 'py-perf.range': '24h' },
    act: hover,
  },
  'heat-map-compact': {
    harness: MANY,
    path: '/heat-map',
    storage: { 'py-perf.heat-compact': 'true' },
  },
  compare: { harness: FLEET, path: `/compare?${COMPARED}` },
  events: { harness: FLEET, path: '/events' },
  diagnostics: { harness: FLEET, path: '/diagnostics' },
  settings: { harness: { ...FLEET, hosts: 3 }, path: '/settings' },
  german: { harness: { ...FLEET, locale: 'de' } },
  'german-settings': { harness: { ...FLEET, locale: 'de' }, path: '/settings' },
  japanese: { harness: { ...FLEET, locale: 'ja' } },
};
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
];

const [folder = 'screenshots', ...only] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const built = await buildHarness();
const browser = await launchChromium();
for (const [name, { act, ...scene }] of Object.entries(SCENES)) {
  if (only.length > 0 && !only.some((prefix) => name.startsWith(prefix))) continue;
  for (const theme of ['light', 'dark'] as const) {
    for (const size of SIZES) {
      const harness = { ...scene.harness, theme };
      const page = await openPage(browser, built, { ...scene, ...size, harness });
      await page.locator('main > :last-child').waitFor();
      await page.waitForLoadState('networkidle');
      await act?.(page);
      await page.screenshot({
        path: path.join(folder, `${name}-${theme}-${String(size.width)}.png`),
      });
      await page.context().close();
    }
  }
}
await browser.close();
