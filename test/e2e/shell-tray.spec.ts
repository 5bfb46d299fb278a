import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_TABLE_NAMES } from '../../contract/tables.ts';
import { minuteOf } from '../../contract/time.ts';
import { dynamoEnvironment } from '../support/dynamodb-local.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { putFleet } from '../support/fleet-generator.ts';
import { createTables, localClients } from '../support/fleet-tables.ts';
import { expect, test } from './fixture.ts';
import { quitByTray, type App } from './hosts/app.ts';
import { Notifications } from './pages/notifications.ts';
import { OverviewPage } from './pages/overview-page.ts';

/** Clicks an item of a submenu of the tray. */
function clickPause(app: App, id: string): Promise<void> {
  return app.evaluate((_electron, wanted) => {
    const { pyPerfTrayMenu } = globalThis as unknown as { pyPerfTrayMenu: () => Electron.Menu };
    const item = pyPerfTrayMenu().getMenuItemById(wanted);
    const click = item?.click as (() => void) | undefined;
    click?.();
  }, id);
}

/** From now on the pictures that the tray shows are written down, by the name of the state that they are for. */
function recordIcons(app: App): Promise<void> {
  return app.evaluate(
    ({ Tray, nativeImage }, folder) => {
      const names = ['ok', 'offline', 'failing', 'collecting'];
      const drawn = names.map((name): [string, string] => {
        const file = process.platform === 'darwin' ? `${name}Template` : name;
        return [nativeImage.createFromPath(`${folder}/tray-${file}.png`).toDataURL(), name];
      });
      const nameOf = new Map(drawn);
      const icons: string[] = [];
      Object.assign(globalThis, { recordedIcons: icons });
      // eslint-disable-next-line @typescript-eslint/unbound-method -- it is applied to the tray that it is called on
      Tray.prototype.setImage = new Proxy(Tray.prototype.setImage, {
        apply(setImage, tray, args: [Electron.NativeImage]) {
          icons.push(nameOf.get(args[0].toDataURL()) ?? 'unknown');
          Reflect.apply(setImage, tray, args);
        },
      });
    },
    join(import.meta.dirname, '../../build/icons'),
  );
}

function icon(app: App): Promise<string | undefined> {
  return app.evaluate(
    () => (globalThis as unknown as { recordedIcons: string[] }).recordedIcons.at(-1),
    null,
  );
}

test('shows by its icon whether all is well, and the five hosts that need attention', async ({
  dynamo,
  launch,
}) => {
  const clients = localClients(dynamo.endpoint);
  await createTables(clients, DEFAULT_TABLE_NAMES, ['system', 'registry']);
  const now = minuteOf(Date.now() / 1000);
  const put = (hostname: string, to: number): Promise<void> =>
    putFleet(clients, DEFAULT_TABLE_NAMES, { hostnames: [hostname], from: to - 300, to });
  await put('up', now);
  const proxy = await startFaultProxy(dynamo.endpoint);
  const app = await launch({ env: dynamoEnvironment(proxy.endpoint) });
  await expect(new OverviewPage(app.window).state('up')).toContainText('online');
  expect(await app.trayItems()).not.toContain('Needs attention');
  await recordIcons(app);

  for (let index = 1; index <= 7; index += 1)
    await put(`gone-${String(index)}`, now - 600 - index * 60);
  await app.clickTray('Sync now');
  await expect.poll(() => icon(app)).toBe('offline');
  expect((await app.trayItems()).filter((label) => label.startsWith('gone-'))).toEqual(
    [1, 2, 3, 4, 5].map((index) => `gone-${String(index)}: offline`),
  );
  await app.clickTray('gone-2: offline');
  await expect(app.window).toHaveURL(/#\/hosts\/default\/gone-2(?:\?|$)/u);

  proxy.fault = () => ({ kind: 'deny' });
  await app.clickTray('Sync now');
  await expect.poll(() => icon(app)).toBe('failing');
  clients.destroy();
  await app.close();
  await proxy.close();
});

test('a pause that was begun under a clock which was wrong does not last', async ({
  folder,
  launchHidden,
}) => {
  const dataDir = join(folder, 'app');
  mkdirSync(dataDir);
  const wrong = Math.floor(Date.now() / 1000) + 3 * 365 * 86_400;
  const shell = { quietFrom: wrong, quietUntil: wrong + 3600 };
  writeFileSync(join(dataDir, 'shell.json'), JSON.stringify(shell));
  const app = await launchHidden({ dataDir });
  await expect(async () => {
    expect(await app.trayItems()).toContain('Pause notifications');
  }).toPass();
});

test('opens the settings from the tray, with the window closed', async ({ idle: app }) => {
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
  await app.closeWindow();
  await expect.poll(() => app.isVisible()).toBe(false);
  await app.clickTray('Settings');
  await expect.poll(() => app.isVisible()).toBe(true);
  await expect(app.window).toHaveURL(/#\/settings(?:\?|$)/u);
});

test('closes into the tray and says so once, quits, and finds its data again, where the window was and that notifications are paused', async ({
  launch,
}) => {
  const place = { x: 120, y: 80, width: 1100, height: 700 };
  const app = await launch({});
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
  await test.step('says once that a closed window stays in the tray', async () => {
    const notifications = await Notifications.record(app);
    await app.closeWindow();
    await expect
      .poll(async () => (await notifications.all()).map(([title]) => title))
      .toEqual(['Py-Perf Desktop is still running']);
    await app.clickTray('Open');
    await expect.poll(() => app.isVisible()).toBe(true);
    await app.closeWindow();
    await expect.poll(() => app.isVisible()).toBe(false);
    expect(await notifications.all()).toHaveLength(1);
    await app.clickTray('Open');
    await expect.poll(() => app.isVisible()).toBe(true);
  });
  await app.evaluate(({ BrowserWindow }, bounds) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(bounds);
  }, place);
  expect(await app.trayItems()).toContain('Pause notifications');
  await clickPause(app, 'pause-8h');
  expect(await app.trayItems()).toContain('Resume notifications');
  await quitByTray(app);
  expect(await app.exited).toBe(0);

  const again = await launch({});
  await expect(new OverviewPage(again.window).firstRun).toBeVisible();
  expect(
    await again.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds(),
      null,
    ),
  ).toEqual(place);
  await again.clickTray('Resume notifications');
  expect(await again.trayItems()).toContain('Pause notifications');

  await test.step('shows by its icon that this machine is collected', async () => {
    await recordIcons(again);
    await again.clickTray('Collect this machine');
    await expect.poll(() => icon(again)).toBe('collecting');
    await again.clickTray('Collect this machine');
    await expect.poll(() => icon(again)).toBe('ok');
  });
});
