import { changeDisplay } from '../../support/renderer-harness/display.ts';
import { OverviewPage } from '../pages/overview-page.ts';
import { expect, FLEET, test } from './fixture.ts';

test('a moment is shown, typed and picked in the language of the app', async ({ open }) => {
  const page = await open({ harness: FLEET });
  await page.getByTestId('range').click();
  await expect(page.getByLabel('From')).toHaveValue('11 Mar 2026, 14:41');
  await changeDisplay(page, { theme: 'light', locale: 'de' });
  const from = page.getByLabel('Von');
  const to = page.getByLabel('Bis', { exact: true });
  await expect(from).toHaveValue('11.03.2026, 14:41');
  await from.fill('nachmittags');
  await page.getByRole('button', { name: 'Anzeigen', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText('Geben Sie Tag und Uhrzeit ein.');
  await expect(from).toHaveValue('nachmittags');
  await from.fill('9.3.2026 8 Uhr');
  await page.getByRole('button', { name: 'Tag auswählen' }).last().click();
  // The calendar has the focus; a week above the 11th is the 4th, and two days on the 6th.
  await expect(page.getByRole('button', { name: 'Mittwoch, 11. März 2026' })).toBeFocused();
  for (const key of ['ArrowUp', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await page.keyboard.press('Enter');
  await expect(to).toHaveValue('06.03.2026, 18:41');
  await page.getByRole('button', { name: 'Anzeigen', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('nach dem Anfang');
  await to.fill('2026-03-10 12:00');
  await page.getByRole('button', { name: 'Anzeigen', exact: true }).click();
  await expect(page.getByTestId('range')).toHaveText('9. März, 08:00 – 10. März, 12:00');
});

test('the range is named, typed, and comes back with the filter', async ({ open }) => {
  const page = await open({ harness: FLEET });
  const range = page.getByTestId('range');
  const overview = new OverviewPage(page);
  await expect(range).toHaveText('Last 4 hours');
  await overview.filterBy('web-01');
  await overview.sort('CPU');
  await range.click();
  await page.getByLabel('Type a range').fill('next year');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('For example 6h, yesterday');
  await page.getByLabel('Type a range').fill('2026-01-02 01:00 to 05:00');
  await page.keyboard.press('Enter');
  await expect(range).toHaveText('2 Jan, 01:00 – 05:00');
  await expect(page).toHaveURL(/from=\d+&to=\d+&q=web-01&sort=cpu\.desc/u);

  await overview.openHost('web-01.fra.example.net');
  await expect(range).toHaveText('2 Jan, 01:00 – 05:00');
  await range.click();
  await page.getByRole('button', { name: 'Last 7 days' }).click();
  await expect(range).toHaveText('Last 7 days');
  // The address follows once the page shows it.
  await expect(page).toHaveURL(/range=7d/u);
  await page.goBack();
  await expect(range).toHaveText('2 Jan, 01:00 – 05:00');
  await page.goBack();
  await expect(page.getByRole('searchbox')).toHaveValue('web-01');
  await expect(overview.header('CPU')).toHaveAttribute('aria-sort', 'descending');
  await page.goBack();
  await expect(range).toHaveText('Last 4 hours');
  await expect(page.getByRole('searchbox')).toHaveValue('web-01');
  await page.reload();
  await expect(page.getByRole('searchbox')).toHaveValue('web-01');
});

test('a cell of the heat map leads to its time, a name to the time as it is, and Back to the map', async ({
  open,
}) => {
  const page = await open({ harness: FLEET, path: '/heat-map' });
  const map = page.getByTestId('heat-map');
  const range = page.getByTestId('range');
  await map.click({ position: { x: 500, y: 100 } });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/example/u);
  await expect(page.getByRole('button', { name: 'Reset zoom' })).toBeVisible();
  await page.goBack();
  await expect(map).toBeVisible();
  await expect(range).toHaveText('Last 4 hours');
  // A name is no cell: nothing is read out there.
  await map.hover({ position: { x: 60, y: 100 } });
  await expect(page.getByTestId('heat-readout')).toBeEmpty();
  await map.click({ position: { x: 60, y: 100 } });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/example/u);
  await expect(range).toHaveText('Last 4 hours');
});

test('the heat map shows as many minutes as its range has, and no grey edge', async ({ open }) => {
  const page = await open({
    harness: FLEET,
    path: '/heat-map',
    storage: { 'py-perf.range': '10m' },
  });
  const map = page.getByTestId('heat-map');
  await expect(map).toHaveAttribute('data-columns', '10');
  const { width } = (await map.boundingBox()) ?? { width: 0 };
  // Half of the hosts have reported for the last column; not every one has.
  const read = page.getByTestId('heat-readout');
  const values: string[] = [];
  for (let row = 0; row < 20; row += 1) {
    await map.hover({ position: { x: width - 4, y: 32 + row * 16 } });
    values.push((await read.textContent()) ?? '');
  }
  expect(values.filter((text) => text.includes('%')).length).toBeGreaterThan(5);
});
