import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { OpenOptions } from '../../support/renderer-harness/page.ts';
import { expect, FLEET, test, WEB, WEB_PATH } from './fixture.ts';

interface Scene extends OpenOptions {
  readonly name: string;
  readonly act?: (page: Page) => Promise<unknown>;
}

const ALERTS = { ...FLEET, alerts: true } as const;
const press = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).first().click();
const SCENES: readonly Scene[] = [
  { name: 'first run', harness: {} },
  { name: 'connection', harness: {}, act: press('Connect to AWS') },
  { name: 'overview', harness: FLEET },
  { name: 'grid', harness: FLEET, act: press('Show as grid') },
  { name: 'failing', harness: { ...FLEET, source: 'denied', backfill: true } },
  { name: 'palette', harness: FLEET, act: (page) => page.keyboard.press('Control+k') },
  { name: 'columns', harness: FLEET, act: press('Columns') },
  { name: 'host', harness: FLEET, path: WEB_PATH, act: press('Show CPU as table') },
  { name: 'labels', harness: FLEET, path: WEB_PATH, act: press('Labels') },
  { name: 'heat map', harness: FLEET, path: '/heat-map' },
  {
    name: 'compare',
    harness: FLEET,
    path: `/compare?host=default/${WEB}&host=default/db-01.fra.example.net`,
  },
  { name: 'events', harness: FLEET, path: '/events' },
  { name: 'diagnostics', harness: FLEET, path: '/diagnostics' },
  { name: 'settings', harness: FLEET, path: '/settings' },
  { name: 'alerts', harness: ALERTS, path: '/settings/alerts' },
  { name: 'own rules', harness: ALERTS, path: '/settings/alerts', act: press('Add rules') },
  { name: 'maintenance', harness: ALERTS, path: '/settings/alerts', act: press('Add maintenance') },
  { name: 'events of all kinds', harness: ALERTS, path: '/events' },
  { name: 'host with an alert', harness: ALERTS, path: '/hosts/default/gpu-07.fra.example.net' },
  { name: 'overview with alerts', harness: ALERTS },
  { name: 'error in German', harness: { ...FLEET, source: 'denied', locale: 'de' } },
];

for (const theme of ['light', 'dark'] as const) {
  for (const { name, act, ...options } of SCENES) {
    test(`axe finds nothing: ${name}, ${theme}`, async ({ open }) => {
      const page = await open({ ...options, harness: { ...options.harness, theme } });
      await settled(page);
      await act?.(page);
      // Menus are drawn at the end of the document, outside all landmarks, as their pattern has it.
      const axe = new AxeBuilder({ page }).disableRules(name === 'columns' ? ['region'] : []);
      const { violations, passes } = await axe.analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
      expect(passes.length).toBeGreaterThan(10);
    });
  }
}

/** Fonts are there, nothing is a skeleton any more, and what follows from that has been drawn. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('.skeleton')).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 3; frame += 1)
      await new Promise((resolve) => requestAnimationFrame(resolve));
  });
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
  await tabTo(page, 'Labels', 'button');
  await page.keyboard.press('Enter');
  await page.getByLabel('New label').waitFor();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Labels' })).toBeFocused();
  await tabTo(page, 'Export', 'button');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Save as JSON' })).toBeFocused();
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
  for (const path of ['/', '/heat-map', '/events', '/settings/alerts']) {
    for (const width of [900, 1440]) {
      const page = await open({
        harness: { hosts: 8, source: 'fresh', hostile: true, alerts: true },
        path,
        width,
      });
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
  for (const path of ['/', WEB_PATH, '/settings', '/settings/alerts', '/events', '/diagnostics']) {
    // Twice the size is half the room.
    const page = await open({ harness: ALERTS, path, width: 720, height: 450 });
    await settled(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
});
