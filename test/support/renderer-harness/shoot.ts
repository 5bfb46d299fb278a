/** Writes screenshots of every page and state in both themes and two sizes, on made-up fleets: `node test/support/renderer-harness/shoot.ts FOLDER [NAME…]`, where a name is the beginning of a file's, as a pattern: `'host.*-dark-1440'`. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { channelSchema } from '../../../contract/channels.ts';
import { buildHarness } from './build.ts';
import { launchChromium, OPENED_AT_MS, openPage, type OpenOptions } from './page.ts';

const HOST = '/hosts/default/web-01.fra.example.net';
interface Scene extends OpenOptions {
  /** Brings the page into the state to look at. */
  readonly act?: (page: Page) => Promise<void>;
  /** Also on a large screen, in the smallest window, and at 200 % zoom. */
  readonly small?: boolean;
}

const openConnection = async (page: Page) => {
  await page.getByRole('button', { name: 'Connect to AWS' }).click();
  await page.getByText('Endpoint and table names').click();
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByText(/tables can be read|refused/u).waitFor();
};

const showExpected = async (page: Page) => {
  await toTable(page);
  await page.getByRole('button', { name: 'Columns' }).click();
  for (const name of ['Full in', 'Unusual now', 'Platform', 'Labels'])
    await page.getByRole('menuitemcheckbox', { name }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'Unusual now' }).getByRole('button').click();
};
const tick = async (page: Page) => {
  for (const n of [3, 4, 5]) await page.getByRole('checkbox').nth(n).check();
  await page.getByRole('button', { name: 'Columns' }).click();
};
const point = async (page: Page) => {
  const chart = page.getByTestId('host-chart').first();
  await chart.hover({ position: { x: 220, y: 60 } });
  await page.getByRole('button', { name: 'Show CPU as table' }).click();
  await chart.hover({ position: { x: 220, y: 60 } });
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
    .click({ position: { x: 220, y: 60 } });
  await page.getByTestId('processes').scrollIntoViewIfNeeded();
};
const toFoot = (page: Page) =>
  page.locator('main').evaluate((main) => {
    main.scrollTo(0, main.scrollHeight);
  });
const refuse = async (page: Page) => {
  const cpu = page.getByRole('group', { name: 'CPU' });
  await cpu.getByLabel('At or above').fill('70');
  await cpu.getByLabel('For').fill('1.5');
  await cpu.getByLabel('For').blur();
};
const override = async (page: Page) => {
  await page.getByRole('button', { name: 'Add override' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('group', { name: 'CPU' }).getByText('Custom', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
};
const overrideHost = async (page: Page) => {
  await page.getByRole('button', { name: 'Add override' }).click();
  await page.getByRole('dialog').getByText('Host', { exact: true }).click();
  await page.getByPlaceholder('Find a host').fill('web');
};
const maintenance = async (page: Page) => {
  await page.getByRole('button', { name: 'Add maintenance' }).click();
  await page.getByRole('dialog').getByText('Choose times').click();
};
const openMaintenance = (page: Page) =>
  page.getByRole('button', { name: 'Maintenance', exact: true }).click();
const chooseKinds = async (page: Page) => {
  await page.getByRole('button', { name: 'Kind', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'CPU high' }).click();
};
const enterKeys = async (page: Page) => {
  await page.getByRole('button', { name: 'Edit AWS' }).click();
  await page.getByRole('button', { name: 'Separate access key' }).click();
  await page.getByLabel('Access key ID').fill('AKIAIOSFODNN7EXAMPLE');
};
const enterKeysRefused = async (page: Page) => {
  await page.getByRole('button', { name: 'Edit AWS' }).click();
  await page.getByRole('button', { name: 'Separate access key' }).click();
};
const askToShare = (page: Page) => page.getByTestId('shared-source').getByRole('switch').click();
const shareNow = async (page: Page) => {
  await askToShare(page);
  await page.getByRole('alertdialog').getByRole('button').last().click();
  await page.getByTestId('shared-conflict').first().scrollIntoViewIfNeeded();
};
const openStoredKey = (page: Page) => page.getByRole('button', { name: 'Edit AWS' }).click();
const tickAnd = (action: string) => async (page: Page) => {
  for (const n of [3, 4, 5]) await page.getByRole('checkbox').nth(n).check();
  await page.getByTestId('selection-bar').getByRole('button', { name: action }).click();
};
const open = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).click();
const filter = async (page: Page) => {
  await page.getByRole('button', { name: /^online/u }).click();
  await page.getByRole('button', { name: 'Label', exact: true }).click();
  await page.getByRole('menuitemcheckbox').first().click();
};
const markMoment = async (page: Page) => {
  const chart = page.getByTestId('function-chart');
  const box = await chart.boundingBox();
  await chart.click({ position: { x: (box?.width ?? 0) * 0.74, y: 100 } });
};
const openRun = (page: Page) => page.getByTestId('run-row').first().getByRole('link').click();
const toNetwork = (page: Page) => page.getByTestId('network').scrollIntoViewIfNeeded();
const toTable = (page: Page) => page.getByTestId('host-row').nth(4).scrollIntoViewIfNeeded();
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

const ALERTS = { hosts: 100, source: 'fresh', alerts: true } as const;
const YESTERDAY = String(Math.floor(OPENED_AT_MS / 1000) - 86_400);
const FLEET = { hosts: 100, source: 'fresh' } as const;
const MANY = { hosts: 1000, source: 'fresh' } as const;
const RUNS = { ...FLEET, runs: true } as const;
const OPS = channelSchema.parse({ type: 'slack', id: 'ops', name: 'Ops' });
const SCENES: Record<string, Scene> = {
  'overview-expected': { harness: MANY, act: showExpected },
  'host-expected': { harness: MANY, path: '/hosts/default/db-02.fra.example.net' },
  'first-run': { harness: {} },
  connect: { harness: {}, act: openConnection },
  'connect-denied': { harness: { testFails: true }, act: openConnection },
  waiting: { harness: { source: 'waiting' } },
  overview: { harness: { ...FLEET, collecting: true }, small: true },
  'overview-many': { harness: MANY, act: toTable },
  'overview-filtered': { harness: { ...FLEET, demo: true }, act: filter },
  'label-dialog': { harness: FLEET, act: tickAnd('Labels') },
  'remove-dialog': { harness: FLEET, act: tickAnd('Remove') },
  'saved-views': { harness: FLEET, act: open('Views') },
  'custom-range': { harness: FLEET, act: (page) => page.getByTestId('range').click() },
  'palette-all': { harness: FLEET, act: (page) => page.keyboard.press('Control+k') },
  'overview-peek': {
    harness: FLEET,
    act: (page) => page.getByTestId('host-cpu').nth(2).click(),
  },
  keys: { harness: FLEET, act: (page) => page.keyboard.press('?') },
  'overview-one': { harness: { hosts: 1, source: 'unconfigured', collecting: true } },
  'overview-ticked': { harness: FLEET, act: tick },
  grouped: { harness: { ...FLEET, hosts: 30 }, storage: { 'py-perf.grouped': 'true' } },
  grid: { harness: MANY, storage: { 'py-perf.layout': 'grid' } },
  failing: { harness: { ...FLEET, source: 'denied', backfill: true } },
  offline: { harness: { hosts: 12, source: 'failing' } },
  hostile: { harness: { ...FLEET, hosts: 8, hostile: true } },
  palette: { harness: FLEET, act: search },
  host: { harness: FLEET, path: HOST, small: true },
  'german-host': { harness: { ...ALERTS, locale: 'de' }, path: HOST, small: true },
  'japanese-host': { harness: { ...ALERTS, locale: 'ja' }, path: HOST },
  'host-foot': {
    harness: FLEET,
    path: HOST,
    act: (page) => page.getByTestId('failed-services').scrollIntoViewIfNeeded(),
  },
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
  compare: { harness: FLEET, path: `/compare?${COMPARED}`, small: true },
  'compare-multiples': {
    harness: FLEET,
    path: `/compare?${COMPARED}`,
    storage: { 'py-perf.compare-layout': 'apart' },
  },
  'heat-map-automatic': {
    harness: { ...FLEET, locale: 'de' },
    path: '/heat-map',
    storage: { 'py-perf.heat-scale': 'automatic', 'py-perf.heat-order': 'maximum' },
    act: hover,
  },
  'compare-empty': { harness: FLEET, path: '/compare' },
  events: { harness: FLEET, path: '/events' },
  'german-events': { harness: { ...ALERTS, locale: 'de' }, path: '/events', small: true },
  diagnostics: { harness: FLEET, path: '/diagnostics', small: true },
  'diagnostics-index': {
    harness: FLEET,
    path: '/diagnostics',
    small: true,
    act: async (page) => {
      await page.getByText('Command for an administrator').first().click();
      await page.getByRole('button', { name: 'Create the index' }).first().click();
    },
  },
  'diagnostics-gone': {
    harness: FLEET,
    path: '/diagnostics',
    act: (page) => page.getByRole('button', { name: 'Find them' }).click(),
  },
  'diagnostics-foot': { harness: FLEET, path: '/diagnostics', act: toFoot },
  'german-diagnostics': { harness: { ...FLEET, locale: 'de' }, path: '/diagnostics' },
  'sharing-asked': { harness: FLEET, path: '/settings', act: askToShare },
  sharing: {
    harness: { ...FLEET, channels: [OPS] },
    path: '/settings',
    act: shareNow,
    small: true,
  },
  'german-sharing': {
    harness: { ...FLEET, locale: 'de' },
    path: '/settings',
    act: shareNow,
  },
  'japanese-sharing': {
    harness: { ...FLEET, locale: 'ja' },
    path: '/settings',
    act: shareNow,
  },
  'keys-new': { harness: FLEET, path: '/settings', act: enterKeys },
  'keys-stored': {
    harness: { ...FLEET, storedKey: 'good' },
    path: '/settings',
    act: openStoredKey,
  },
  'keys-refused': {
    harness: { ...FLEET, keyring: 'refused' },
    path: '/settings',
    act: enterKeysRefused,
  },
  alerts: { harness: ALERTS, path: '/alerts' },
  'alerts-foot': { harness: ALERTS, path: '/alerts', act: toFoot },
  'alerts-refused': { harness: ALERTS, path: '/alerts', act: refuse },
  'alerts-empty': { harness: FLEET, path: '/alerts' },
  'alerts-override': { harness: ALERTS, path: '/alerts', act: override },
  'alerts-host-override': { harness: ALERTS, path: '/alerts', act: overrideHost },
  'alerts-maintenance': { harness: ALERTS, path: '/alerts', act: maintenance },
  'alerts-german': {
    harness: { ...ALERTS, locale: 'de' },
    path: '/alerts',
    small: true,
  },
  'alerts-japanese': { harness: { ...ALERTS, locale: 'ja' }, path: '/alerts' },
  'overview-alerts': { harness: ALERTS, storage: { 'py-perf.last-seen': YESTERDAY } },
  'grid-alerts': { harness: ALERTS, storage: { 'py-perf.layout': 'grid' } },
  'host-alerts': { harness: ALERTS, path: '/hosts/default/queue-01.fra.example.net', act: toFoot },
  'host-event': { harness: ALERTS, path: '/hosts/default/queue-01.fra.example.net' },
  'host-alert': { harness: ALERTS, path: '/hosts/default/gpu-07.fra.example.net' },
  'host-maintenance': {
    harness: ALERTS,
    path: '/hosts/default/cache-01.fra.example.net',
    act: openMaintenance,
  },
  'events-alerts': { harness: ALERTS, path: '/events' },
  'events-kinds': { harness: ALERTS, path: '/events', act: chooseKinds },
  'german-error': { harness: { ...FLEET, source: 'denied', locale: 'de' } },
  settings: { harness: { ...FLEET, hosts: 3 }, path: '/settings' },
  'settings-foot': { harness: { ...FLEET, updates: true }, path: '/settings', act: toFoot },
  functions: { harness: RUNS, path: '/functions', small: true },
  'functions-empty': { harness: FLEET, path: '/functions' },
  'functions-german': { harness: { ...RUNS, locale: 'de' }, path: '/functions' },
  'functions-japanese': { harness: { ...RUNS, locale: 'ja' }, path: '/functions' },
  'function-runs': { harness: RUNS, path: '/functions/runs' },
  'function-runs-german': { harness: { ...RUNS, locale: 'de' }, path: '/functions/runs' },
  'function-compare': { harness: RUNS, path: '/functions/compare' },
  'function-compare-german': { harness: { ...RUNS, locale: 'de' }, path: '/functions/compare' },
  'function-of': { harness: RUNS, path: '/functions/of/import_orders', act: markMoment },
  'function-of-german': {
    harness: { ...RUNS, locale: 'de' },
    path: '/functions/of/import_orders',
    act: markMoment,
  },
  'function-run': { harness: RUNS, path: '/functions/runs', act: openRun },
  'function-run-japanese': {
    harness: { ...RUNS, locale: 'ja' },
    path: '/functions/runs',
    act: openRun,
  },
  network: { harness: FLEET, path: '/settings', act: toNetwork },
  'network-german': { harness: { ...FLEET, locale: 'de' }, path: '/settings', act: toNetwork },
  'network-japanese': { harness: { ...FLEET, locale: 'ja' }, path: '/settings', act: toNetwork },
  german: { harness: { ...FLEET, locale: 'de' }, small: true },
  'german-heat-map': { harness: { ...MANY, locale: 'de' }, path: '/heat-map', small: true },
  'japanese-settings': { harness: { ...FLEET, locale: 'ja' }, path: '/settings' },
  'german-settings': { harness: { ...FLEET, locale: 'de' }, path: '/settings' },
  japanese: { harness: { ...FLEET, locale: 'ja' } },
};
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
];
const LARGE_SIZE = { width: 2560, height: 1440 };
const SMALL_SIZES = [
  { width: 900, height: 600 },
  { width: 720, height: 450 },
];

const [folder = 'screenshots', ...beginnings] = process.argv.slice(2);
const asked = new RegExp(`^(?:${beginnings.join('|')})`, 'u');
await mkdir(folder, { recursive: true });
const built = await buildHarness();
const browser = await launchChromium();
for (const [name, { act, small, ...scene }] of Object.entries(SCENES)) {
  for (const theme of ['light', 'dark'] as const) {
    for (const size of small === true ? [...SIZES, LARGE_SIZE, ...SMALL_SIZES] : SIZES) {
      const file = `${name}-${theme}-${String(size.width)}.png`;
      if (!asked.test(file)) continue;
      const harness = { ...scene.harness, theme };
      const page = await openPage(browser, built, { ...scene, ...size, harness });
      await page.locator('main > :last-child').waitFor();
      await page.waitForLoadState('networkidle');
      await act?.(page);
      await page.screenshot({
        path: path.join(folder, file),
      });
      await page.context().close();
    }
  }
}
await browser.close();
await built.dispose();
