import { OPENED_AT_MS } from '../../support/renderer-harness/page.ts';
import { readFile } from 'node:fs/promises';
import { expect, FLEET, test, WEB, WEB_PATH } from './fixture.ts';

const ALERTS = { ...FLEET, alerts: true } as const;

test('the overview names active alerts with their value and duration', async ({ open }) => {
  const page = await open({ harness: ALERTS });
  await expect(page.getByTestId('fleet-sentence')).toContainText(
    /CPU of gpu-07\S+ has been above 90\u202f% for \d+\u202fmin\./u,
  );
  await expect(page.getByTestId('fleet-sentence')).toContainText('under maintenance');
  const attention = page.getByTestId('attention');
  await expect(attention).toContainText(
    /gpu-07\S+\s*CPU above 90\u202f% for \d+\u202fmin, now 96\.8\u202f%/u,
  );
  // Its label turns the CPU rule off.
  await expect(attention).not.toContainText('build-01');
});

test('a host is put under maintenance from its page, and taken out of it', async ({ open }) => {
  const page = await open({ harness: FLEET, path: WEB_PATH });
  const menu = page.getByRole('button', { name: 'Maintenance', exact: true });
  const badge = page.getByTestId('host-maintenance');
  await menu.click();
  await page.getByRole('menuitem', { name: 'For 4 h' }).click();
  await expect(badge).toContainText('Maintenance until');
  await menu.click();
  await page.getByRole('menuitem', { name: 'End now' }).click();
  await expect(badge).toHaveCount(0);
  await menu.click();
  await page.getByRole('menuitem', { name: 'Choose times' }).click();
  await expect(page.getByRole('dialog')).toContainText(WEB);
  await page.getByRole('dialog').getByLabel('Note').fill('new kernel');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(badge).toContainText('new kernel');
});

test('the host page tells active alerts, and lists what happened beside the charts', async ({
  open,
}) => {
  const page = await open({ harness: ALERTS, path: '/hosts/default/gpu-07.fra.example.net' });
  await expect(page.getByTestId('host-alert')).toContainText('CPU above 90');
  await page.goto(page.url().replace('gpu-07', 'queue-01'));
  const events = page.getByTestId('host-events');
  await expect(events).toContainText('CPU high');
  await events.getByRole('button', { name: /CPU high/u }).click();
  await expect(page.getByRole('button', { name: 'Reset zoom' })).toBeVisible();
  await page.goto(page.url().replace('queue-01', 'build-01'));
  await expect(page.getByTestId('exemptions')).toContainText(/CPU off \(label \w+\)/u);
});

test('events are narrowed by kind and by whether they last, and exported', async ({ open }) => {
  const page = await open({ harness: ALERTS, path: '/events' });
  const rows = page.getByTestId('event-row');
  await expect(rows.first()).toBeVisible();
  await page.getByRole('button', { name: 'Kind', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Memory high' }).click();
  await page.keyboard.press('Escape');
  const kinds = () =>
    rows.evaluateAll((all) => new Set(all.map((row) => row.getAttribute('data-kind'))).size);
  await expect.poll(kinds).toBe(1);
  await page.getByRole('button', { name: 'Ongoing' }).click();
  await expect(rows.first()).toContainText('ongoing');
  await expect(rows.first()).toContainText(/9\d(\.\d)?\u202f%\s*\/ 90\u202f%/u);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export the list as CSV' }).click(),
  ]);
  const csv = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(csv[0]).toBe(
    'kind,hostname,source,from,until,duration_seconds,peak,threshold,unit,maintenance,acknowledged,note,function',
  );
  expect(csv).toHaveLength((await rows.count()) + 1);
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect.poll(kinds).toBeGreaterThan(1);
  const said = page.getByTestId('event-acknowledged').and(page.getByTitle('Ben is on it'));
  await expect(said.first()).toContainText('acknowledged');
});

test('a long list of events keeps few rows in the document', async ({ open }) => {
  const page = await open({ harness: { ...ALERTS, hosts: 1000, events: 4000 }, path: '/events' });
  await expect(page.getByText(/4,\d{3} events|4\d{3} events/u)).toBeVisible();
  const rows = page.getByTestId('event-row');
  expect(await rows.count()).toBeLessThan(80);
  await page.locator('main').evaluate((main) => {
    main.scrollTo(0, main.scrollHeight);
  });
  await expect(page.locator('[role="row"][aria-rowindex="4001"]')).toBeVisible();
});

test('alerts while one was away are counted', async ({ open }) => {
  const yesterday = String(Math.floor(OPENED_AT_MS / 1000) - 86_400);
  const page = await open({ harness: ALERTS, storage: { 'py-perf.last-seen': yesterday } });
  await expect(page.getByTestId('away')).toContainText(/CPU was high on \d+ hosts\./u);
});
