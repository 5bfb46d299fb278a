import { TINY, eventsOf, expect, test, type TinyMain } from './tiny.ts';

test('lets the app keep a window that is closed, and stay when it is told to quit', async ({
  app,
}) => {
  await app.evaluate(({ app: electronApp, BrowserWindow }) => {
    const { tiny } = globalThis as unknown as TinyMain;
    tiny.mayClose = false;
    tiny.mayQuit = false;
    BrowserWindow.getAllWindows()[0]?.close();
    electronApp.quit();
  }, null);
  await expect
    .poll(() => eventsOf(app))
    .toEqual(['web-contents-created', 'ready-to-show', 'close', 'before-quit']);
  expect(await app.isVisible()).toBe(true);

  await app.evaluate(({ app: electronApp }) => {
    const { tiny } = globalThis as unknown as TinyMain;
    tiny.mayClose = true;
    tiny.mayQuit = true;
    electronApp.quit();
  }, null);
  expect(await app.exited).toBe(7);
  expect(app.output()).toContain(
    '"before-quit","before-quit","close","closed","quit 7","after exit"]',
  );
});

test('asks the app before it quits, at once', async ({ sharedApp: app }) => {
  const events = await app.evaluate(({ app: electronApp }) => {
    const { tiny } = globalThis as unknown as TinyMain;
    tiny.mayQuit = false;
    electronApp.quit();
    tiny.mayQuit = true;
    return [...tiny.events];
  }, null);
  expect(events.at(-1)).toBe('before-quit');
});

test('asks its windows at once too; one that stays keeps the app', async ({ sharedApp: app }) => {
  const events = await app.evaluate(({ app: electronApp }) => {
    const { tiny } = globalThis as unknown as TinyMain;
    tiny.mayClose = false;
    electronApp.quit();
    electronApp.quit();
    tiny.mayClose = true;
    return [...tiny.events];
  }, null);
  expect(events.slice(-4)).toEqual(['before-quit', 'close', 'before-quit', 'close']);
  expect(await app.isVisible()).toBe(true);
});

test('ends without asking anyone where it is to exit', async ({ app }) => {
  await app.evaluate(({ app: electronApp }) => {
    electronApp.on('quit', () => process.stdout.write('its last word\n'));
    setImmediate(() => {
      electronApp.exit(9);
    });
  }, null);
  expect(await app.exited).toBe(9);
  expect(app.output()).toContain('its last word');
  expect(app.output()).not.toContain('before-quit');
});

test('keeps what a page stores over a restart', async ({ app, launch }) => {
  await app.window.evaluate(() => {
    localStorage.setItem('kept', 'yes');
  });
  await app.close();
  const again = await launch({ app: TINY });
  expect(await again.window.evaluate(() => localStorage.getItem('kept'))).toBe('yes');
});
