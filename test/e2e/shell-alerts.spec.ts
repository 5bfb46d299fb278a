import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HOUR_S, MINUTE_S } from '../../contract/time.ts';
import {
  ALL,
  FOURTEEN,
  calm,
  expect,
  onlyRemain,
  setAlerts,
  sync,
  test,
  type Fleet,
} from './alert-fixture.ts';
import type { App } from './hosts/app.ts';

const DB = { kind: 'host', sourceId: 'default', hostname: 'db' } as const;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

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

/** Time passes as if the app had run, not slept. */
async function passSlowly(app: App, fleet: Fleet, minutes: number, reporting: string[]) {
  for (let passed = 0; passed < minutes; passed += 2) {
    await fleet.pass(app, 2 * MINUTE_S, reporting);
    await sync(app);
  }
}

/** `HH:MM` in UTC. */
const timeOfDay = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().slice('YYYY-MM-DDT'.length, 'YYYY-MM-DDTHH:MM'.length);

/** One app sees it all, one scene after another: each is about what is told, none about starting. */
test('what is told, and what is not', async ({ app, fleet, folder, notifications }) => {
  const scene = (title: string, play: () => Promise<void>): Promise<void> =>
    test.step(title, async () => {
      await calm(app, fleet);
      await notifications.forget();
      await play();
    });

  await scene('14 hosts that go offline at once give one notification', async () => {
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

  await scene('a click on a notification opens the host, with the window closed too', async () => {
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

  await scene('a threshold of one host alone is told of that host', async () => {
    const cpu = { enabled: true, above: 10, clearBelow: 5, forMinutes: 2 };
    await setAlerts(app, { overrides: [{ scope: DB, cpu }] });
    await passSlowly(app, fleet, 8, ALL);
    await expect
      .poll(() => notifications.all())
      .toEqual([[expect.stringMatching(/^db: CPU/u), expect.any(String)]]);
    await passSlowly(app, fleet, 4, ALL);
    expect(await notifications.all()).toHaveLength(1);
  });

  await scene('in quiet hours nothing is told; when they end, one summary', async () => {
    const period = {
      days: EVERY_DAY,
      from: timeOfDay(fleet.now - 60 * MINUTE_S),
      to: timeOfDay(fleet.now + 13 * MINUTE_S),
    };
    await setAlerts(app, { quietHours: { enabled: true, timeZone: 'UTC', periods: [period] } });
    await onlyRemain(app, fleet, FOURTEEN);
    expect(await notifications.all()).toEqual([]);
    await passSlowly(app, fleet, 8, FOURTEEN);
    await expect
      .poll(() => notifications.all())
      .toEqual([['While you were away', 'db went offline and still is']]);
  });

  await scene(
    'under announced maintenance nothing is told; when it ends, what still lasts is',
    async () => {
      const now = Math.floor(fleet.now);
      const until = now + 13 * MINUTE_S;
      await setAlerts(app, {
        maintenance: [{ id: 'disks', scope: DB, from: now - MINUTE_S, until, note: 'new disks' }],
      });
      await onlyRemain(app, fleet, FOURTEEN);
      expect(await notifications.all()).toEqual([]);
      await passSlowly(app, fleet, 8, FOURTEEN);
      await expect
        .poll(() => notifications.all())
        .toEqual([['db went offline', 'No sample for 6 minutes.']]);
    },
  );

  await scene('after a sleep of 8 hours there is no false alert, and one summary', async () => {
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

  await scene('nothing is notified while notifications are paused', async () => {
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
});
