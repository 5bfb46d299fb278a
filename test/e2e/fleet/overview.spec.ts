import { minuteOf } from '../../../contract/time.ts';
import { Frame } from '../pages/frame.ts';
import { OverviewPage } from '../pages/overview-page.ts';
import { expect, FLEET_SIZE, statesAt, test } from './fixture.ts';

test('counts what the store holds, and says first who needs attention', async ({
  open,
  running,
}) => {
  const overview = new OverviewPage(await open());
  await expect(async () => {
    const { online, offline, stale } = statesAt(running.fleet, Date.now() / 1000);
    const sentence = `${String(online)} of ${String(FLEET_SIZE)} hosts online.`;
    await expect(overview.sentence).toContainText(sentence, { timeout: 500 });
    const chips = overview.page.getByRole('group', { name: 'Filter by state' });
    for (const [state, count] of Object.entries({ online, offline, stale }))
      await expect(chips).toContainText(`${state} ${String(count)}`, { timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await expect(overview.attention).toContainText(/offline since \d\d:\d\d/u);

  const full = running.fleet.machines.filter(
    (machine) => (machine.sampleAt(minuteOf(running.fleet.now), 'disk')?.diskPercent ?? 0) >= 90,
  );
  expect(full.length).toBeGreaterThan(3);
  await expect(overview.sentence).toContainText(
    `Disk (fullest): ${String(full.length)} hosts are above their threshold.`,
  );
  const hot = running.fleet.machines.filter(({ story }) => story === 'hot');
  const [, above = ''] =
    /CPU: (\d+) hosts are above their threshold/u.exec(await overview.sentence.innerText()) ?? [];
  // Some of the build machines are busy too.
  expect(Number(above)).toBeGreaterThanOrEqual(hot.length);

  const chart = overview.page.getByTestId('host-chart').first();
  // Mean and p95, a minute each.
  await expect(chart).toHaveAttribute('data-points', /^4[678]\d$/u);
  await new Frame(overview.page).range('7 d');
  await expect(chart).toHaveAttribute('data-points', /^1[0-4]\d\d$/u);
  await overview.page.getByLabel('Metric of the fleet chart').selectOption('Memory');
  await expect(overview.page.getByRole('heading', { name: 'Memory of the fleet' })).toBeVisible();
});

test('sorts by one column and by several, and makes no room below the last row', async ({
  open,
  running,
}) => {
  const overview = new OverviewPage(await open());
  await overview.expectHosts(FLEET_SIZE);
  // What is written ahead makes no room below the last row.
  const tooMuch = () => overview.table.evaluate((table) => table.scrollHeight - table.clientHeight);
  await overview.page.locator('main').evaluate((main) => {
    main.scrollTo(0, main.scrollHeight);
  });
  await expect(overview.rows.last()).toHaveAttribute('aria-rowindex', String(FLEET_SIZE + 1));
  expect(await tooMuch()).toBe(0);
  await overview.page.locator('main').evaluate((main) => {
    main.scrollTo(0, 0);
  });
  await overview.sort('CPU');
  await expect(overview.header('CPU')).toHaveAttribute('aria-sort', 'descending');
  const shares = async (): Promise<number[]> =>
    (await overview.rows.getByTestId('host-cpu').allTextContents()).map((text) =>
      Number.parseFloat(text),
    );
  // Rows out of sight are written meanwhile: each look has all that are there.
  await expect
    .poll(async () => {
      const found = await shares();
      return (
        found.length > 0 && found.every((share, at) => at === 0 || share <= (found[at - 1] ?? 0))
      );
    })
    .toBe(true);

  await overview.sort('Platform');
  await overview.sort('CPU', true);
  await expect(overview.header('Platform')).toHaveAttribute('aria-sort', 'ascending');
  const platformOf = new Map(
    running.fleet.machines.map(({ hostname, facts }) => [hostname, facts.platform]),
  );
  const [first] = await overview.listed();
  expect(platformOf.get(first ?? '')).toBe('Darwin');
  await overview.page.locator('main').evaluate((main) => {
    main.scrollTo(0, main.scrollHeight);
  });
  await expect
    .poll(async () => platformOf.get((await overview.listed()).at(-1) ?? ''))
    .toBe('Windows');
});

test('filters by text, state, source, platform and label', async ({ open, running }) => {
  const overview = new OverviewPage(await open());
  const frame = new Frame(overview.page);
  const { machines } = running.fleet;
  const expectShown = async (count: number): Promise<void> => {
    await expect(overview.shown).toHaveText(`${String(count)} of ${String(FLEET_SIZE)} hosts`);
    await overview.expectHosts(count);
  };
  await overview.filterBy('db fra');
  await expectShown(machines.filter(({ hostname }) => hostname.startsWith('db')).length);
  await overview.clearFilter();
  await frame.tick('Label', 'edge');
  await expectShown(machines.filter(({ labels }) => labels.includes('edge')).length);
  await overview.clearFilter();
  await frame.tick('Source', 'Office');
  const office = machines.filter(({ sourceId }) => sourceId === 'office');
  await expectShown(office.length);
  await frame.tick('Platform', 'Windows');
  await expectShown(office.filter(({ facts }) => facts.platform === 'Windows').length);
  await overview.clearFilter();
  await overview.page.getByRole('button', { name: /^stale \d+$/u }).click();
  await expectShown(machines.filter(({ story }) => story === 'stale').length);
});

test('remembers columns and the grid', async ({ open }) => {
  const overview = new OverviewPage(await open());
  await new Frame(overview.page).tick('Columns', 'Load 1\u202fmin', 'Platform');
  await expect(overview.header('Load 1\u202fmin')).toHaveCount(0);
  await overview.page.reload();
  await expect(overview.header('CPU')).toBeVisible();
  await expect(overview.header('Platform')).toHaveCount(0);
  await overview.page.getByRole('button', { name: 'Show as grid' }).click();
  await expect(overview.tiles.first()).toBeVisible();
  // The address follows once the page shows it.
  await expect(overview.page).toHaveURL(/view=grid/u);
  await overview.page.reload();
  await expect(overview.tiles.first()).toBeVisible();
  await overview.filterBy('cache-07');
  await expect(overview.tiles).toHaveCount(1);
});

test('the heat map shows every host and leads to one at its time', async ({ open }) => {
  const page = await open('/heat-map', { 'py-perf.range': '24h' });
  const frame = new Frame(page);
  const map = page.getByTestId('heat-map');
  await expect(map).toHaveAttribute('data-hosts', String(FLEET_SIZE));
  await expect(map).toHaveAttribute('data-columns', /^9[67]$/u);
  // Most hosts have hours: the right end of a day.
  const { width } = (await map.boundingBox()) ?? { width: 0 };
  const x = Math.floor(width * 0.95);
  await map.hover({ position: { x, y: 60 } });
  await expect(page.getByTestId('heat-readout')).toContainText(/\d\.\d\u202f%/u);
  await page.getByRole('group', { name: 'Order' }).getByRole('button', { name: 'By name' }).click();
  await map.hover({ position: { x, y: 40 } });
  const host = await page.getByTestId('heat-readout').locator('bdi').textContent();
  await map.click({ position: { x, y: 40 } });
  await expect(frame.title).toHaveText(host ?? '');
  await expect(page.getByRole('button', { name: 'Reset zoom' })).toBeVisible();
});
