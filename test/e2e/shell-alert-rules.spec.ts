import { alertSettingsSchema, type AlertSettings } from '../../contract/alerts.ts';
import { MINUTE_S } from '../../contract/time.ts';
import { FOURTEEN, expect, onlyRemain, sync, test, type Fleet } from './alert-fixture.ts';
import type { App } from './hosts/app.ts';

const DB = { kind: 'host', sourceId: 'default', hostname: 'db' } as const;
const ALL = ['db', ...FOURTEEN];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** Sets rules as the page does. */
async function setAlerts(app: App, change: Partial<AlertSettings>): Promise<void> {
  const patch = { alerts: alertSettingsSchema.parse(change) };
  const answer = await app.window.evaluate(
    (sent) => window.pyPerf?.updateSettings({ patch: sent }),
    patch,
  );
  expect(answer).toMatchObject({ ok: true });
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

test('a threshold of one host alone is told of that host', async ({
  app,
  fleet,
  notifications,
}) => {
  const cpu = { enabled: true, above: 10, clearBelow: 5, forMinutes: 2 };
  await setAlerts(app, { overrides: [{ scope: DB, cpu }] });
  await passSlowly(app, fleet, 8, ALL);
  await expect
    .poll(() => notifications.all())
    .toEqual([[expect.stringMatching(/^db: CPU/u), expect.any(String)]]);
  await passSlowly(app, fleet, 4, ALL);
  expect(await notifications.all()).toHaveLength(1);
});

test('in quiet hours nothing is told; when they end, one summary', async ({
  app,
  fleet,
  notifications,
}) => {
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

test('under announced maintenance nothing is told; when it ends, what still lasts is', async ({
  app,
  fleet,
  notifications,
}) => {
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
});
