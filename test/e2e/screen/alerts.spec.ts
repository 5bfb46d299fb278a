import { AlertsPage } from '../pages/alerts-page.ts';
import { OverviewPage } from '../pages/overview-page.ts';
import { expect, FLEET, test } from './fixture.ts';

const ALERTS = { ...FLEET, alerts: true } as const;
const PATH = '/alerts';

test('default rules are saved when a field is left, and say beside it why not', async ({
  open,
}) => {
  const page = await open({ harness: FLEET, path: PATH });
  const cpu = new AlertsPage(page).rule('CPU');
  const above = cpu.getByLabel('At or above');
  await above.fill('101');
  await above.blur();
  await expect(cpu.getByRole('alert')).toHaveText('At most 100.');
  await above.fill('85');
  await expect(cpu).toContainText('Would have fired 15 times in 7 days.');
  await above.fill('70');
  await above.blur();
  await expect(cpu.getByRole('alert')).toHaveText('Must not be above the threshold.');
  await expect(cpu.getByLabel('Clears below')).toHaveAttribute('aria-invalid', 'true');
  await cpu.getByLabel('Clears below').fill('62,5');
  await cpu.getByLabel('Clears below').blur();
  await expect(cpu.getByRole('alert')).toHaveCount(0);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Alerts' }).click();
  await expect(above).toHaveValue('70');
  await expect(cpu.getByLabel('Clears below')).toHaveValue('62.5');
  await cpu.getByRole('switch').click();
  await expect(above).toBeDisabled();
});

test('the thresholds of the Python daemon are taken over', async ({ open }) => {
  const page = await open({ harness: ALERTS, path: PATH });
  const alerts = new AlertsPage(page);
  const offer = page.getByTestId('daemon-offer');
  await expect(offer).toContainText('warns at CPU 85');
  await offer.getByRole('button', { name: 'Use these thresholds' }).click();
  await expect(offer).toContainText('use the thresholds of the Python daemon');
  await expect(alerts.rule('CPU').getByLabel('At or above')).toHaveValue('85');
  await expect(alerts.rule('Memory').getByLabel('Clears below')).toHaveValue('87.5');
});

test('a label gets rules of its own, which the host list follows', async ({ open }) => {
  const page = await open({ harness: FLEET, path: PATH });
  const alerts = new AlertsPage(page);
  await page.getByRole('button', { name: 'Add override' }).click();
  await alerts.save();
  await expect(alerts.dialog.getByText('Choose a label or a host.')).toBeVisible();
  await expect(alerts.dialog.getByText('Every rule is set to Default')).toBeVisible();
  await alerts.chooseLabel('production');
  const memory = alerts.dialog.getByRole('group', { name: 'Memory', exact: true });
  await memory.getByRole('button', { name: 'Custom', exact: true }).click();
  await memory.getByLabel('At or above').fill('5');
  await memory.getByLabel('Clears below').fill('4');
  await alerts.save();
  await expect(alerts.dialog).toHaveCount(0);
  await expect(alerts.overrides).toHaveText([/Label\s*production\s*Memory ≥ 5/u]);
  await page.getByRole('link', { name: 'Overview' }).click();
  const overview = new OverviewPage(page);
  const db = overview.memory('db-01.fra.example.net');
  const other = overview.memory('db-02.fra.example.net');
  await page.getByRole('searchbox', { name: 'Filter by text' }).fill('db-0');
  await expect(db).toHaveClass(/hot/u);
  await expect(other).not.toHaveClass(/hot/u);
});

test('a host is found by search, and its rules are changed, ordered and removed', async ({
  open,
}) => {
  const page = await open({ harness: ALERTS, path: PATH });
  const alerts = new AlertsPage(page);
  await page.getByRole('button', { name: 'Add override' }).click();
  await alerts.chooseHost('web 03', 'web-03.fra.example.net');
  await alerts.dialog
    .getByRole('group', { name: 'Offline', exact: true })
    .getByRole('button', { name: 'Off', exact: true })
    .click();
  await alerts.save();
  await expect(alerts.overrides.last()).toContainText('web-03.fra.example.net');
  await page.getByRole('button', { name: 'Move production up' }).click();
  await expect(alerts.overrides.first()).toContainText('production');
  await alerts.overrides.first().getByRole('button', { name: 'Edit production' }).click();
  await alerts.dialog
    .getByRole('group', { name: 'CPU', exact: true })
    .getByLabel('For', { exact: true })
    .fill('45');
  await alerts.save();
  await expect(alerts.overrides.first()).toContainText('for 45');
  await page.getByRole('button', { name: 'Remove web-03.fra.example.net' }).click();
  await expect(alerts.overrides).toHaveCount(3);
});

test('quiet hours are shown and typed in the hour cycle of the app', async ({ open }) => {
  const page = await open({ harness: FLEET, path: '/settings' });
  await page.getByRole('button', { name: '12 hours', exact: true }).click();
  await page.getByRole('link', { name: 'Alerts' }).click();
  await page.getByRole('switch', { name: 'Mute notifications on a schedule' }).click();
  const period = page.getByTestId('quiet-period');
  const end = period.getByLabel('To');
  await expect(end).toHaveValue(/^0?7:00\s?am$/iu);
  await end.fill('6.30 am');
  await end.blur();
  await expect(end).toHaveValue(/^0?6:30\s?am$/iu);
  await end.fill('soon');
  await end.blur();
  await expect(period.getByRole('alert')).toContainText('time of day');
  await expect(end).toHaveValue('soon');
  await end.fill('23:15');
  await end.blur();
  await expect(period.getByRole('alert')).toHaveCount(0);
  await expect(end).toHaveValue(/^11:15\s?pm$/iu);
});

test('quiet hours say in words that they pass midnight, and need a day', async ({ open }) => {
  const page = await open({ harness: FLEET, path: PATH });
  const alerts = new AlertsPage(page);
  await page.getByRole('switch', { name: 'Mute notifications on a schedule' }).click();
  const [period] = await alerts.periods.all();
  if (period === undefined) throw new Error('there is no period');
  await expect(period).toContainText('until 07:00 the next day');
  await period.getByLabel('To').fill('23:30');
  await period.getByLabel('To').blur();
  await expect(period).not.toContainText('the next day');
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) {
    await period.getByRole('button', { name: day }).click();
  }
  await expect(period.getByRole('alert')).toHaveText('Choose at least one day.');
  await period.getByRole('button', { name: 'Sunday' }).click();
  await expect(period.getByRole('alert')).toHaveCount(0);
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await page.getByRole('button', { name: 'Add a period' }).click();
  await expect(alerts.periods).toHaveCount(2);
  await page.getByRole('button', { name: 'Remove Period 2' }).click();
  await expect(alerts.periods).toHaveCount(1);
  await expect(page.getByLabel('Time zone')).toHaveValue('Asia/Tokyo');
});

test('maintenance is announced, ended and removed', async ({ open }) => {
  const page = await open({ harness: ALERTS, path: PATH });
  const alerts = new AlertsPage(page);
  await expect(alerts.maintenance('Running')).toHaveText([/cache-01.*New disks/su]);
  await expect(alerts.maintenance('Planned')).toHaveCount(1);
  await page.getByRole('button', { name: 'Add maintenance' }).click();
  await alerts.chooseLabel('ci');
  await alerts.dialog.getByRole('button', { name: 'Choose times', exact: true }).click();
  await alerts.dialog.getByLabel('From').fill('2026-01-02T10:00');
  await alerts.dialog.getByLabel('Until').fill('2026-01-02T09:00');
  await alerts.save();
  await expect(alerts.dialog.getByRole('alert')).toHaveText('Must be after the start.');
  await alerts.dialog.getByRole('button', { name: '4 h', exact: true }).click();
  await alerts.dialog.getByLabel('Note').fill('<b>tools</b>');
  await alerts.save();
  await expect(alerts.maintenance('Running')).toHaveCount(2);
  await expect(page.getByText('<b>tools</b>')).toBeVisible();
  await page.getByRole('button', { name: 'End maintenance of cache-01' }).click();
  await expect(alerts.maintenance('Running')).toHaveCount(1);
  await expect(alerts.maintenance('Past').first()).toContainText('cache-01');
  await alerts.maintenance('Planned').getByRole('button', { name: 'Remove production' }).click();
  await expect(page.getByRole('region', { name: 'Planned' })).toHaveCount(0);
});

test('an alert is acknowledged with a note, reopened, and snoozed for an hour or until tomorrow', async ({
  open,
}) => {
  const page = await open({ harness: FLEET, path: PATH });
  const alert = page.getByTestId('open-alert').first();
  await expect(alert).toHaveAttribute('data-state', 'firing');
  await alert.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await expect(alert).toHaveAttribute('data-state', 'acknowledged');
  await alert.getByRole('button', { name: 'Acknowledge with a note…' }).click();
  const alerts = new AlertsPage(page);
  await alerts.dialog.getByLabel('Note').fill('<i>Ben</i>');
  await alerts.save();
  await expect(alerts.dialog).toHaveCount(0);
  await expect(alert).toContainText('acknowledged: <i>Ben</i>');
  for (const time of ['For 1 hour', 'Until tomorrow']) {
    await alert.getByRole('button', { name: 'Reopen' }).click();
    await expect(alert).toHaveAttribute('data-state', 'firing');
    await alert.getByRole('button', { name: 'Snooze' }).click();
    await page.getByRole('menuitem', { name: time }).click();
    await expect(alert).toHaveAttribute('data-state', 'snoozed');
    await expect(alert).toContainText('snoozed until');
  }
});

test('what is refused, and what fails, is told in the language of the user', async ({ open }) => {
  const page = await open({ harness: { ...FLEET, locale: 'de', source: 'denied' }, path: PATH });
  const cpu = new AlertsPage(page).rule('CPU');
  await cpu.getByLabel('Schwelle', { exact: true }).fill('x');
  await cpu.getByLabel('Schwelle', { exact: true }).blur();
  await expect(cpu.getByRole('alert')).toHaveText('Geben Sie eine Zahl ein.');
  const error = page.getByTestId('source-error');
  await expect(error).toContainText('AWS hat den Zugriff verweigert.');
  await expect(error.locator('[lang="en"]')).toContainText('AccessDenied on py-perf-system-v2');
});
