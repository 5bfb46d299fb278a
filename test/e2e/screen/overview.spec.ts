import { readFile } from 'node:fs/promises';
import { OverviewPage } from '../pages/overview-page.ts';
import { expect, FLEET, test, WEB } from './fixture.ts';

test('says in words how the fleet is, and each part leads to what it speaks of', async ({
  open,
}) => {
  const page = await open({ harness: FLEET });
  const overview = new OverviewPage(page);
  const sentence = page.getByTestId('fleet-sentence');
  await expect(sentence).toContainText('97 of 100 hosts online.');
  await expect(page.getByTestId('attention')).toContainText('offline since');
  await sentence.getByRole('button', { name: /not been seen/u }).click();
  await expect(overview.rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(overview.rows.first().getByTestId('host-state')).toHaveText('offline');
});

test('a filter narrows the whole page, and a moment of its chart lists the hosts then', async ({
  open,
}) => {
  const page = await open({ harness: FLEET });
  const overview = new OverviewPage(page);
  const field = page.getByRole('searchbox', { name: 'Filter by text' });
  const place = async () => (await field.boundingBox())?.y;
  const before = await place();
  await field.fill('web');
  await expect(overview.sentence).toContainText(/\d+ of 17 hosts online|All 17 hosts/u);
  await expect(page.getByRole('heading', { name: 'CPU, filtered' })).toBeVisible();
  expect(await place()).toBe(before);
  await page
    .getByTestId('host-chart')
    .first()
    .click({ position: { x: 300, y: 60 } });
  const moment = page.getByTestId('moment');
  await expect(moment.getByRole('link').first()).toContainText('web-');
  expect(await moment.getByRole('row').count()).toBeLessThanOrEqual(18);
  await page.keyboard.press('Escape');
  await expect(moment).toHaveCount(0);
  await field.fill('no such host');
  await expect(page.getByText('No host matches the filter.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByRole('heading', { name: 'CPU of the fleet' })).toBeVisible();
});

test('filters by text, state, platform and label, and sorts by several columns', async ({
  open,
}) => {
  const page = await open({ harness: FLEET });
  const overview = new OverviewPage(page);
  await page.getByRole('searchbox', { name: 'Filter by text' }).fill('build fra');
  await expect(page.getByText('16 of 100 hosts')).toBeVisible();
  await page.getByRole('button', { name: 'Label', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'ci' }).click();
  await page.keyboard.press('Escape');
  await expect(overview.rows).toHaveCount(1);
  await expect(overview.sentence).toContainText('The host shown is online.');
  await page.getByRole('button', { name: 'Clear' }).click();
  const cpu = page.getByRole('columnheader', { name: 'CPU', exact: true });
  await cpu.getByRole('button').click();
  await expect(cpu).toHaveAttribute('aria-sort', 'descending');
  const platform = page.getByRole('columnheader', { name: 'Platform' });
  await platform.getByRole('button').click({ modifiers: ['Shift'] });
  await expect(platform).toHaveAttribute('aria-sort', 'ascending');
  await expect(cpu).toHaveAttribute('aria-sort', 'descending');
});

test('remembers columns and layout, and keeps views', async ({ open }) => {
  const page = await open({ harness: FLEET });
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Memory', exact: true }).click();
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(page.getByRole('columnheader', { name: 'CPU', exact: true })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Memory' })).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Filter by text' }).fill('db');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Save this view' }).click();
  await page.getByLabel('Name').fill('Databases');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Databases', exact: true }).click();
  await expect(page.getByRole('searchbox', { name: 'Filter by text' })).toHaveValue('db');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Remove Databases' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Views' }).click();
  await expect(page.getByRole('menuitem', { name: 'Databases', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Show as grid' }).click();
  await expect(page.getByTestId('host-tile')).toHaveCount(17);
});

test('labels, compares, exports and removes the hosts that are ticked', async ({ open }) => {
  const page = await open({ harness: FLEET });
  const overview = new OverviewPage(page);
  await page.getByRole('searchbox', { name: 'Filter by text' }).fill('web-0');
  await overview.row(WEB).getByRole('checkbox').check();
  await overview.row('web-02.fra.example.net').getByRole('checkbox').check();
  await page.getByTestId('selection-bar').getByRole('button', { name: 'Labels' }).click();
  await page.getByLabel('New label').fill('=<b>edge</b>');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(overview.row(WEB)).toContainText('=<b>edge</b>');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('selection-bar').getByRole('button', { name: 'Export' }).click(),
  ]);
  const csv = await readFile(await download.path(), 'utf8');
  expect(csv.trim().split('\r\n')).toHaveLength(3);
  expect(csv).toContain("'=<b>edge</b>");
  await page.getByTestId('selection-bar').getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Compare');
  await expect(page.getByTestId('host-chart').first()).toHaveAttribute('data-points', /^[1-9]/u);
});

test('groups hosts by their labels', async ({ open }) => {
  const page = await open({ harness: FLEET });
  const overview = new OverviewPage(page);
  await page.getByRole('button', { name: 'Group by label' }).click();
  await expect(page.getByTestId('host-group').first()).toHaveText(/ci\s*1/u);
  await page.getByRole('button', { name: 'Show as grid' }).click();
  await expect(page.getByRole('heading', { name: /Without a label/u })).toBeVisible();
  // Its figures, the worst in bold, and what is wrong with it in words.
  const tile = overview.tiles.and(page.locator('[data-hostname="build-01.fra.example.net"]'));
  await expect(tile).toHaveText(/^build-01\S*\s*CPU high\s*CPU\s96 · Mem\s49$/u);
  await expect(tile.locator('.worst')).toHaveText(/^CPU/u);
});

test('shows a failing source in words, with the data up to when it worked', async ({ open }) => {
  const page = await open({ harness: { ...FLEET, source: 'denied', backfill: true } });
  const error = page.getByTestId('source-error');
  await expect(error).toContainText('refused the read');
  await expect(error).toContainText('Showing data up to');
  await expect(page.getByTestId('source-status')).toContainText('Access denied');
  await expect(page.getByTestId('backfill')).toContainText('340 of 2,400 host hours');
  await expect(page.getByTestId('host-row').first()).toBeVisible();
});

test('does not say that hosts went offline when it could not look', async ({ open }) => {
  const page = await open({ harness: { hosts: 12, source: 'failing' } });
  const sentence = page.getByTestId('fleet-sentence');
  await expect(sentence).toContainText(
    '9 hosts have an unknown state: their source has not been read since.',
  );
  await expect(sentence).not.toContainText('offline');
  await expect(page.getByTestId('attention')).toHaveCount(0);
});

test('applies a poll without moving what is looked at', async ({ open }) => {
  const byName = JSON.stringify([{ id: 'hostname', desc: false }]);
  const page = await open({
    harness: { ...FLEET, hosts: 1000 },
    storage: { 'py-perf.sorting': byName },
  });
  const overview = new OverviewPage(page);
  await overview.rows.first().waitFor();
  const row = overview.row('db-01.fra.example.net');
  await expect(async () => {
    await page.locator('main').evaluate((main) => {
      main.scrollTo(0, 11_000);
    });
    await expect(row).toBeVisible({ timeout: 500 });
  }).toPass();
  const top = await row.evaluate((element) => element.getBoundingClientRect().top);
  const before = await row.getByTestId('host-cpu').textContent();
  await page.evaluate(() => {
    window.advanceHarness?.();
  });
  await expect(row.getByTestId('host-cpu')).not.toHaveText(before ?? '');
  expect(await row.evaluate((element) => element.getBoundingClientRect().top)).toBe(top);
});

test('a list that is left is out of reach at once, and soon out of the document', async ({
  open,
}) => {
  const page = await open({ harness: { ...FLEET, hosts: 1000 } });
  const overview = new OverviewPage(page);
  await expect(overview.rows.first()).toBeVisible();
  await page.getByRole('link', { name: 'Heat map' }).click();
  await expect(page.getByTestId('heat-map')).toBeVisible();
  await expect(page.getByRole('searchbox')).toHaveCount(1);
  await expect(page.getByTestId('host-row').filter({ visible: true })).toHaveCount(0);
  await expect(page.getByTestId('host-row')).toHaveCount(0);
  // Back before all of it is gone as well.
  await page.goBack();
  await expect(overview.rows.first()).toBeVisible();
  await page.goForward();
  await page.goBack();
  await expect(overview.rows.first()).toBeVisible();
  await expect(page.getByRole('table')).toHaveCount(1);
});
