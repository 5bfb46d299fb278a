import { DEFAULT_TABLE_NAMES } from '../../contract/tables.ts';
import { minuteOf } from '../../contract/time.ts';
import { dynamoEnvironment } from '../support/dynamodb-local.ts';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { putFleet } from '../support/fleet-generator.ts';
import { createTables, localClients } from '../support/fleet-tables.ts';
import { expect, test as base } from './fixture.ts';
import type { App } from './hosts/app.ts';
import { OverviewPage } from './pages/overview-page.ts';

interface Network {
  network: { online: boolean; looks: number };
}

/** An app that has synced, its window hidden, and what it asks of DynamoDB from then on. */
const test = base.extend<{ synced: { app: App; source: FaultProxy } }>({
  synced: async ({ dynamo, launch }, use) => {
    const clients = localClients(dynamo.endpoint);
    await createTables(clients, DEFAULT_TABLE_NAMES, ['system', 'registry']);
    const to = minuteOf(Date.now() / 1000);
    await putFleet(clients, DEFAULT_TABLE_NAMES, { hostnames: ['host'], from: to - 300, to });
    clients.destroy();
    const source = await startFaultProxy(dynamo.endpoint);
    const app = await launch({ env: dynamoEnvironment(source.endpoint) });
    const overview = new OverviewPage(app.window);
    await expect(overview.state('host')).toContainText('online');
    await expect(overview.sourceStatus).toContainText(/synced/iu);
    await app.closeWindow();
    await expect.poll(() => app.isVisible()).toBe(false);
    source.reset();
    await use({ app, source });
    await app.close();
    await source.close();
  },
});

/** Each sync scans the registry, once. */
function syncs({ requests }: FaultProxy): number {
  return requests.filter(
    ({ operation, body }) =>
      operation === 'Scan' && body['TableName'] === DEFAULT_TABLE_NAMES.registry,
  ).length;
}

function setOnline(app: App, online: boolean): Promise<void> {
  return app.evaluate(({ net }, wanted) => {
    const known = globalThis as unknown as Partial<Network>;
    if (known.network !== undefined) {
      known.network.online = wanted;
      known.network.looks = 0;
      return;
    }
    const network = { online: wanted, looks: 0 };
    known.network = network;
    net.isOnline = () => {
      network.looks += 1;
      return network.online;
    };
  }, online);
}

/** Waits until the app has looked at the network since it was last set. */
async function looked(app: App): Promise<void> {
  const looks = (): Promise<number> =>
    app.evaluate(() => (globalThis as unknown as Network).network.looks, null);
  await expect.poll(looks).toBeGreaterThan(0);
}

test('syncs once, at once, when the machine wakes, with the window hidden', async ({ synced }) => {
  const { app, source } = synced;
  source.latency = 300;
  await app.evaluate(({ powerMonitor }) => {
    // Some systems tell of one waking more than once.
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
    powerMonitor.emit('resume');
  }, null);
  await expect.poll(() => syncs(source)).toBe(1);
  // The next one that is asked for is the second: none was waiting behind the first.
  await expect.poll(() => source.openRequests()).toBe(0);
  await app.clickTray('Sync now');
  await expect.poll(() => syncs(source)).toBe(2);
});

test('syncs once when the network returns, and not while it is away', async ({ synced }) => {
  const { app, source } = synced;
  await setOnline(app, false);
  await looked(app);
  expect(syncs(source)).toBe(0);
  await setOnline(app, true);
  await looked(app);
  await expect.poll(() => syncs(source)).toBe(1);
});
