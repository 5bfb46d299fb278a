import { DAY_S, HOUR_S, MINUTE_S, hourOf } from '../../../contract/time.ts';
import { Frame } from '../pages/frame.ts';
import { HostPage } from '../pages/host-page.ts';
import { expect, silencesOf, test } from './fixture.ts';

const DB = 'db-01.fra.example';
const DB_PAGE = `/hosts/default/${DB}`;
/** All cores and the busiest. */
const LINES = 2;

/** As the field for a range takes it, in UTC. */
const typed = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 16);

test('reaches from ten minutes to thirteen months, and states the machine', async ({ open }) => {
  const host = new HostPage(await open(DB_PAGE));
  const frame = new Frame(host.page);
  await expect(host.title).toHaveText(DB);
  await expect(host.state).toHaveText('online');
  for (const fact of [
    'Debian 13',
    'AMD EPYC 7543',
    '16 cores',
    '64.0\u202fGiB memory',
    'v2 tables',
  ])
    await expect(host.facts).toContainText(fact);
  for (const [range, least, most] of [
    ['10 min', 8, 11],
    ['1 h', 58, 61],
    ['4 h', 238, 241],
    ['24 h', 1400, 1441],
    // The host has a week: quarters of an hour, and two hours a step for 13 months.
    ['7 d', 660, 690],
    ['30 d', 660, 690],
    ['13 mo', 80, 90],
  ] as const) {
    await frame.range(range);
    await expect
      .poll(
        async () => {
          const minutes = (await host.points()) / LINES;
          return minutes >= least && minutes <= most;
        },
        { message: range },
      )
      .toBe(true);
  }
});

test('zooms and pans by keys and wheel, and goes back', async ({ open }) => {
  const host = new HostPage(await open(DB_PAGE));
  await host.expectPoints();
  const all = await host.points();
  await host.charts.first().focus();
  await host.page.keyboard.press('+');
  await expect.poll(() => host.points()).toBeLessThan(all);
  await host.page.keyboard.press('ArrowLeft');
  await host.page.keyboard.press('0');
  await expect.poll(() => host.points()).toBeGreaterThanOrEqual(all);
  await expect(host.back).toHaveCount(0);
  await host.charts.first().hover({ position: { x: 200, y: 60 } });
  await host.page.keyboard.down('Control');
  await host.page.mouse.wheel(0, -400);
  await expect.poll(() => host.points()).toBeLessThan(all);
  await host.page.keyboard.up('Control');
  await host.back.click();
  await expect.poll(() => host.points()).toBeGreaterThanOrEqual(all);
});

test('statistics and values are those of the samples', async ({ open, running }) => {
  const host = new HostPage(await open(DB_PAGE));
  const to = hourOf(running.fleet.now) - HOUR_S;
  const from = to - 2 * HOUR_S;
  await new Frame(host.page).customRange(typed(from), typed(to));
  const machine = running.fleet.machines.find(({ hostname }) => hostname === DB);
  const shares = Array.from(
    { length: 120 },
    (_, index) => machine?.sampleAt(from + index * MINUTE_S, 'core')?.cpuPercent ?? Number.NaN,
  );
  const mean = shares.reduce((sum, value) => sum + value, 0) / shares.length;
  await expect.poll(() => host.statistic('CPU', 'Max')).toBeCloseTo(Math.max(...shares), 1);
  expect(await host.statistic('CPU', 'Min')).toBeCloseTo(Math.min(...shares), 1);
  expect(Math.abs((await host.statistic('CPU', 'Mean')) - mean)).toBeLessThanOrEqual(0.051);

  const values = await host.values('CPU');
  await expect(values.getByRole('rowheader')).toHaveCount(120);
  await expect(values.getByRole('cell').first()).toContainText(shares.at(-1)?.toFixed(1) ?? '');
});

test('names the processes of a minute', async ({ open }) => {
  const host = new HostPage(await open(DB_PAGE));
  await host.expectPoints();
  await host.charts.first().click({ position: { x: 200, y: 60 } });
  await expect(host.processes).toContainText('postgres');
  // A minute of yesterday is told with its day.
  await expect(host.processes.getByRole('heading')).toHaveText(
    /Top processes at (?:\w+ \d+, )?\d\d:\d\d/u,
  );
  await host.processes.getByRole('button', { name: 'Close' }).click();
  await expect(host.processes).toHaveCount(0);
});

test('lays the period before over this one', async ({ open, running }) => {
  const host = new HostPage(await open(DB_PAGE));
  // A range that no new minute changes, so that only what is asked for changes the picture.
  const to = hourOf(running.fleet.now) - HOUR_S;
  await new Frame(host.page).customRange(typed(to - HOUR_S), typed(to));
  await expect.poll(() => host.points()).toBe(60 * LINES);
  const picture = (): Promise<string> =>
    host.charts
      .first()
      .locator('canvas')
      .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  await host.page.mouse.move(0, 0);
  const alone = await picture();
  await host.page.getByRole('button', { name: 'More actions' }).click();
  const before = host.page.getByRole('menuitemcheckbox', { name: 'Compare with previous' });
  await before.click();
  await expect(before).toBeChecked();
  await expect.poll(picture).not.toBe(alone);
  await before.click();
  await expect.poll(picture).toBe(alone);
});

test('leaves a gap where a host was silent, and marks it', async ({ open, running }) => {
  const machine = running.fleet.machines.find(({ story }) => story === 'flapping');
  const { hostname = '', sourceId = '' } = machine ?? {};
  const path = `/hosts/${sourceId}/${hostname}`;
  const host = new HostPage(await open(path, { 'py-perf.range': '24h' }));
  const silent = Array.from({ length: 1440 }, (_, index) => running.fleet.now - index * MINUTE_S)
    .map((at) => machine?.sampleAt(at - (at % MINUTE_S), 'core'))
    .filter((sample) => sample === null).length;
  // At some times of day one of three is yet to come; the shortest takes nine minutes.
  expect(silent).toBeGreaterThanOrEqual(18);
  await expect.poll(() => host.points()).toBeGreaterThan(1440 - silent - 4);
  // The busiest core is known for the last half hour only.
  expect(await host.points()).toBeLessThanOrEqual(1440 - silent + 34);
  await new Frame(host.page).go('Events');
  await host.page.getByRole('searchbox').fill(hostname);
  await expect(async () => {
    const silences = silencesOf(running.fleet, machine, DAY_S);
    expect(silences.length).toBeGreaterThanOrEqual(2);
    const rows = host.page.locator('[data-testid=event-row][data-kind=offline]');
    await expect(rows).toHaveCount(silences.length, { timeout: 500 });
  }).toPass({ timeout: 60_000 });
});
