import { loadSettings } from '../../../platform/fs/settings-file.ts';
import { Frame } from '../pages/frame.ts';
import { expect, test } from './fixture.ts';

test('each number says beside it what it may be, and is kept once it is good', async ({
  open,
  running,
}) => {
  const page = await open('/settings');
  for (const [label, bad, reason] of [
    ['Interval', '29', '30 to 3600'],
    ['Interval', '1.5', '30 to 3600'],
    ['Every minute', '0', '1 to 3650'],
    ['Quarter hours', 'many', '1 to 120'],
  ] as const) {
    const field = page.getByLabel(label, { exact: true });
    const good = await field.inputValue();
    await field.fill(bad);
    await field.blur();
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(`A whole number from ${reason}.`);
    await field.fill(good);
    await field.blur();
    await expect(field).not.toHaveAttribute('aria-invalid', 'true');
  }
  await page.getByLabel('Interval', { exact: true }).fill('90');
  await page.getByLabel('Interval', { exact: true }).blur();
  await expect.poll(() => loadSettings(running.dataDir).sync.intervalSeconds).toBe(90);
});

test('a source is added, refused, tested, edited and removed', async ({ open, running }) => {
  const page = await open('/settings');
  const dialog = page.getByRole('dialog');
  const sources = page.getByTestId('settings-source');
  await page.getByRole('button', { name: 'Add a source' }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('');
  await dialog.getByLabel('Region').fill('not a region');
  await dialog.getByText('Endpoint and table names').click();
  await dialog.getByLabel('Endpoint', { exact: true }).fill('ftp://nowhere');
  await dialog.getByLabel('Registry table').fill('no spaces');
  await dialog.getByRole('button', { name: 'Save' }).click();
  for (const label of ['Name', 'Region', 'Endpoint', 'Registry table'])
    await expect(dialog.getByLabel(label, { exact: true })).toHaveAttribute('aria-invalid', 'true');
  for (const reason of [
    'Must not be empty.',
    'A region name, e.g. eu-central-1.',
    'An address that begins with http:// or https://, e.g. http://127.0.0.1:8000.',
    '3 to 255 letters, digits, \u201C_\u201D, \u201C-\u201D or \u201C.\u201D.',
  ])
    await expect(dialog.getByRole('alert').filter({ hasText: reason })).toHaveCount(1);

  await dialog.getByLabel('Name', { exact: true }).fill('Staging');
  await dialog.getByLabel('Region').fill('eu-central-1');
  await dialog.getByLabel('Endpoint', { exact: true }).fill('http://127.0.0.1:9');
  await dialog.getByLabel('Registry table').fill('registry');
  await dialog.getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog.getByRole('alert')).not.toBeEmpty();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(sources).toHaveCount(3);
  expect(loadSettings(running.dataDir).sources.at(-1)).toMatchObject({
    name: 'Staging',
    region: 'eu-central-1',
  });

  await page.getByRole('button', { name: 'Edit Staging' }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('Staging 2');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(sources.last()).toContainText('Staging 2');
  await page.getByRole('button', { name: 'Remove Staging 2' }).click();
  await expect(sources).toHaveCount(2);
});

test('time zone, clock, theme and language take effect at once', async ({ open }) => {
  const page = await open('/settings');
  const frame = new Frame(page);
  const press = (group: string, name: string): Promise<void> =>
    page.getByRole('group', { name: group }).getByRole('button', { name, exact: true }).click();
  await press('Theme', 'Dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await press('Clock', '12 hours');
  await frame.go('Events');
  await expect(page.getByTestId('event-row').first()).toContainText(/\d\d:\d\d [AP]M/iu);
  await frame.go('Settings');
  await press('Language', '\u65E5\u672C\u8A9E');
  await expect(frame.title).toHaveText('\u8A2D\u5B9A');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await expect(frame.demo).toContainText('\u30C7\u30E2');
});

test('diagnostics examine the store and add up what reading costs', async ({ open }) => {
  const page = await open('/diagnostics');
  await expect(page.getByText(/About \$\d+\.\d\d a month/u)).toBeVisible();
  await expect(page.getByRole('row', { name: /BatchGetItem/u }).first()).toBeVisible();
  await expect(page.getByText('retired-01.fra.example')).toBeVisible();
  await expect(page.getByText(/host hours/u).first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Data centre' })).toBeVisible();
});
