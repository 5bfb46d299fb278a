import { readFile } from 'node:fs/promises';
import { OverviewPage } from '../pages/overview-page.ts';
import { expectAccessible } from './axe.ts';
import { expect, FLEET, test } from './fixture.ts';

const ALERTS = { ...FLEET, alerts: true } as const;

test('the summary leads to exactly the hosts that it counts', async ({ open }) => {
  const page = await open({ harness: { ...ALERTS, hosts: 300 } });
  const overview = new OverviewPage(page);
  const part = page.getByRole('button', { name: /^CPU: \d+ hosts are above/u });
  const count = Number(/\d+/u.exec((await part.textContent()) ?? '')?.[0]);
  expect(count).toBeGreaterThan(2);
  await part.click();
  await expect(page.getByRole('searchbox')).toHaveValue('alert:cpu');
  await overview.expectHosts(count);
  // The summary is of these hosts now, so it counts no others.
  await expect(page.getByTestId('attention-count')).toHaveText(String(count));
  await overview.clearFilter();

  const figure = await page.getByTestId('attention-count').textContent();
  await page.getByTestId('attention').getByRole('button', { name: /more$/u }).click();
  await expect(page.getByRole('searchbox')).toHaveValue('alert:any');
  await overview.expectHosts(Number(figure));
  await overview.clearFilter();

  await page.getByRole('button', { name: /under maintenance/u }).click();
  await overview.expectHosts(1);
});

test('a query narrows the list, and says under the field what it cannot read', async ({ open }) => {
  const page = await open({ harness: FLEET });
  const overview = new OverviewPage(page);
  const field = page.getByRole('searchbox');
  const top = await overview.table.evaluate((table) => table.getBoundingClientRect().top);
  await overview.filterBy('label:production -db');
  await expect(overview.rows).toHaveCount(1);
  await overview.filterBy('cpu>lots db');
  await expect(page.getByRole('alert')).toContainText('Enter a number after cpu');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await overview.expectHosts(17);
  await overview.filterBy('nothing-is-called-that');
  await overview.expectHosts(0);
  // Neither the columns nor the place of the list depend on what was found.
  await expect(overview.header('CPU')).toBeVisible();
  expect(await overview.table.evaluate((table) => table.getBoundingClientRect().top)).toBe(top);
});

test('there is always an order, its main column stays, and the file has it', async ({ open }) => {
  const page = await open({ harness: FLEET });
  const overview = new OverviewPage(page);
  for (const order of ['descending', 'ascending', 'descending']) {
    await overview.sort('CPU');
    await expect(overview.header('CPU')).toHaveAttribute('aria-sort', order);
  }
  for (const column of ['Memory', 'Platform', 'Host']) await overview.sort(column, true);
  await expect(overview.header('CPU')).toHaveAttribute('aria-sort', 'descending');
  await expect(overview.header('Platform')).toHaveAttribute('aria-sort', 'none');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export the list as CSV' }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n').slice(1);
  const listed = await overview.listed();
  expect(lines.slice(0, 10).map((line) => line.split(',')[0])).toEqual(listed.slice(0, 10));
});

test('the fullest disk and custom metrics are columns for who asks for them', async ({ open }) => {
  const page = await open({ harness: FLEET });
  const overview = new OverviewPage(page);
  const queue = page.getByRole('menuitemcheckbox', { name: 'queue_length' });
  await expect(overview.header('Fullest disk')).toHaveCount(0);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Fullest disk' }).click();
  await queue.click();
  await expect(queue).toBeChecked();
  await page.keyboard.press('Escape');
  await overview.sort('Fullest disk');
  await expect(overview.rows.first().getByTestId('host-fullest')).toHaveText(
    /^\/srv\/postgres\/data\s*96\.9\s%$/u,
  );
  await expect(overview.rows.first().getByTestId('host-custom')).toHaveText('–');
  await overview.sort('queue_length');
  await expect(overview.header('queue_length')).toHaveAttribute('aria-sort', 'descending');
  await expect(overview.rows.first().getByTestId('host-custom')).toHaveText(/^1,\d{3}$/u);
  await expectAccessible(page);
});

test('labels stand as chips, those that are filtered for first', async ({ open }) => {
  const page = await open({ harness: FLEET });
  const overview = new OverviewPage(page);
  await page.getByRole('button', { name: 'Label', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'rack 3' }).click();
  await page.keyboard.press('Escape');
  await expect(overview.rows).toHaveCount(1);
  const chips = overview.rows.locator('.label');
  await expect(chips).toHaveText(['rack 3', 'production']);
  // Neither ends in an ellipsis.
  expect(await chips.evaluateAll((all) => all.some((a) => a.scrollWidth > a.clientWidth))).toBe(
    false,
  );
});
