import type { Locator, Page } from '@playwright/test';
import { OverviewPage } from '../pages/overview-page.ts';
import { expect, FLEET, test } from './fixture.ts';

/** Presses Tab, or Shift and Tab, until what is wanted has the focus. */
async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let i = 0; i < 60; i += 1) {
    await page.keyboard.press(key);
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${key} does not reach ${String(wanted)}`);
}

test('the morning round by keys alone', async ({ open }) => {
  const page = await open({ harness: { ...FLEET, alerts: true } });
  const overview = new OverviewPage(page);
  const title = page.getByRole('heading', { level: 1 });
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('?');
  await expect(page.getByTestId('keys')).toContainText('Next and previous row');
  await expect(page.getByTestId('keys')).toContainText('g f');
  await page.keyboard.press('Escape');

  // What is wrong, and since when.
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(title).toHaveText('Alerts');
  await expect(page.getByTestId('open-alert').first()).toContainText(/CPU.*\d+\u202f% · .*min/su);
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(title).toHaveText('Overview');
  await page.keyboard.press('/');
  await page.keyboard.type('alert:cpu');
  await expect(overview.rows.first()).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('j');
  const first = overview.rows.first().getByRole('link');
  await expect(first).toBeFocused();
  await page.keyboard.press('x');
  await expect(page.getByTestId('selection-bar')).toContainText('1 host selected');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  const hostname = await overview.rows.first().getAttribute('data-hostname');
  await page.keyboard.press('Enter');
  await expect(title).toHaveText(hostname ?? '');

  // Which process.
  await tabTo(page, page.getByTestId('host-chart').first());
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('processes')).toContainText('postgres');

  // Mute it for an hour, and label it.
  await tabTo(page, page.getByRole('button', { name: 'Maintenance', exact: true }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('host-maintenance')).toContainText(/19:4\d/u);
  await tabTo(page, page.getByRole('button', { name: 'More actions' }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const label = page.getByLabel('New label');
  if (!(await label.evaluate((element) => element === document.activeElement)))
    await tabTo(page, label);
  await page.keyboard.type('seen');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('checkbox', { name: 'seen' })).toBeChecked();
});

test('the palette forgives letters, and finds labels', async ({ open }) => {
  const page = await open({ harness: FLEET });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('gpu7');
  await expect(page.getByRole('option').first()).toContainText('gpu-07');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('rack 3');
  await page.keyboard.press('Enter');
  await new OverviewPage(page).expectHosts(1);
});

test('a host has its neighbours of the list beside its name, and a failing source its remedies', async ({
  open,
}) => {
  const page = await open({ harness: { ...FLEET, source: 'denied' } });
  const overview = new OverviewPage(page);
  const title = page.getByRole('heading', { level: 1 });
  await overview.sort('CPU');
  const [first = '', second = ''] = await overview.listed();
  await overview.openHost(first);
  await expect(page.getByRole('navigation').locator('.router-link-active')).toHaveText(/Overview/u);
  await page.getByRole('link', { name: `Next: ${second}` }).click();
  await expect(title).toHaveText(second);
  await page.getByRole('link', { name: `Previous: ${first}` }).click();
  await expect(title).toHaveText(first);
  await expect(page.getByRole('button', { name: 'Sync now' })).toHaveText(
    /^Next read in \d:\d\d$/u,
  );
  const banner = page.getByTestId('source-error');
  await expect(banner.getByRole('button', { name: 'Retry' })).toBeEnabled();
  await banner.getByRole('link', { name: 'Edit source' }).click();
  await expect(page.getByRole('dialog').getByLabel('Name', { exact: true })).toHaveValue('AWS');
});

test('a row is shown beside the list, which stays, by click and by Space', async ({ open }) => {
  const page = await open({ harness: FLEET });
  const overview = new OverviewPage(page);
  const peek = page.getByTestId('peek');
  const [first = '', second = ''] = await overview.listed();
  await overview.row(first).getByTestId('host-cpu').click();
  await expect(peek).toHaveAccessibleName(first);
  await expect(peek.getByTestId('host-chart').first()).toHaveAttribute('data-points', /^[1-9]/u);
  await expect(peek).toContainText('postgres');
  await overview.row(second).getByRole('link').focus();
  await page.keyboard.press('Space');
  await expect(peek).toHaveAccessibleName(second);
  await expect(page).toHaveURL(/#\/\?/u);
  await page.keyboard.press('Escape');
  await expect(peek).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(second);
});
