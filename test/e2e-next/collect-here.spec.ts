import { hostname } from 'node:os';
import { normalizeHostname } from '../../contract/hostname.ts';
import { expect, test } from './fixture.ts';
import { OverviewPage } from './pages/overview-page.ts';

const thisHost = normalizeHostname(hostname());
const COLLECT = 'Collect this machine';

test('collects this machine from the tray, with no AWS at all, and remembers it', async ({
  launch,
}) => {
  const app = await launch({});
  const overview = new OverviewPage(app.window);
  await expect(overview.firstRun).toBeVisible();
  await expect(overview.firstRun.getByRole('button', { name: COLLECT })).toBeVisible();
  await expect(overview.firstRun.getByRole('button', { name: 'Connect to AWS' })).toBeVisible();
  expect(await app.trayItems()).toContain(COLLECT);

  await app.clickTray(COLLECT);
  await expect(overview.state(thisHost)).toContainText('online');
  await expect(overview.cpu(thisHost)).toContainText(/\d+\.\d/u);
  await expect(overview.memory(thisHost)).toContainText(/\d+\.\d/u);
  await expect.poll(() => app.trayItems()).toContain(`✓ ${COLLECT}`);
  await app.close();

  const again = await launch({});
  await expect.poll(() => again.trayItems()).toContain(`✓ ${COLLECT}`);
  await expect(new OverviewPage(again.window).row(thisHost)).toBeVisible();
});

test('collects this machine from the first screen', async ({ launch }) => {
  const app = await launch({});
  const overview = new OverviewPage(app.window);
  await overview.firstRun.getByRole('button', { name: COLLECT }).click();
  await expect(overview.state(thisHost)).toContainText('online');
  await expect.poll(() => app.trayItems()).toContain(`✓ ${COLLECT}`);
});
