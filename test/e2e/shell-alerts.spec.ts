import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DEFAULT_TABLE_NAMES } from '../../contract/tables.ts';
import { HOUR, MINUTE, minuteOf } from '../../contract/time.ts';
import type { DynamoClients } from '../../platform/dynamo-client.ts';
import { dynamoEnvironment, type DynamoDbLocal } from '../support/dynamodb-local.ts';
import { madeUpHostnames, putFleet } from '../support/fleet-generator.ts';
import { createTables, localClients } from '../support/fleet-tables.ts';
import { expect, test as base } from './fixture.ts';
import type { App } from './hosts/app.ts';
import { Notifications, advanceClock } from './pages/notifications.ts';

const FOURTEEN = madeUpHostnames(14, 'web');

/** A fleet in tables of its own. Its time is that of the app's service. */
class Fleet {
  readonly #clients: DynamoClients;
  /** Unix seconds. */
  #now = Date.now() / 1000;

  constructor(dynamo: Pick<DynamoDbLocal, 'endpoint'>) {
    this.#clients = localClients(dynamo.endpoint);
  }

  async create(): Promise<void> {
    await createTables(this.#clients, DEFAULT_TABLE_NAMES);
  }

  /** Hosts have samples of the last `seconds`. */
  async report(hostnames: string[], seconds: number): Promise<void> {
    const [from, to] = [minuteOf(this.#now - seconds), minuteOf(this.#now)];
    await putFleet(this.#clients, DEFAULT_TABLE_NAMES, { hostnames, from, to });
  }

  /** Time passes for the app, while these hosts go on reporting. */
  async pass(app: App, seconds: number, hostnames: string[]): Promise<void> {
    this.#now += seconds;
    await this.report(hostnames, seconds);
    await advanceClock(app, seconds);
  }

  close(): void {
    this.#clients.destroy();
  }
}

const test = base.extend<{ fleet: Fleet; app: App; notifications: Notifications }>({
  fleet: async ({ dynamo }, use) => {
    const fleet = new Fleet(dynamo);
    await fleet.create();
    await fleet.report(['db', ...FOURTEEN], 10 * MINUTE);
    await use(fleet);
    fleet.close();
  },

  app: async ({ dynamo, fleet: _fleet, launch }, use) => {
    const app = await launch({ env: dynamoEnvironment(dynamo.endpoint) });
    // How things are at the first look is no news; what changes after it is.
    await sync(app);
    await sync(app);
    await use(app);
  },

  notifications: async ({ app }, use) => {
    await use(await Notifications.record(app));
  },
});

/** Syncs, and waits until every missing hour is there. */
async function sync(app: App): Promise<void> {
  await app.window.evaluate(() => window.pyPerf?.syncNow({ reason: 'user' }));
  await expect
    .poll(async () => {
      const overview = await app.window.evaluate(() => window.pyPerf?.fleetOverview({}));
      return overview?.ok === true ? overview.value.sync.backfill : 'no answer';
    })
    .toBeNull();
}

/** Ids of the notices that the shell has noted as shown. */
function shownNotices(folder: string): unknown {
  const state: unknown = JSON.parse(readFileSync(join(folder, 'app/shell.json'), 'utf8'));
  return (state as { shownNotices: unknown }).shownNotices;
}

/** How many notices the service would hand over again. */
function waitingNotices(folder: string): number {
  const db = new DatabaseSync(join(folder, 'app/fleet.db'), { readOnly: true });
  const row = db.prepare('SELECT count(*) AS n FROM alert_notice').get();
  db.close();
  return Number(row?.['n']);
}

/** All but these hosts fall silent, long enough to be told of. */
async function onlyRemain(app: App, fleet: Fleet, hostnames: string[]): Promise<void> {
  await fleet.pass(app, 400, hostnames);
  await sync(app);
  await fleet.pass(app, 90, hostnames);
  await sync(app);
}

test('14 hosts that go offline at once give one notification', async ({
  app,
  fleet,
  folder,
  notifications,
}) => {
  await onlyRemain(app, fleet, ['db']);
  await expect
    .poll(() => notifications.all())
    .toEqual([['14 hosts went offline', 'web-0000, web-0001, web-0002 and 11 more']]);
  await fleet.pass(app, 90, ['db']);
  await sync(app);
  expect(await notifications.all()).toHaveLength(1);
  // It is known to have been shown, and does not come again at the next start.
  expect(shownNotices(folder)).toHaveLength(1);
  await expect.poll(() => waitingNotices(folder)).toBe(0);
});

test('a click on a notification opens the host, with the window closed too', async ({
  app,
  fleet,
  notifications,
}) => {
  await onlyRemain(app, fleet, FOURTEEN);
  await expect
    .poll(() => notifications.all())
    .toEqual([['db went offline', 'No sample for 6 minutes.']]);
  await app.closeWindow();
  await expect.poll(() => app.isVisible()).toBe(false);
  await notifications.click('db went offline');
  await expect.poll(() => app.isVisible()).toBe(true);
  await expect(app.window).toHaveURL(/#\/hosts\/default\/db$/u);
  await expect(app.window.getByRole('heading', { level: 1 })).toHaveText('db');
});

test('nothing is notified while notifications are paused', async ({
  app,
  fleet,
  notifications,
}) => {
  await app.window.evaluate(() => {
    const told: string[] = [];
    Object.assign(globalThis, { told });
    window.pyPerf?.on.alertNotices(({ notices }) =>
      told.push(...notices.map(({ notice }) => notice.kind)),
    );
  });
  await app.evaluate(() => {
    const { pyPerfTrayMenu } = globalThis as unknown as { pyPerfTrayMenu: () => Electron.Menu };
    const click = pyPerfTrayMenu().getMenuItemById('pause-8h')?.click as (() => void) | undefined;
    click?.();
  }, null);
  await onlyRemain(app, fleet, FOURTEEN);
  // The page is told after the notifications.
  await expect
    .poll(() => app.window.evaluate(() => (globalThis as unknown as { told: string[] }).told))
    .toEqual(['offline']);
  expect(await notifications.all()).toEqual([]);
});

test('after a sleep of 8 hours there is no false alert, and one summary', async ({
  app,
  fleet,
  notifications,
}) => {
  await fleet.pass(app, 8 * HOUR, FOURTEEN);
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'), null);
  await expect
    .poll(() => notifications.all(), { timeout: 20_000 })
    .toEqual([['While you were away', 'db went offline and still is']]);
  for (let round = 0; round < 2; round += 1) {
    await fleet.pass(app, 90, FOURTEEN);
    await sync(app);
  }
  expect(await notifications.all()).toHaveLength(1);
});
