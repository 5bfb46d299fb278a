import { OverviewPage } from '../pages/overview-page.ts';
import { expect, FLEET, test } from './fixture.ts';

test('the morning round by keys alone', async ({ open }) => {
  const page = await open({ harness: { ...FLEET, alerts: true } });
  const overview = new OverviewPage(page);
  const title = page.getByRole('heading', { level: 1 });
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('?');
  await expect(page.getByTestId('keys')).toContainText('Next and previous row');
  await page.keyboard.press('Escape');

  // What is wrong, and since when.
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(title).toHaveText('Alerts');
  await expect(page.getByTestId('attention')).toContainText(
    /CPU above 90\u202f% for \d+\u202fmin/u,
  );
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
  await page.getByTestId('host-chart').first().focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('processes')).toContainText('postgres');

  // Mute it for an hour, and label it.
  await page.getByRole('button', { name: 'Maintenance', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('host-maintenance')).toBeVisible();
  await page.getByRole('button', { name: 'Labels' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('New label').focus();
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
