import { changeDisplay, settled } from '../../support/renderer-harness/display.ts';
import { expectAccessible, expectReadable } from './axe.ts';
import { expect, FLEET, test, WEB_PATH } from './fixture.ts';

const RUNS = { ...FLEET, runs: true } as const;

test('functions are listed, searched, sorted, and lead to their runs', async ({ open }) => {
  const page = await open({ harness: RUNS, path: '/functions' });
  const rows = page.getByTestId('function-row');
  await expect(rows).toHaveCount(8);
  await expect(page.getByTestId('regressions')).toContainText('import_orders');
  await page.getByRole('button', { name: 'Function', exact: true }).click();
  await expect(rows.first()).toContainText('__init__');
  await settled(page);
  await expectAccessible(page);
  await page.getByRole('searchbox').fill('load cust');
  await expect(rows).toHaveCount(1);
  await rows.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('load_customers');
});

test('a moment that is marked compares before and after, and needs five runs on each side', async ({
  open,
}) => {
  const page = await open({ harness: RUNS, path: '/functions/of/import_orders' });
  const chart = page.getByTestId('function-chart');
  const box = await chart.boundingBox();
  const at = (part: number) => ({ x: (box?.width ?? 0) * part, y: 100 });
  await chart.click({ position: at(0.74) });
  const compared = page.getByTestId('before-after');
  await expect(compared).toContainText(/1\.[56]\d times as long/u);
  await settled(page);
  await expectAccessible(page);
  await chart.click({ position: at(0.99) });
  await expect(compared).toContainText('Needs 5 runs on each side');
  await chart.press('Escape');
  await expect(compared).toHaveCount(0);
});

test('two periods and two hosts are compared by function', async ({ open }) => {
  const page = await open({ harness: RUNS, path: '/functions/compare' });
  const rows = page.getByTestId('comparison-row');
  await expect(rows).toHaveCount(8);
  await expect(rows.first()).toContainText('1.58×');
  await expect(rows.first()).toHaveAttribute('data-verdict', 'slower');
  await expect(rows.last()).toContainText('too few runs');
  await settled(page);
  await expectAccessible(page);
  const first = page.getByRole('group', { name: 'First' });
  await first.getByLabel('To').fill('2020-01-01T00:00');
  await expect(page.getByRole('alert')).toHaveText('A period must begin before it ends.');
  await page.getByText('Two hosts', { exact: true }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page
    .getByRole('group', { name: 'Second' })
    .getByRole('combobox')
    .selectOption({ index: 0 });
  await expect(page.getByRole('alert')).toHaveText('Choose two different hosts.');
  await settled(page);
  await expectAccessible(page);
});

test('runs are paged exactly, and a run has its functions and its session', async ({ open }) => {
  const page = await open({ harness: RUNS, path: '/functions/runs' });
  await expect(page.getByTestId('run-count')).toHaveText('1 to 100 of 230');
  await page.getByRole('button', { name: 'Older' }).click();
  await page.getByRole('button', { name: 'Older' }).click();
  await expect(page.getByTestId('run-count')).toHaveText('201 to 230 of 230');
  await settled(page);
  await expectAccessible(page);
  await page.getByTestId('run-row').first().getByRole('link').click();
  await expect(page.getByTestId('call-strip').getByRole('img')).toHaveCount(2);
  await expect(
    page.getByRole('heading', { name: 'Other uploads of the same session' }),
  ).toBeVisible();
  const given = page.getByTestId('run-arguments');
  await expect(given).not.toContainText('secret"');
  await given.getByRole('button', { name: 'Show arguments' }).click();
  await expect(given.getByRole('cell', { name: '["<b>orders</b>.csv"]' })).toBeVisible();
  await settled(page);
  await expectAccessible(page);
});

test('a host names the programs that ran on it, and the functions of a minute, and a run leads back', async ({
  open,
}) => {
  const page = await open({ harness: RUNS, path: WEB_PATH });
  await expect(page.getByTestId('host-runs')).toContainText('8 functions');
  await page
    .getByTestId('host-chart')
    .first()
    .click({ position: { x: 200, y: 60 } });
  const then = page.getByTestId('processes').getByTestId('functions-then');
  await expect(then.getByRole('listitem')).toHaveCount(4);
  await settled(page);
  await expectAccessible(page);
  await then.getByRole('link').first().click();
  await page.getByRole('link', { name: 'The machine at that time' }).click();
  await expect(page.getByTestId('functions-then')).toBeVisible();
});

test('without runs the page says where they come from, in three languages', async ({ open }) => {
  const page = await open({ harness: FLEET, path: '/functions' });
  await expect(page.getByTestId('functions-empty')).toContainText('batch jobs, scripts and CI');
  // A large table waits to be asked for: it could not be, from a page without it.
  await expect(page.getByRole('button', { name: 'Read the table' })).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  for (const [locale, words] of [
    ['de', 'Batch-Jobs, Skripte und CI'],
    ['ja', 'バッチ処理、スクリプト、CI'],
  ] as const) {
    await changeDisplay(page, { theme: 'dark', locale });
    await expect(page.getByTestId('functions-empty')).toContainText(words);
    await expectReadable(page);
  }
});
