import type { Page } from '@playwright/test';
import { OverviewPage } from '../pages/overview-page.ts';
import { settled } from '../../support/renderer-harness/display.ts';
import { expectAccessible } from './axe.ts';
import { expect, FLEET, test, WEB_PATH } from './fixture.ts';

test('a stale host says since when it is silent, and leads to its last sample', async ({
  open,
}) => {
  const page = await open({ harness: FLEET });
  await page.getByRole('button', { name: /^stale/u }).click();
  await new OverviewPage(page).rows.first().getByRole('link').click();
  const empty = page.getByTestId('host-empty');
  await expect(empty).toContainText(/No samples of this host: last 4.h\..*last one is from/u);
  await expect(page.getByTestId('host-chart')).toHaveCount(0);
  await empty.getByRole('button', { name: 'Go to its last sample' }).click();
  await expect(page.getByTestId('host-chart').first()).toHaveAttribute('data-points', /^[1-9]/u);
});

test('a fleet of which no host reports says so, and lists them all as offline', async ({
  open,
}) => {
  const page = await open({ harness: { hosts: 12, source: 'fresh', silent: true } });
  const overview = new OverviewPage(page);
  await expect(overview.rows).toHaveCount(12);
  for (const state of await overview.rows.getByTestId('host-state').allTextContents())
    expect(state).not.toContain('online');
  await expect(page.locator('main')).toContainText('None of 12 hosts is online.');
  await expect(page.getByTestId('attention')).toContainText('offline since');
});

test('whoever wants less motion gets none, others under 150 ms', async ({ open }) => {
  const page = await open({ harness: FLEET, path: '/alerts' });
  const longest = () =>
    page.locator('.button, .switch, .switch *').evaluateAll((found) =>
      Math.max(
        ...found.flatMap((element) =>
          getComputedStyle(element)
            .transitionDuration.split(',')
            .map((text) => Number.parseFloat(text) * (text.endsWith('ms') ? 1 : 1000)),
        ),
      ),
    );
  const usual = await longest();
  expect(usual).toBeGreaterThan(0);
  expect(usual).toBeLessThan(150);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  try {
    expect(await longest()).toBeLessThan(1);
  } finally {
    await page.emulateMedia({ reducedMotion: null });
  }
});

test('a host that is not known is reported once, without what cannot be done', async ({ open }) => {
  const page = await open({ harness: FLEET, path: '/hosts/default/nobody' });
  await expect(page.getByTestId('host-unknown')).toBeVisible();
  await expect(page.locator('main').getByRole('alert')).toHaveCount(0);
  await expect(page.locator('main').getByRole('button')).toHaveCount(0);
});

test('a fleet of one host is the page of that host', async ({ open }) => {
  const page = await open({ harness: { hosts: 1, source: 'fresh' } });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^web-01/u);
  await expect(page.getByTestId('host-chart').first()).toHaveAttribute('data-points', /^[1-9]/u);
  await expect(page.getByRole('link', { name: 'Overview' })).toHaveAttribute(
    'aria-current',
    'page',
  );
  // It has no list to be removed from.
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('web-01.fra.example.net');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByTestId('host-chart')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByTestId('host-chart').first()).toBeVisible();
});

test('nothing is said to have happened in time that nobody has read', async ({ open }) => {
  const page = await open({ harness: { ...FLEET, events: 0 }, path: '/events' });
  await expect(page.getByText('Nothing happened in this range.')).toBeVisible();
  await open({ harness: { ...FLEET, events: 0, source: 'failing' }, path: '/events' });
  await expect(page.getByText(/^No events up to .*AWS has not been read\.$/u)).toBeVisible();
  await open({ harness: { source: 'waiting', events: 0 }, path: '/events' });
  await expect(page.getByText('No hosts yet, so there are no events.')).toBeVisible();
  await open({ harness: { source: 'waiting' }, path: '/heat-map' });
  await expect(page.getByText('No hosts yet.')).toBeVisible();
  await open({ harness: FLEET, path: '/events', width: 720, height: 450 });
  await expect(page.getByRole('columnheader', { name: 'Until' })).toBeVisible();
  const clear = page.getByRole('button', { name: 'Clear' });
  await page.getByRole('searchbox').fill('web');
  await expect(clear).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await expect(clear).toHaveCount(0);
});

test('dialogs begin at their first field and give the focus back, and copying is told', async ({
  open,
}) => {
  const page = await open({ harness: FLEET });
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Save this view' }).click();
  await expect(page.getByLabel('Name')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Views' })).toBeFocused();
  await open({ harness: FLEET, path: '/settings' });
  await page.getByRole('button', { name: 'Edit AWS' }).click();
  await expect(page.getByRole('dialog').getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Edit AWS' })).toBeFocused();

  await open({ harness: FLEET, path: WEB_PATH });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByTestId('host-chart').first().waitFor();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Copy as CSV' }).click();
  await expect(page.getByTestId('toast')).toHaveText('Copied.');
});

/** The ground of each of two elements, as it is drawn. */
async function grounds(page: Page, one: string, other: string): Promise<string[]> {
  const of = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  return [await of(one), await of(other)];
}

test('in forced colours what is on, chosen or full still looks so', async ({ open }) => {
  const page = await open({ harness: { ...FLEET, alerts: true, runs: true }, path: '/alerts' });
  await page.emulateMedia({ forcedColors: 'active' });
  try {
    await page.getByRole('button', { name: /^More metrics/u }).click();
    for (const [one, other] of [
      ['.switch[data-state=checked]', '.switch[data-state=unchecked]'],
      ['.item.router-link-active', '.item:not(.router-link-active)'],
    ] as const) {
      const [on, off] = await grounds(page, one, other);
      expect(on, one).not.toBe(off);
    }
    await page.getByRole('link', { name: 'Functions' }).click();
    const [shown, hidden] = await grounds(
      page,
      '.tab.router-link-exact-active',
      '.tab:not(.router-link-exact-active)',
    );
    expect(shown).not.toBe(hidden);
    await settled(page);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await page.getByTestId('run-row').first().getByRole('link').click();
    await page.getByText('Arguments of its calls').waitFor();
    await settled(page);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByTestId('network')).toBeVisible();
    await settled(page);
    await expectAccessible(page);
    const [chosen, others] = await grounds(
      page,
      '.segmented > [data-state=on]',
      '.segmented > [data-state=off]',
    );
    expect(chosen).not.toBe(others);
    await page.getByRole('link', { name: 'Overview' }).click();
    const bar = page.getByTestId('host-cpu').first().locator('[data-part=bar]');
    const [fill, track] = await bar.evaluate((element) => {
      const { backgroundColor, backgroundImage } = getComputedStyle(element);
      return [backgroundImage, backgroundColor];
    });
    expect(fill).toContain('linear-gradient');
    expect(fill).not.toContain(track);
  } finally {
    await page.emulateMedia({ forcedColors: 'none' });
  }
});
