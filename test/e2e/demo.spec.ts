import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ALERT_KINDS } from '../../contract/alerts.ts';
import { METRICS, isMetricId } from '../../contract/metrics.ts';
import { MINUTE_S, minuteOf } from '../../contract/time.ts';
import { FleetStore } from '../../fleet/store/store.ts';
import {
  bringUpToDate,
  madeUpFleet,
  storePath,
  writeDataDirectory,
} from '../support/made-up/fleet.ts';
import { expect, test } from './fixture.ts';
import { Frame } from './pages/frame.ts';
import { OverviewPage } from './pages/overview-page.ts';

const PAGES = ['Heat map', 'Compare', 'Events', 'Diagnostics', 'Settings', 'Overview'];

test('the demo says on every page that its machines are made up, and they go on reporting', async ({
  folder,
  launch,
}) => {
  const dataDir = join(folder, 'app');
  const before = Date.now() / 1000 - 10 * MINUTE_S;
  const fleet = madeUpFleet(3, before);
  writeDataDirectory(dataDir, fleet, 1);
  const { window } = await launch({ dataDir });
  const frame = new Frame(window);
  const overview = new OverviewPage(window);
  await expect(frame.demo).toContainText('Demo: made-up machines');
  await expect(window).toHaveTitle('Demo: made-up machines \u2013 Py-Perf Desktop');
  await expect(overview.sentence).toContainText('None of 3 hosts is online.');
  for (const page of PAGES) {
    await frame.go(page);
    await expect(frame.demo).toBeVisible();
  }
  // This process is to the app what the demo's own is: another one that writes into its store.
  const store = FleetStore.open(storePath(dataDir));
  bringUpToDate(store, fleet, minuteOf(before), Date.now() / 1000);
  store.close();
  await expect(overview.sentence).toContainText('All 3 hosts are online.');
});

test('what troubles made-up machines is listed with its reasons, and in the events', async ({
  folder,
  launch,
}) => {
  const dataDir = join(folder, 'app');
  writeDataDirectory(dataDir, madeUpFleet(60, Date.now() / 1000), 1);
  const { window } = await launch({ dataDir });
  const { attention, sentence } = new OverviewPage(window);
  const items = attention.getByRole('listitem');
  await expect(items).toHaveCount(5);
  await expect(items.first()).toContainText(/offline since \d\d:\d\d/u);
  await expect(items.last()).toContainText(
    /(CPU|Memory|Disk \(fullest\)) above \d+\u202f% for .+, now \d+(\.\d)?\u202f%/u,
  );
  for (const problem of [
    /CPU: \d+ hosts? (?:is|are) above/u,
    /Memory: \d+ hosts? (?:is|are) above/u,
    /Disk \(fullest\): \d+ hosts? (?:is|are) above/u,
  ])
    await expect(sentence).toContainText(problem);

  await new Frame(window).go('Events');
  await window.getByRole('button', { name: 'Ongoing' }).click();
  const rows = window.getByTestId('event-row');
  // Custom metrics have no limits but those that a user sets, and the demo has none.
  const watched = ALERT_KINDS.filter(
    (kind) =>
      kind === 'offline' ||
      (isMetricId(kind) && METRICS[kind].alert.enabled && kind !== 'customBeyond'),
  );
  expect(watched.length).toBeGreaterThan(3);
  for (const kind of watched)
    await expect(rows.and(window.locator(`[data-kind=${kind}]`)).first()).toBeVisible();
});

test('an app on data of one\u2019s own says no such thing', async ({ idle }) => {
  const { window } = idle;
  await expect(new OverviewPage(window).firstRun).toBeVisible();
  await expect(new Frame(window).demo).toHaveCount(0);
  await expect(window).toHaveTitle('Py-Perf Desktop');
});

test('the demo refuses flags that it does not know, before it makes up anything', () => {
  const run = spawnSync(process.execPath, ['scripts/demo.ts', '--hosts', 'lots'], {
    encoding: 'utf8',
  });
  expect(run.status).toBe(2);
  expect(run.stderr).toContain('--hosts must be a whole number from 1 to 5000, not "lots".');
  expect(run.stdout).toBe('');
});
