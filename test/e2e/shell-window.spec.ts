import { expect, test } from './fixture.ts';
import { OverviewPage } from './pages/overview-page.ts';

test('closing the window keeps the app in the tray, which opens it again', async ({ launch }) => {
  const app = await launch({});
  const overview = new OverviewPage(app.window);
  await expect(overview.firstRun).toBeVisible();
  expect(await app.isVisible()).toBe(true);

  await app.closeWindow();
  await expect.poll(() => app.isVisible()).toBe(false);
  await expect.poll(() => app.window.evaluate(() => document.visibilityState)).toBe('hidden');
  await expect.poll(() => app.trayItems()).toContain('Open');

  await app.clickTray('Open');
  await expect.poll(() => app.isVisible()).toBe(true);
  await expect.poll(() => app.window.evaluate(() => document.visibilityState)).toBe('visible');
  await expect(overview.firstRun).toBeVisible();
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
