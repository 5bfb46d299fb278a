import { OPENED_AT_MS } from '../../support/renderer-harness/page.ts';
import { expect, FLEET, test, WEB } from './fixture.ts';

test('the heat map reads out a cell and opens its host at that time', async ({ open }) => {
  const page = await open({ harness: { ...FLEET, hosts: 1000 }, path: '/heat-map' });
  const map = page.getByTestId('heat-map');
  await expect(map).toHaveAttribute('data-hosts', '1000');
  await map.hover({ position: { x: 500, y: 100 } });
  await expect(page.getByTestId('heat-readout')).toContainText('%');
  const host = await page.getByTestId('heat-readout').locator('bdi').textContent();
  await map.click({ position: { x: 500, y: 100 } });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(host ?? '');
  await expect(page.getByRole('button', { name: 'Reset zoom' })).toBeVisible();
});

test('the heat map is walked by keys', async ({ open }) => {
  const page = await open({ harness: FLEET, path: '/heat-map' });
  await page.getByTestId('heat-map').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('heat-readout').locator('bdi')).not.toBeEmpty();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/hosts\//u);
});

test('events are searched and lead to their host', async ({ open }) => {
  const page = await open({ harness: FLEET, path: '/events' });
  await expect(page.getByTestId('event-row').first()).toBeVisible();
  await page.getByRole('searchbox').fill('web-01');
  await expect(page.getByTestId('event-row')).toHaveCount(1);
  await page.getByTestId('event-row').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(WEB);
});

test('what happened while one was away is told once', async ({ open }) => {
  const yesterday = String(Math.floor(OPENED_AT_MS / 1000) - 86_400);
  const page = await open({ harness: FLEET, storage: { 'py-perf.last-seen': yesterday } });
  const away = page.getByTestId('away');
  await expect(away).toContainText('went offline');
  await away.getByRole('button', { name: 'Show events' }).click();
  await expect(page.getByTestId('event-row').first()).toBeVisible();
});

test('diagnostics lists findings worst first, cost, and removed hosts', async ({ open }) => {
  const page = await open({ harness: FLEET, path: '/diagnostics' });
  await expect(page.getByTestId('finding').first()).toContainText('refused');
  await expect(page.getByText('About US$0.56 a month')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Read the history' })).toBeVisible();
  await expect(page.getByText('old-01.fra.example.net')).toBeVisible();
});

test('findings name what they found, and the command that mends it', async ({ open }) => {
  const page = await open({ harness: FLEET, path: '/diagnostics' });
  const ttl = page.getByTestId('finding').filter({ hasText: 'TTL' });
  await expect(ttl).toContainText('off for table py-perf-system-v2');
  await expect(ttl.locator('code')).toHaveText(/^aws dynamodb update-time-to-live --table-name/u);
  await expect(page.getByText('1 of 100 hosts is silent.')).toBeVisible();
  await expect(page.getByText('2 items could not be read and were skipped.')).toBeVisible();
});

for (const [locale, silent, twins] of [
  ['de', '1 von 100 Hosts meldet sich nicht.', 'sind wahrscheinlich ein und derselbe Rechner'],
  ['ja', '100 台中 1 台のホストから報告がありません。', 'は同じコンピューターと思われます'],
] as const)
  test(`findings are in the user's language: ${locale}`, async ({ open }) => {
    const page = await open({ harness: { ...FLEET, locale }, path: '/diagnostics' });
    await expect(page.getByText(silent)).toBeVisible();
    await expect(page.getByTestId('finding').filter({ hasText: 'Mac.home.local' })).toContainText(
      twins,
    );
    for (const finding of await page.getByTestId('finding').all())
      // What AWS said stays as it is, below the words of the user's language, and is marked as English.
      for (const text of await finding.locator('p:not(:has([lang=en]))').allTextContents())
        expect(text).not.toMatch(/\b(?:the|and|is|of|was)\b/u);
  });

test('skipped items are listed, and the least policy can be copied', async ({ openAlone }) => {
  const page = await openAlone({ harness: FLEET, path: '/diagnostics' });
  await page.getByText('Skipped items (2)').click();
  await expect(page.getByText('cpu_percent: expected a number')).toBeVisible();
  await page.getByText('Least IAM policy for viewing').click();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy', exact: true }).first().click();
  await expect(page.getByText('Copied.')).toBeVisible();
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as object;
  expect(copied).toMatchObject({
    Statement: [
      { Sid: 'ReadFleet' },
      { Sid: 'RemoveAndBringBackHosts' },
      { Sid: 'KeepSharedRows' },
    ],
  });
  expect(JSON.stringify(copied)).not.toContain('undefined');
});

test('settings refuse what is out of range beside the field, and keep what is good', async ({
  open,
}) => {
  const page = await open({ harness: FLEET, path: '/settings' });
  const interval = page.getByLabel('Interval');
  await interval.fill('5');
  await interval.blur();
  await expect(page.getByRole('alert')).toHaveText('A whole number from 30 to 3600.');
  await interval.fill('60');
  await interval.blur();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: 'Dark', exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Deutsch', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Einstellungen');
});

test('the daily look for updates can be turned off, where there are any', async ({ open }) => {
  const page = await open({ harness: { ...FLEET, updates: true }, path: '/settings' });
  const toggle = page.getByRole('switch', { name: 'Check for updates once a day' });
  await expect(toggle).toBeChecked();
  await toggle.click();
  await expect(toggle).not.toBeChecked();
  const without = await open({ harness: FLEET, path: '/settings' });
  await expect(without.getByRole('switch', { name: 'Collect this machine' })).toBeVisible();
  await expect(without.getByRole('switch', { name: 'Check for updates once a day' })).toHaveCount(
    0,
  );
});

test('a connection is tested before it is saved, and a bad field says why', async ({ open }) => {
  const page = await open({ harness: {} });
  await page.getByRole('button', { name: 'Connect to AWS' }).click();
  await page.getByText('Endpoint and table names').click();
  await page.getByLabel('Endpoint', { exact: true }).fill('ftp://nowhere');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText('An address that begins with http://')).toBeVisible();
  await page.getByLabel('Endpoint', { exact: true }).fill('http://127.0.0.1:8000');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText('The tables can be read: 42 hosts.')).toBeVisible();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
