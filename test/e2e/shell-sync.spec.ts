import { DEFAULT_TABLE_NAMES } from '../../contract/tables.ts';
import { minuteOf } from '../../contract/time.ts';
import { dynamoEnvironment } from '../support/dynamodb-local.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { putFleet } from '../support/fleet-generator.ts';
import { createTables, localClients } from '../support/fleet-tables.ts';
import { expect, test } from './fixture.ts';
import { OverviewPage } from './pages/overview-page.ts';

test('syncs from the tray while the window is hidden, and shows it when it is opened', async ({
  dynamo,
  launch,
}) => {
  const clients = localClients(dynamo.endpoint);
  await createTables(clients, DEFAULT_TABLE_NAMES);
  const to = minuteOf(Date.now() / 1000);
  const put = (hostname: string): Promise<void> =>
    putFleet(clients, DEFAULT_TABLE_NAMES, { hostnames: [hostname], from: to - 300, to });
  await put('first');
  const proxy = await startFaultProxy(dynamo.endpoint);
  const app = await launch({ env: dynamoEnvironment(proxy.endpoint) });
  const overview = new OverviewPage(app.window);
  await expect(overview.state('first')).toContainText('online');
  await expect(overview.sourceStatus).toContainText(/synced/iu);

  await app.closeWindow();
  await expect.poll(() => app.isVisible()).toBe(false);
  await put('second');
  const before = proxy.requests.length;
  await app.clickTray('Sync now');
  await expect.poll(() => proxy.requests.length).toBeGreaterThan(before);

  await app.clickTray('Open');
  await expect(overview.state('second')).toContainText('online');
  clients.destroy();
  await app.close();
  await proxy.close();
});
