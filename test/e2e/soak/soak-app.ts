import { expect } from '@playwright/test';
import type { Bridge } from '../../../contract/bridge.ts';
import { MINUTE_S, minuteOf } from '../../../contract/time.ts';
import { DEFAULT_TABLE_NAMES } from '../../../contract/tables.ts';
import { dynamoEnvironment, type DynamoDbLocal } from '../../support/dynamodb-local.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { createTables, localClients } from '../../support/fleet-tables.ts';
import { ComingAndGoing } from '../../support/soak/coming-and-going.ts';
import { troubleOf } from '../../support/soak/trouble.ts';
import type { App, AppOptions } from '../hosts/app.ts';
import { Frame } from '../pages/frame.ts';
import { advanceClock } from '../pages/notifications.ts';
import { OverviewPage } from '../pages/overview-page.ts';
import { WindowGauges, type AppGauge } from './window-gauges.ts';

const POLL_S = 2 * MINUTE_S;
const PAGES = ['Heat map', 'Events', 'Diagnostics', 'Settings', 'Overview'];
const TROUBLE_EVERY = 20;

export interface AppSoak {
  launch: (options: Omit<AppOptions, 'dataDir'>) => Promise<App>;
  dynamo: Pick<DynamoDbLocal, 'endpoint'>;
  polls: number;
  measureEvery: number;
  /** Whether every second of the page's clock comes; else its timers fire once a poll. */
  everySecond: boolean;
}

/**
 * Runs the whole app for so many polls of two minutes of its own time: its pages are visited one after another, its window is closed
 * to the tray and opened again, its source fails now and then.
 */
export async function soakApp(options: AppSoak): Promise<AppGauge[]> {
  const { dynamo, launch, polls, measureEvery, everySecond } = options;
  const clients = localClients(dynamo.endpoint);
  await createTables(clients, DEFAULT_TABLE_NAMES, ['system', 'registry']);
  const source = await startFaultProxy(dynamo.endpoint);
  const start = minuteOf(Date.now() / 1000);
  const fleet = new ComingAndGoing(clients, DEFAULT_TABLE_NAMES, start - POLL_S);
  await fleet.report(start - POLL_S, start);
  const app = await launch({
    env: dynamoEnvironment(source.endpoint),
    beforeLoad: (page) => page.clock.install(),
  });
  // A trace of hours would be measured, not the app.
  await app.window.context().tracing.stop();
  const gauges = await WindowGauges.open(app);
  const found: AppGauge[] = [];
  try {
    await expect(new OverviewPage(app.window).state(fleet.steadyHost)).toContainText('online');
    for (let poll = 0; poll < polls; poll += 1) {
      const to = start + (poll + 1) * POLL_S;
      await fleet.report(to - POLL_S, to);
      source.reset();
      source.fault = troubleOf(poll, TROUBLE_EVERY);
      await advanceClock(app, POLL_S);
      await use(app, poll, everySecond);
      await expect.poll(() => source.requests.length).toBeGreaterThan(0);
      // A sync that is under way would be joined by the next.
      await expect.poll(() => isSyncing(app)).toBe(false);
      if ((poll + 1) % measureEvery === 0) found.push(await measure(app, gauges));
    }
    await expect(new OverviewPage(app.window).state(fleet.steadyHost)).toContainText('online');
    return found;
  } finally {
    await app.close();
    clients.destroy();
    await source.close();
  }
}

/** What a user does in two minutes: another page each time; every third time the window is closed to the tray. */
async function use(app: App, poll: number, everySecond: boolean): Promise<void> {
  const { window } = app;
  const { clock } = window;
  const pass = (): Promise<void> =>
    everySecond ? clock.runFor(POLL_S * 1000) : clock.fastForward(POLL_S * 1000);
  if (poll % 3 === 2) {
    await app.closeWindow();
    await expect.poll(() => app.isVisible()).toBe(false);
    await pass();
    await app.clickTray('Sync now');
    await app.clickTray('Open');
    await expect.poll(() => app.isVisible()).toBe(true);
    return;
  }
  await pass();
  const name = PAGES[poll % PAGES.length] ?? 'Overview';
  await new Frame(window).go(name);
  if (name !== 'Overview') return;
  const overview = new OverviewPage(window);
  const host = await overview.openHost('steady-0');
  await host.expectPoints();
}

async function isSyncing(app: App): Promise<boolean> {
  const overview = await app.window.evaluate(() =>
    (globalThis as unknown as { pyPerf: Bridge }).pyPerf.fleetOverview({}),
  );
  return !overview.ok || overview.value.sync.running;
}

/** Always on the same page, so that only what should not be there differs. */
async function measure(app: App, gauges: WindowGauges): Promise<AppGauge> {
  await new Frame(app.window).go('Overview');
  await expect(new OverviewPage(app.window).rows.first()).toBeVisible();
  return gauges.measure();
}

/** Figures of a run, one line a measurement. */
export function appTable(found: readonly AppGauge[], measureEvery: number): string {
  const mib = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
  const head = 'polls\tpage heap\tnodes\tlisteners\tdocs\tmain heap\trss\thandles\tmain listeners';
  const lines = found.map((gauge, index) =>
    [
      (index + 1) * measureEvery,
      mib(gauge.pageHeap),
      gauge.nodes,
      gauge.pageListeners,
      gauge.documents,
      mib(gauge.mainHeap),
      mib(gauge.rss),
      gauge.resources,
      gauge.mainListeners,
    ].join('\t'),
  );
  return [head, ...lines].join('\n');
}
