import { PAGES_STAY_VISIBLE } from '../fixture.ts';
import { eventsOf, expect, test, type TinyMain } from './tiny.ts';

test('tells of the last window', async ({ app }) => {
  await app.closeWindow();
  await expect
    .poll(() => eventsOf(app))
    .toEqual(['web-contents-created', 'ready-to-show', 'close', 'closed', 'window-all-closed']);
});

test('closes a window not before the turn has ended, and destroys one at once', async ({ app }) => {
  const found = await app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const other = new BrowserWindow({ show: false });
    other.destroy();
    const closed = new Promise((resolve) => window?.once('closed', resolve as () => void));
    window?.close();
    const before = [other.isDestroyed(), window?.isDestroyed()];
    await closed;
    return [...before, window?.isDestroyed()];
  }, null);
  expect(found).toEqual([true, false, true]);
});

test('a hidden page sees that it is hidden', async ({ sharedApp: app }) => {
  test.skip(PAGES_STAY_VISIBLE, 'Playwright keeps every page of Electron visible');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide(), null);
  await expect.poll(() => app.window.evaluate(() => document.visibilityState)).toBe('hidden');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show(), null);
  await expect.poll(() => app.window.evaluate(() => document.visibilityState)).toBe('visible');
});

test('tells of a page whose process ends, and loads it again', async ({ app }) => {
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.once('did-finish-load', () => {
      (globalThis as unknown as TinyMain).tiny.events.push('loaded again');
    });
    contents?.forcefullyCrashRenderer();
  }, null);
  await expect
    .poll(() => eventsOf(app))
    .toEqual(['web-contents-created', 'ready-to-show', 'gone true true', 'loaded again']);
  const title = await app.evaluate(
    ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.title') as unknown,
    null,
  );
  expect(title).toBe('Tiny');
});

test('refuses to work with a window or a tray icon that is gone', async ({ sharedApp: app }) => {
  const messages = await app.evaluate(({ BrowserWindow, Tray, nativeImage }) => {
    const window = new BrowserWindow({ show: false });
    window.destroy();
    const tray = new Tray(nativeImage.createEmpty());
    tray.destroy();
    const messageOf = (work: () => void): string => {
      try {
        work();
        return 'no failure';
      } catch (error) {
        return (error as Error).message;
      }
    };
    return [
      String(window.isDestroyed()),
      messageOf(() => {
        window.getBounds();
      }),
      messageOf(() => {
        window.show();
      }),
      messageOf(() => {
        tray.setToolTip('gone');
      }),
    ];
  }, null);
  const destroyed = 'Object has been destroyed';
  expect(messages).toEqual(['true', destroyed, destroyed, 'Tray is destroyed']);
});
