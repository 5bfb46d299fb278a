import { Frame } from '../pages/frame.ts';
import { OverviewPage } from '../pages/overview-page.ts';
import { expect, FLEET_SIZE, test } from './fixture.ts';

const CACHE = 'cache-03.fra.example';

test('a label of one\u2019s own is kept, filtered and grouped by', async ({ open, running }) => {
  const page = await open();
  const overview = new OverviewPage(page);
  const frame = new Frame(page);
  await overview.filterBy('cache-03');
  const host = await overview.openHost(CACHE);
  await expect(host.title).toHaveText(CACHE);
  await frame.choose('More actions', 'Labels');
  await page.getByLabel('New label').fill('rack 7 \u{1F680} <b>');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(host.facts).toContainText('rack 7 \u{1F680} <b>');

  await page.reload();
  await frame.go('Overview');
  await frame.tick('Label', 'rack 7 \u{1F680} <b>');
  await overview.expectHosts(1);
  await expect(overview.row(CACHE)).toContainText('rack 7');
  await overview.clearFilter();
  await page.getByRole('button', { name: 'Group by label' }).click();
  const ci = running.fleet.machines.filter(({ labels }) => labels.includes('ci')).length;
  await expect(overview.groups.first()).toHaveText(new RegExp(`ci\\s*${String(ci)}`, 'u'));
});

test('a saved view brings back its filter and its order', async ({ open, running }) => {
  const page = await open();
  const overview = new OverviewPage(page);
  const frame = new Frame(page);
  await frame.choose('Views', 'Databases, busiest first');
  const databases = running.fleet.machines.filter(({ labels }) => labels.includes('database'));
  await overview.expectHosts(databases.length);
  await expect(overview.header('CPU')).toHaveAttribute('aria-sort', 'descending');
  await overview.filterBy('db-1');
  await frame.choose('Views', 'Save this view');
  await page.getByLabel('Name').fill('Tenth database and on');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const found = databases.filter(({ hostname }) => /db-1/u.test(hostname)).length;
  // What is filtered stands in the address.
  await page.reload();
  await overview.expectHosts(found);
  await overview.clearFilter();
  await overview.expectHosts(FLEET_SIZE);
  await frame.choose('Views', 'Tenth database and on');
  await overview.expectHosts(found);
});
