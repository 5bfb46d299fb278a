import { Frame } from '../pages/frame.ts';
import { OverviewPage } from '../pages/overview-page.ts';
import { expect, test } from './fixture.ts';

test('compares eight hosts, each with a line of its own, and no ninth', async ({ open }) => {
  const page = await open();
  const overview = new OverviewPage(page);
  await overview.filterBy('web-0');
  for (let number = 1; number <= 7; number += 1)
    await overview
      .row(`web-0${String(number)}.fra.example`)
      .getByRole('checkbox')
      .check();
  await page.getByTestId('selection-bar').getByRole('button', { name: 'Compare' }).click();
  await expect(new Frame(page).title).toHaveText('Compare');
  const chosen = page.getByRole('list', { name: 'Compared hosts' }).getByRole('listitem');
  await expect(chosen).toHaveCount(7);
  const add = page.getByLabel('Add a host');
  await add.fill('db-02.fra.example');
  await add.press('Enter');
  await expect(chosen).toHaveCount(8);
  await expect(add).toHaveCount(0);

  const charts = page.getByTestId('host-chart');
  await expect(charts.first()).toHaveAttribute('data-points', /^[1-9]\d{3}$/u);
  expect(await charts.count()).toBeGreaterThanOrEqual(2);
  const swatches = chosen.locator('.swatch');
  await expect(swatches).toHaveCount(8);
  const looks = await swatches.evaluateAll((found) => found.map((swatch) => swatch.outerHTML));
  expect(new Set(looks).size).toBe(8);
  await page.getByRole('button', { name: 'Remove web-03.fra.example' }).click();
  await expect(chosen).toHaveCount(7);
});
