import { PAGES_STAY_VISIBLE, expect, test } from './fixture.ts';
import { OverviewPage } from './pages/overview-page.ts';

test('closing the window keeps the app in the tray, which opens it again', async ({ launch }) => {
  const app = await launch({});
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

test('the page of a closed window knows that nobody sees it', async ({ launch }) => {
  test.skip(PAGES_STAY_VISIBLE, 'Playwright keeps every page of Electron visible');
  const app = await launch({});
  const visibility = (): Promise<string> => app.window.evaluate(() => document.visibilityState);
  await app.closeWindow();
  await expect.poll(visibility).toBe('hidden');
  await app.clickTray('Open');
  await expect.poll(visibility).toBe('visible');
});

test('started by the system at login it is in the tray only, which opens it', async ({
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
});

test('a second start on the same data shows the window of the first and ends', async ({
  launch,
  launchSecond,
}) => {
  const app = await launch({});
  await app.closeWindow();
  await expect.poll(() => app.isVisible()).toBe(false);

  expect(await launchSecond({})).toBe(0);
  await expect.poll(() => app.isVisible()).toBe(true);
  expect(
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null),
  ).toBe(1);
});

test('a second start at login, hidden, leaves the window of the first where it is', async ({
  launch,
  launchSecond,
}) => {
  const app = await launch({});
  await app.closeWindow();
  await expect.poll(() => app.isVisible()).toBe(false);
  await app.evaluate(({ app: electronApp }) => {
    electronApp.on('second-instance', () => {
      Object.assign(globalThis, { heardOfSecond: true });
    });
  }, null);

  expect(await launchSecond({ args: ['--hidden'] })).toBe(0);
  await expect.poll(() => app.evaluate(() => 'heardOfSecond' in globalThis, null)).toBe(true);
  expect(await app.isVisible()).toBe(false);
});

test('a window whose display is gone comes back onto one that is there', async ({ launch }) => {
  const app = await launch({});
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

test('two apps run side by side on data of their own', async ({ folder, launch }) => {
  const first = await launch({});
  const second = await launch({ dataDir: `${folder}/other` });
  await expect(new OverviewPage(first.window).firstRun).toBeVisible();
  await expect(new OverviewPage(second.window).firstRun).toBeVisible();
});

test('quits from the tray, and its data opens again', async ({ launch }) => {
  const app = await launch({});
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
  await app.clickTray('Quit');
  expect(await app.exited).toBe(0);

  const again = await launch({});
  await expect(new OverviewPage(again.window).firstRun).toBeVisible();
});
