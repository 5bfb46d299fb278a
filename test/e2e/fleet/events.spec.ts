import { DAY_S } from '../../../contract/time.ts';
import { Frame } from '../pages/frame.ts';
import { HostPage } from '../pages/host-page.ts';
import { expect, silencesOf, test } from './fixture.ts';

test('lists what happened in a week, is searched, and leads to the host at that time', async ({
  open,
  running,
}) => {
  const page = await open('/events', { 'py-perf.range': '7d' });
  const flapping = running.fleet.machines.find(({ story }) => story === 'flapping');
  const { hostname = '' } = flapping ?? {};
  const rows = page.getByTestId('event-row');
  await expect(rows.first()).toBeVisible();
  await page.getByRole('searchbox').fill(hostname);
  await new Frame(page).tick('Kind', 'Offline');
  await expect(async () => {
    const { length } = silencesOf(running.fleet, flapping, 7 * DAY_S);
    // About three a day.
    expect(length).toBeGreaterThan(18);
    await expect(page.getByText(`${String(length)} events`)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await expect(rows.nth(1)).toContainText('Offline');
  await expect(rows.nth(1)).toContainText(/\d+\u202fmin/u);
  await rows.nth(1).getByRole('link').click();
  const host = new HostPage(page);
  await expect(host.title).toHaveText(hostname);
  await expect(host.back).toBeVisible();
  await host.expectPoints();
});

test('a host that runs hot is an event that says by how much', async ({ open, running }) => {
  const page = await open('/events');
  const hot = running.fleet.machines.find(({ story }) => story === 'hot');
  await page.getByRole('searchbox').fill(hot?.hostname ?? '');
  await page.getByRole('button', { name: 'Ongoing' }).click();
  const rows = page.getByTestId('event-row');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('CPU high');
  await expect(rows).toContainText('ongoing');
  await expect(rows).toContainText(/9[67](\.\d)?\u202f%\s*\/ 90\u202f%/u);
});

test('a host that is still silent is an event that lasts', async ({ open, running }) => {
  const page = await open('/events');
  const gone = running.fleet.machines.find(({ story }) => story === 'offline');
  await page.getByRole('searchbox').fill(gone?.hostname ?? '');
  await expect(page.getByTestId('event-row')).toHaveCount(1);
  await expect(page.getByTestId('event-row')).toContainText('still offline');
});

test('tells once what happened while one was away', async ({ open }) => {
  const page = await open('/', {
    'py-perf.last-seen': String(Math.floor(Date.now() / 1000) - DAY_S),
  });
  const away = page.getByTestId('away');
  await expect(away).toContainText(/\d+ hosts went offline/u);
  await away.getByRole('button', { name: 'Show events' }).click();
  await expect(page.getByTestId('event-row').first()).toBeVisible();
  await new Frame(page).go('Overview');
  await expect(away).toHaveCount(0);
});
