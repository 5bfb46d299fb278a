import { hostname } from 'node:os';
import { join } from 'node:path';
import { normalizeHostname } from '../../contract/hostname.ts';
import { dynamoEnvironment } from '../support/dynamodb-local.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { runCli } from '../support/run-cli.ts';
import { expect, test } from './fixture.ts';
import { OverviewPage } from './pages/overview-page.ts';

const thisHost = normalizeHostname(hostname());

interface StatusRow {
  cpuPercent: number;
  memoryPercent: number;
  lastSeen: number;
}

test('from this machine\u2019s CPU to a chart in the window, and on without a network', async ({
  dynamo,
  folder,
  launch,
}) => {
  const env = dynamoEnvironment(dynamo.endpoint);
  const collected = await runCli(['collect', '--once', '--create-tables'], {
    dataDir: join(folder, 'collector'),
    env,
  });
  expect(collected).toMatchObject({ code: 0, stderr: '' });
  const status = await runCli(['status', '--json'], { dataDir: join(folder, 'cli'), env });
  const [stored] = JSON.parse(status.stdout) as [StatusRow];
  // The app reads its source some seconds after the sample: there is a time at which one is old and the other is not.
  await expect.poll(() => Date.now() / 1000).toBeGreaterThan(stored.lastSeen + 3);

  const proxy = await startFaultProxy(dynamo.endpoint);
  const dataDir = join(folder, 'app');
  const app = await launch({
    dataDir,
    env: dynamoEnvironment(proxy.endpoint),
    beforeLoad: (page) => page.clock.install(),
  });
  const overview = new OverviewPage(app.window);

  await test.step('shows the host online with the values that were stored', async () => {
    await expect(overview.state(thisHost)).toContainText('online');
    await expect(overview.cpu(thisHost)).toContainText(stored.cpuPercent.toFixed(1));
    await expect(overview.memory(thisHost)).toContainText(stored.memoryPercent.toFixed(1));
  });

  await test.step('draws the sample on the host page', async () => {
    // A fleet of one host is its page.
    const host = await overview.openHost(thisHost);
    await expect(host.title).toHaveText(thisHost);
    await host.expectPoints();
  });

  await test.step('turns it offline on the clock, without any poll', async () => {
    await expect(overview.sourceStatus).toContainText(/synced/iu);
    const requests = proxy.requests.length;
    // The clock of the page moves on and stands: its source is still known. Timers go on.
    await app.window.clock.setFixedTime((stored.lastSeen + 361) * 1000);
    await expect(overview.state(thisHost)).toContainText('offline');
    expect(proxy.requests.length).toBe(requests);
  });

  await app.close();

  await test.step('restarted without DynamoDB, shows the same fleet and says so', async () => {
    // Nothing listens there any more.
    await proxy.close();
    const again = await launch({ dataDir, env: dynamoEnvironment(proxy.endpoint) });
    const offline = new OverviewPage(again.window);
    await expect(offline.cpu(thisHost)).toContainText(stored.cpuPercent.toFixed(1));
    await expect(offline.memory(thisHost)).toContainText(stored.memoryPercent.toFixed(1));
    await expect(again.window.getByTestId('source-error')).toContainText(/cannot be reached/iu);
    await expect(offline.sourceStatus).toContainText(/offline|failing|not synced/iu);
    // It does not hang: the window still answers.
    await offline.openHost(thisHost);
    await expect(again.window.getByRole('heading', { level: 1 })).toHaveText(thisHost);
  });
});
