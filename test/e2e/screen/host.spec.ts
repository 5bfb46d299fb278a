import { readFile } from 'node:fs/promises';
import { expect, FLEET, test, WEB, WEB_PATH } from './fixture.ts';

test('zooms by drag, wheel and keys, and goes back', async ({ open }) => {
  const page = await open({ harness: FLEET, path: WEB_PATH });
  const chart = page.getByTestId('host-chart').first();
  await expect(chart).toHaveAttribute('data-points', /^[1-9]/u);
  const all = Number(await chart.getAttribute('data-points'));
  const back = page.getByRole('button', { name: 'Reset zoom' });
  const points = async () => Number(await chart.getAttribute('data-points'));
  const box = await chart.boundingBox();
  if (box === null) throw new Error('the chart has no box');

  await page.mouse.move(box.x + 700, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 900, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect(back).toBeVisible();
  await expect.poll(points).toBeLessThan(all / 2);
  await chart.dblclick({ position: { x: 300, y: 60 } });
  await expect.poll(points).toBe(all);

  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -400);
  await page.keyboard.up('Control');
  await expect(back).toBeVisible();
  await back.click();

  await chart.focus();
  await page.keyboard.press('+');
  await expect.poll(points).toBeLessThan(all);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('0');
  await expect.poll(points).toBe(all);
});

test('names the processes of the minute that is clicked', async ({ open }) => {
  const page = await open({ harness: FLEET, path: WEB_PATH });
  await page
    .getByTestId('host-chart')
    .first()
    .click({ position: { x: 200, y: 60 } });
  await expect(page.getByTestId('processes')).toContainText('postgres');
  await page.getByTestId('processes').getByRole('button', { name: 'Close' }).click();
  await expect(page.getByTestId('processes')).toHaveCount(0);
});

test('has file systems, the fullest first, interfaces and traffic', async ({ open }) => {
  const page = await open({ harness: FLEET, path: WEB_PATH });
  const first = page.getByTestId('file-systems').locator('tbody tr').first();
  await expect(first).toContainText('/srv/postgres');
  await expect(first).toContainText('92.0');
  await expect(page.getByTestId('interfaces')).toContainText('enp1s0');
  await expect(page.getByTestId('traffic')).toContainText('Today');
  // Each has its charts, on demand.
  const charts = page.getByTestId('detail-charts');
  const show = (name: string) => page.getByRole('button', { name: `Charts of ${name}` }).click();
  await show('/srv/postgres');
  await expect(charts.getByRole('heading')).toHaveText([
    '/srv/postgres: used',
    '/srv/postgres: space',
  ]);
  await show('enp1s0');
  await expect(charts.getByRole('heading').first()).toHaveText('enp1s0');
  await show('enp1s0');
  await expect(charts).toHaveCount(0);
});

test('has a table beside each chart, statistics, and the period before', async ({ open }) => {
  const page = await open({ harness: FLEET, path: WEB_PATH });
  await page.getByRole('button', { name: 'Show CPU as table' }).click();
  await expect(page.getByRole('region', { name: `Values: CPU of ${WEB}` })).toContainText('%');
  await expect(page.getByTestId('host-stats')).toContainText('p95');
  await page.getByRole('button', { name: 'More actions' }).click();
  const before = page.getByRole('menuitemcheckbox', { name: 'Compare with previous' });
  await before.click();
  await expect(before).toBeChecked();
});

test('exports CSV, JSON and a picture', async ({ open }) => {
  const page = await open({ harness: FLEET, path: WEB_PATH });
  await page.getByTestId('host-chart').first().waitFor();
  const save = async (item: string) => {
    await page.getByRole('button', { name: 'More actions' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ]);
    return {
      name: download.suggestedFilename(),
      text: await readFile(await download.path(), 'utf8'),
    };
  };
  const csv = await save('Save as CSV');
  expect(csv.name).toBe(`${WEB}.csv`);
  expect(csv.text).toMatch(/^time,cpu_percent,cpu_core_max,memory_percent,/u);
  const json = JSON.parse((await save('Save as JSON')).text) as { host: { hostname: string } };
  expect(json.host.hostname).toBe(WEB);
  const [picture] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save CPU as PNG' }).click(),
  ]);
  const bytes = await readFile(await picture.path());
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
});

test('takes any range, and says why not', async ({ open }) => {
  const page = await open({ harness: FLEET, path: WEB_PATH });
  await page.getByTestId('range').click();
  await page.getByLabel('From').fill('2026-01-02T00:00');
  await page.getByLabel('To', { exact: true }).fill('2026-01-01T00:00');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('after the start');
  await page.getByLabel('To', { exact: true }).fill('2026-01-03T00:00');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Reset zoom' })).toBeVisible();
});
