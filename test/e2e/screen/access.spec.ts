import type { Page } from '@playwright/test';
import type { OpenOptions } from '../../support/renderer-harness/page.ts';
import { LOCALES, type Locale } from '../../../contract/locale.ts';
import { changeDisplay, settled } from '../../support/renderer-harness/display.ts';
import { expectAccessible, expectReadable } from './axe.ts';
import { expect, FLEET as HUNDRED, test, WEB, WEB_PATH } from './fixture.ts';

interface Scene extends OpenOptions {
  readonly name: string;
  readonly also: readonly Exclude<Locale, 'en'>[];
  readonly act?: (page: Page) => Promise<unknown>;
}

/** Axe looks at every node: as many hosts as it takes for one to be offline, one stale and one hot. */
const FLEET = { ...HUNDRED, hosts: 48 } as const;
/** Some rows are like many. */
const HEIGHT = 640;
const ALERTS = { ...FLEET, alerts: true } as const;
const ALERTS_PATH = '/alerts';
const press = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).first().click();
const labels = async (page: Page) => {
  await press('More actions')(page);
  await page.getByRole('menuitem', { name: 'Labels' }).click();
};
/** Each state in light English, and then in the dark in another language, or in both others. */
const SCENES: readonly Scene[] = [
  { name: 'first run', harness: {}, also: ['de'] },
  { name: 'connection', harness: {}, also: ['ja'], act: press('Connect to AWS') },
  { name: 'overview', harness: FLEET, also: ['ja'] },
  { name: 'grid', harness: FLEET, also: ['de'], act: press('Show as grid') },
  { name: 'failing', harness: { ...FLEET, source: 'denied', backfill: true }, also: ['ja'] },
  {
    name: 'palette',
    harness: FLEET,
    also: ['de'],
    act: (page) => page.keyboard.press('Control+k'),
  },
  { name: 'columns', harness: FLEET, also: ['ja'], act: press('Columns') },
  {
    name: 'host',
    harness: FLEET,
    path: WEB_PATH,
    // A row of the table is like another.
    storage: { 'py-perf.range': '1h' },
    also: ['de'],
    act: press('Show CPU as table'),
  },
  { name: 'labels', harness: FLEET, path: WEB_PATH, also: ['ja'], act: labels },
  { name: 'heat map', harness: FLEET, path: '/heat-map', also: ['de', 'ja'] },
  {
    name: 'compare',
    harness: FLEET,
    path: `/compare?host=default/${WEB}&host=default/db-01.fra.example.net`,
    also: ['de', 'ja'],
  },
  { name: 'events', harness: FLEET, path: '/events', also: ['de'] },
  { name: 'diagnostics', harness: FLEET, path: '/diagnostics', also: ['de', 'ja'] },
  { name: 'settings', harness: FLEET, path: '/settings', also: ['de', 'ja'] },
  { name: 'alerts', harness: ALERTS, path: ALERTS_PATH, also: ['de'] },
  {
    name: 'overrides',
    harness: ALERTS,
    path: ALERTS_PATH,
    also: ['ja'],
    act: press('Add override'),
  },
  {
    name: 'maintenance',
    harness: ALERTS,
    path: ALERTS_PATH,
    also: ['de'],
    act: press('Add maintenance'),
  },
  { name: 'events of all kinds', harness: ALERTS, path: '/events', also: ['ja'] },
  {
    name: 'host with an alert',
    harness: ALERTS,
    path: '/hosts/default/gpu-07.fra.example.net',
    also: ['ja'],
  },
  { name: 'overview with alerts', harness: ALERTS, also: ['de'] },
  { name: 'error', harness: { ...FLEET, source: 'denied' }, also: ['de'] },
];

/** The page of a scene: its path up to what it is about. */
const pageOf = ({ path = '/', harness }: Scene): string =>
  harness.source === undefined ? 'first run' : (/^\/[^/?]*/u.exec(path)?.[0] ?? '');

test('every page is looked at in every language', () => {
  for (const page of new Set(SCENES.map(pageOf))) {
    const scenes = SCENES.filter((scene) => pageOf(scene) === page);
    const languages = new Set(['en', ...scenes.flatMap(({ also }) => also)]);
    expect([page, ...languages].toSorted()).toEqual([page, ...LOCALES].toSorted());
  }
});

/** Scenes that are a page of its own and nothing more: where the fleet is the same, one is opened from another. */
const isPage = ({ act, path, storage }: Scene): boolean =>
  act === undefined && storage === undefined && path !== undefined;

async function lookAt(page: Page, { name, also }: Scene): Promise<void> {
  // Menus are drawn at the end of the document, outside all landmarks, as their pattern has it.
  const without = name === 'columns' ? ['region'] : [];
  await expectAccessible(page, without);
  for (const locale of also) {
    await changeDisplay(page, { theme: 'dark', locale });
    await expectReadable(page);
  }
}

for (const scene of SCENES.filter((each) => !isPage(each)))
  test(`axe finds nothing: ${scene.name}`, async ({ open }) => {
    const { name: _name, also: _also, act, ...options } = scene;
    const page = await open({ height: HEIGHT, ...options });
    await settled(page);
    await act?.(page);
    await settled(page);
    await lookAt(page, scene);
  });

const PAGES = Map.groupBy(SCENES.filter(isPage), ({ harness }) => harness);
for (const [harness, scenes] of PAGES)
  test(`axe finds nothing: ${scenes.map(({ name }) => name).join(', ')}`, async ({ open }) => {
    const page = await open({ height: HEIGHT, harness, path: scenes[0]?.path ?? '/' });
    for (const scene of scenes)
      await test.step(scene.name, async () => {
        await changeDisplay(page, { theme: 'light', locale: 'en' });
        await go(page, scene.path ?? '/');
        await settled(page);
        await lookAt(page, scene);
      });
  });

/** Leads to another page of the app, which is shown anew. */
async function go(page: Page, path: string): Promise<void> {
  if (new URL(page.url()).hash.split('?')[0] === `#${path}`) return;
  const title = page.getByRole('heading', { level: 1 });
  const before = await title.textContent();
  await page.evaluate((hash) => {
    location.hash = hash;
  }, path);
  await expect(title).not.toHaveText(before ?? '');
}

/** Presses Tab until what has the focus is the one wanted. */
async function tabTo(page: Page, name: string, role: 'button' | 'link'): Promise<void> {
  const wanted = page.getByRole(role, { name }).last();
  for (let i = 0; i < 80; i += 1) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach ${name}`);
}

test('everything is reached by keyboard', async ({ open }) => {
  const page = await open({ harness: FLEET });
  await tabTo(page, 'Settings', 'link');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('web-03');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('web-03.fra.example.net');
  await tabTo(page, 'More actions', 'button');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Labels' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByLabel('New label').waitFor();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'More actions' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: 'Remove', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('overview');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Columns', 'button');
  await page.keyboard.press('Tab');
  await tabTo(page, 'db-06.fra.example.net', 'link');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('db-06.fra.example.net');
});

test('hostile names break no layout', async ({ open }) => {
  const harness = { hosts: 8, source: 'fresh', hostile: true, alerts: true } as const;
  const page = await open({ harness });
  for (const path of ['/', '/heat-map', '/events', '/alerts']) {
    await go(page, path);
    for (const width of [900, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await settled(page);
      const overflow = await page
        .locator('main')
        .evaluate((main) => main.scrollWidth - main.clientWidth);
      expect(overflow, `${path} at ${String(width)}`).toBeLessThanOrEqual(0);
      expect(await page.locator('main b, main img').count()).toBe(0);
    }
  }
});

test('holds at twice the size', async ({ open }) => {
  // Twice the size is half the room.
  const page = await open({ harness: ALERTS, width: 720, height: 450 });
  for (const path of ['/', WEB_PATH, '/settings', '/alerts', '/events', '/diagnostics']) {
    await go(page, path);
    await settled(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
});
