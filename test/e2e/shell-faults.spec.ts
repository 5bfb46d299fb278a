import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixture.ts';
import { OverviewPage } from './pages/overview-page.ts';

/** What the app has logged up to now; the file is there from its first line on. */
function logOf(folder: string): string {
  const path = join(folder, 'app/logs/app.log');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

test('a page whose process ends is loaded again, and the log says so', async ({
  folder,
  launch,
}) => {
  const app = await launch({});
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  }, null);
  // Asked through the app: who drives a page has lost it with its process.
  const heading = (): Promise<unknown> =>
    app.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]
          ?.webContents.executeJavaScript('document.querySelector("h1")?.textContent')
          .catch(() => null) as unknown,
      null,
    );
  await expect.poll(() => logOf(folder)).toContain('the process of a page ended');
  await expect.poll(heading).toBe('Overview');
  expect(await app.isVisible()).toBe(true);
});

test('a fault that nobody caught is logged, told once, and ends nothing', async ({
  folder,
  launch,
}) => {
  const app = await launch({});
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
  await app.evaluate(({ dialog }) => {
    const told: string[] = [];
    Object.assign(globalThis, { told });
    dialog.showMessageBox = ((options: Electron.MessageBoxOptions) => {
      told.push(options.message);
      return new Promise(() => undefined);
    }) as typeof dialog.showMessageBox;
    setImmediate(() => {
      throw new Error('thrown for a test');
    });
    void Promise.reject(new Error('rejected for a test'));
  }, null);
  await expect.poll(() => logOf(folder)).toContain('thrown for a test');
  await expect.poll(() => logOf(folder)).toContain('rejected for a test');
  const told = await app.evaluate(() => (globalThis as unknown as { told: string[] }).told, null);
  expect(told).toHaveLength(1);
  await app.window.reload();
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
});

test('the menu shows the folder of the logs, and says where it is where nothing shows it', async ({
  idle: app,
}) => {
  const openLogs = (problem: string): Promise<unknown> =>
    app.evaluate(async ({ Menu, dialog, shell }, answer) => {
      let asked: unknown = null;
      const told = new Promise((resolve) => {
        dialog.showMessageBox = ((options: Electron.MessageBoxOptions) => {
          resolve(options.detail);
          return new Promise(() => undefined);
        }) as typeof dialog.showMessageBox;
      });
      shell.openPath = (path) => {
        asked = path;
        return Promise.resolve(answer);
      };
      Menu.getApplicationMenu()?.getMenuItemById('logs')?.click();
      return answer === '' ? asked : await told;
    }, problem);
  const logs = join(app.dataDir, 'logs');
  expect(await openLogs('')).toBe(logs);
  expect(await openLogs('nothing opens folders')).toBe(`${logs}\n\nnothing opens folders`);
});
