import { PAGES_STAY_VISIBLE, expect, test } from './fixture.ts';
import { Frame } from './pages/frame.ts';
import { OverviewPage } from './pages/overview-page.ts';

test('closing the window keeps the app in the tray, which opens it again', async ({
  idle: app,
}) => {
  const overview = new OverviewPage(app.window);
  await expect(overview.firstRun).toBeVisible();
  await expect.poll(() => app.isVisible()).toBe(true);

  await app.closeWindow();
  await expect.poll(() => app.isVisible()).toBe(false);
  await expect.poll(() => app.trayItems()).toContain('Open');

  await app.clickTray('Open');
  await expect.poll(() => app.isVisible()).toBe(true);
  await expect(overview.firstRun).toBeVisible();
});

test('the page of a closed window knows that nobody sees it', async ({ idle: app }) => {
  test.skip(PAGES_STAY_VISIBLE, 'Playwright keeps every page of Electron visible');
  const visibility = (): Promise<string> => app.window.evaluate(() => document.visibilityState);
  await app.closeWindow();
  await expect.poll(visibility).toBe('hidden');
  await app.clickTray('Open');
  await expect.poll(visibility).toBe('visible');
});

test('started by the system at login it is in the tray only, which opens it, beside another app on data of its own', async ({
  idle: other,
  launchHidden,
}) => {
  const app = await launchHidden({});
  await expect(async () => {
    expect(await app.trayItems()).toContain('Open');
  }).toPass();
  const windows = (): Promise<number> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null);
  expect(await windows()).toBe(0);
  await app.clickTray('Open');
  await expect(new OverviewPage(await app.opened()).firstRun).toBeVisible();
  await expect.poll(() => app.isVisible()).toBe(true);
  expect(await windows()).toBe(1);
  await expect(new OverviewPage(other.window).firstRun).toBeVisible();
});

test('a second start on the same data shows the window of the first and ends', async ({
  idle: app,
  launchSecond,
}) => {
  const { dataDir } = app;
  await app.closeWindow();
  await expect.poll(() => app.isVisible()).toBe(false);

  expect(await launchSecond({ dataDir })).toBe(0);
  await expect.poll(() => app.isVisible()).toBe(true);
  expect(
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null),
  ).toBe(1);
});

test('a link opens its page in the running app, and one that leads nowhere the overview', async ({
  idle: app,
  launchSecond,
}) => {
  const { dataDir, window } = app;
  await app.closeWindow();
  await expect.poll(() => app.isVisible()).toBe(false);
  expect(await launchSecond({ dataDir, args: ['py-perf://open/events?range=24h'] })).toBe(0);
  await expect.poll(() => app.isVisible()).toBe(true);
  const { title } = new Frame(window);
  await expect(title).toHaveText('Events');
  await expect(window.getByTestId('range')).toContainText('Last 24 hours');

  expect(await launchSecond({ dataDir, args: ['py-perf://open/settings?collect=true'] })).toBe(0);
  await expect(window.getByText('This link leads to no page of the app.')).toBeVisible();
  await expect(title).toHaveText('Overview');
  await expect(new OverviewPage(window).firstRun).toBeVisible();
});

test('a link starts the app at its page, even where it would start in the tray', async ({
  launchHidden,
}) => {
  const app = await launchHidden({ args: ['--hidden', 'py-perf://open/diagnostics'] });
  const window = await app.opened();
  await expect(new Frame(window).title).toHaveText('Diagnostics');
});

test('a second start at login, hidden, leaves the window of the first where it is', async ({
  idle: app,
  launchSecond,
}) => {
  const { dataDir } = app;
  await app.closeWindow();
  await expect.poll(() => app.isVisible()).toBe(false);
  await app.evaluate(({ app: electronApp }) => {
    Object.assign(globalThis, { heardOfSecond: false });
    electronApp.once('second-instance', () => {
      Object.assign(globalThis, { heardOfSecond: true });
    });
  }, null);

  expect(await launchSecond({ dataDir, args: ['--hidden'] })).toBe(0);
  const heard = (): Promise<boolean> =>
    app.evaluate(() => (globalThis as unknown as { heardOfSecond: boolean }).heardOfSecond, null);
  await expect.poll(heard).toBe(true);
  expect(await app.isVisible()).toBe(false);
});

test('a window whose display is gone comes back onto one that is there', async ({ idle: app }) => {
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40_000, y: 100, width: 1000, height: 650 });
  }, null);
  await app.closeWindow();
  await expect.poll(() => app.isVisible()).toBe(false);

  await app.clickTray('Open');
  await expect.poll(() => app.isVisible()).toBe(true);
  const { bounds, area } = await app.evaluate(({ BrowserWindow, screen }) => {
    const area = screen.getPrimaryDisplay().workArea;
    return { bounds: BrowserWindow.getAllWindows()[0]?.getBounds(), area };
  }, null);
  expect(bounds?.x).toBeLessThan(area.x + area.width - 160);
});
