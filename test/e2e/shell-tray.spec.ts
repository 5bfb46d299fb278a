import { expect, test } from './fixture.ts';
import type { App } from './hosts/app.ts';
import { OverviewPage } from './pages/overview-page.ts';

interface Recorder {
  recordedNotifications: string[];
}

/** From now on notifications are written down instead of shown. */
function recordNotifications(app: App): Promise<void> {
  return app.evaluate(({ Notification }) => {
    const recorded: string[] = [];
    Object.assign(globalThis, { recordedNotifications: recorded });
    Notification.prototype.show = function (this: Electron.Notification) {
      recorded.push(this.title);
    };
  }, null);
}

function notifications(app: App): Promise<string[]> {
  return app.evaluate(() => (globalThis as unknown as Recorder).recordedNotifications, null);
}

/** Clicks an item of a submenu of the tray. */
function clickPause(app: App, id: string): Promise<void> {
  return app.evaluate((_electron, wanted) => {
    const { pyPerfTrayMenu } = globalThis as unknown as { pyPerfTrayMenu: () => Electron.Menu };
    const item = pyPerfTrayMenu().getMenuItemById(wanted);
    const click = item?.click as (() => void) | undefined;
    click?.();
  }, id);
}

test('says once that a closed window stays in the tray', async ({ launch }) => {
  const app = await launch({});
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
  await recordNotifications(app);
  await app.closeWindow();
  await expect.poll(() => notifications(app)).toEqual(['Py-Perf Desktop is still running']);
  await app.clickTray('Open');
  await expect.poll(() => app.isVisible()).toBe(true);
  await app.closeWindow();
  await expect.poll(() => app.isVisible()).toBe(false);
  expect(await notifications(app)).toHaveLength(1);
});

test('pauses notifications from the tray, over a restart, and ends the pause', async ({
  launch,
}) => {
  const app = await launch({});
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
  expect(await app.trayItems()).toContain('Pause notifications');
  await clickPause(app, 'pause-8h');
  expect(await app.trayItems()).toContain('Resume notifications');
  await app.close();

  const again = await launch({});
  await expect(new OverviewPage(again.window).firstRun).toBeVisible();
  await again.clickTray('Resume notifications');
  expect(await again.trayItems()).toContain('Pause notifications');
});

test('opens the settings from the tray, with the window closed', async ({ launch }) => {
  const app = await launch({});
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
  await app.closeWindow();
  await expect.poll(() => app.isVisible()).toBe(false);
  await app.clickTray('Settings');
  await expect.poll(() => app.isVisible()).toBe(true);
  await expect(app.window).toHaveURL(/#\/settings$/u);
});

test('remembers where the window was', async ({ launch }) => {
  const place = { x: 120, y: 80, width: 1100, height: 700 };
  const app = await launch({});
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
  await app.evaluate(({ BrowserWindow }, bounds) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(bounds);
  }, place);
  await app.clickTray('Quit');
  expect(await app.exited).toBe(0);

  const again = await launch({});
  await expect(new OverviewPage(again.window).firstRun).toBeVisible();
  expect(
    await again.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds(),
      null,
    ),
  ).toEqual(place);
});
