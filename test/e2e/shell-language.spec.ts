import { expect, test } from './fixture.ts';
import type { App } from './hosts/app.ts';
import { Notifications } from './pages/notifications.ts';
import { OverviewPage } from './pages/overview-page.ts';

/** Labels of the application menu's own items, those that a menu holds included. */
function applicationMenu(app: App): Promise<string[]> {
  return app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items ?? [];
    return items.flatMap(({ label, submenu }) => [
      label,
      ...(submenu?.items ?? []).map((item) => item.label),
    ]);
  }, null);
}

test('the language of the settings is that of the menus at once, and at the next start', async ({
  launch,
}) => {
  const app = await launch({});
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
  expect(await app.trayItems()).toContain('Sync now');
  expect(await applicationMenu(app)).toEqual(expect.arrayContaining(['Edit', 'Copy', 'Open logs']));

  await app.clickTray('Settings');
  await app.window.getByRole('button', { name: 'Deutsch', exact: true }).click();
  await expect.poll(() => app.trayItems()).toContain('Jetzt abgleichen');
  expect(await app.trayItems()).toEqual(
    expect.arrayContaining(['Diesen Rechner erfassen', 'Einstellungen', 'Beenden']),
  );
  const german = ['Bearbeiten', 'Kopieren', 'Protokolle öffnen'];
  expect(await applicationMenu(app)).toEqual(expect.arrayContaining(german));
  await app.clickTray('Beenden');
  expect(await app.exited).toBe(0);

  const again = await launch({});
  await expect(again.window.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await again.trayItems()).toContain('Jetzt abgleichen');
  const notifications = await Notifications.record(again);
  await again.closeWindow();
  await expect
    .poll(() => notifications.all())
    .toEqual([
      [
        'Py-Perf Desktop läuft weiter',
        'Öffnen oder beenden Sie es über sein Symbol im Infobereich. Wo keines zu sehen ist, öffnet es ein neuer Start.',
      ],
    ]);
});
