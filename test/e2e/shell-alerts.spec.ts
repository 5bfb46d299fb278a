import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HOUR_S } from '../../contract/time.ts';
import { FOURTEEN, expect, onlyRemain, sync, test } from './alert-fixture.ts';

/** Ids of the notices that the shell has noted as shown. */
function shownNotices(folder: string): unknown {
  const state: unknown = JSON.parse(readFileSync(join(folder, 'app/shell.json'), 'utf8'));
  return (state as { shownNotices: unknown }).shownNotices;
}

/** How many notices the service would hand over again. */
function waitingNotices(folder: string): number {
  const db = new DatabaseSync(join(folder, 'app/fleet.db'), { readOnly: true });
  const row = db.prepare('SELECT count(*) AS n FROM alert_notice').get();
  db.close();
  return Number(row?.['n']);
}

test('14 hosts that go offline at once give one notification', async ({
  app,
  fleet,
  folder,
  notifications,
}) => {
  await onlyRemain(app, fleet, ['db']);
  await expect
    .poll(() => notifications.all())
    .toEqual([['14 hosts went offline', 'web-0000, web-0001, web-0002 and 11 more']]);
  await fleet.pass(app, 90, ['db']);
  await sync(app);
  expect(await notifications.all()).toHaveLength(1);
  // It is known to have been shown, and does not come again at the next start.
  expect(shownNotices(folder)).toHaveLength(1);
  await expect.poll(() => waitingNotices(folder)).toBe(0);
});

test('a click on a notification opens the host, with the window closed too', async ({
  app,
  fleet,
  notifications,
}) => {
  await onlyRemain(app, fleet, FOURTEEN);
  await expect
    .poll(() => notifications.all())
    .toEqual([['db went offline', 'No sample for 6 minutes.']]);
  await app.closeWindow();
  await expect.poll(() => app.isVisible()).toBe(false);
  await notifications.click('db went offline');
  await expect.poll(() => app.isVisible()).toBe(true);
  await expect(app.window).toHaveURL(/#\/hosts\/default\/db(?:\?|$)/u);
  await expect(app.window.getByRole('heading', { level: 1 })).toHaveText('db');
});

test('nothing is notified while notifications are paused', async ({
  app,
  fleet,
  notifications,
}) => {
  await app.window.evaluate(() => {
    const told: string[] = [];
    Object.assign(globalThis, { told });
    window.pyPerf?.on.alertNotices(({ notices }) =>
      told.push(...notices.map(({ notice }) => notice.kind)),
    );
  });
  await app.evaluate(() => {
    const { pyPerfTrayMenu } = globalThis as unknown as { pyPerfTrayMenu: () => Electron.Menu };
    const click = pyPerfTrayMenu().getMenuItemById('pause-8h')?.click as (() => void) | undefined;
    click?.();
  }, null);
  await onlyRemain(app, fleet, FOURTEEN);
  // The page is told after the notifications.
  await expect
    .poll(() => app.window.evaluate(() => (globalThis as unknown as { told: string[] }).told))
    .toEqual(['offline']);
  expect(await notifications.all()).toEqual([]);
});

test('after a sleep of 8 hours there is no false alert, and one summary', async ({
  app,
  fleet,
  notifications,
}) => {
  await fleet.pass(app, 8 * HOUR_S, FOURTEEN);
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'), null);
  await expect
    .poll(() => notifications.all())
    .toEqual([['While you were away', 'db went offline and still is']]);
  for (let round = 0; round < 2; round += 1) {
    await fleet.pass(app, 90, FOURTEEN);
    await sync(app);
  }
  expect(await notifications.all()).toHaveLength(1);
});
