import { expect, test, type TinyMain } from './tiny.ts';

test('refuses what needs a ready app before it is, and a path that is relative', async ({
  sharedApp: app,
}) => {
  const early = await app.evaluate(() => (globalThis as unknown as TinyMain).tiny.early, null);
  expect(early).toEqual([
    'Cannot create Tray before app is ready',
    'Cannot create BrowserWindow before app is ready',
    'Cannot create Notification before app is ready',
    'Session can only be received when app is ready',
    'Path must be absolute',
  ]);
});

test('carries out of the main process what Playwright carries, and no more', async ({
  sharedApp: app,
}) => {
  const carried = await app.evaluate(
    () => ({ when: new Date(0), big: 12n, list: [undefined, null, Number.NaN] }),
    null,
  );
  expect(carried).toEqual({ when: new Date(0), big: 12n, list: [undefined, null, Number.NaN] });
});
