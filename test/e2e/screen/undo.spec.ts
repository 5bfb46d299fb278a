import { AlertsPage } from '../pages/alerts-page.ts';
import { OverviewPage } from '../pages/overview-page.ts';
import { expect, FLEET, test } from './fixture.ts';

const ALERTS = { ...FLEET, alerts: true } as const;

test('what was deleted in the settings is named, and comes back to its place', async ({ open }) => {
  const page = await open({ harness: ALERTS, path: '/alerts' });
  const alerts = new AlertsPage(page);
  const undo = page.getByTestId('toast').getByRole('button', { name: 'Undo' });
  const before = await alerts.overrides.allTextContents();
  await alerts.overrides.nth(1).getByRole('button', { name: 'Remove production' }).click();
  await expect(page.getByTestId('toast')).toContainText('override for production');
  await expect(alerts.overrides).toHaveCount(before.length - 1);
  await alerts.overrides
    .nth(0)
    .getByRole('button', { name: /^Remove/u })
    .click();
  await expect(alerts.overrides).toHaveCount(before.length - 2);
  // Where the last stood, the one before it stands then: a double click is not meant for both.
  await undo.last().dblclick();
  await expect(alerts.overrides).toHaveCount(before.length - 1);
  await expect(page.getByTestId('toast')).toHaveCount(1);
  await page.locator('body').press('Control+z');
  await expect(alerts.overrides).toHaveText(before);
  await expect(page.getByTestId('toast')).toHaveCount(0);

  const period = page.getByTestId('quiet-period').first();
  const from = await period.getByLabel('From').inputValue();
  await page.getByRole('button', { name: 'Remove Period 1' }).click();
  await expect(page.getByTestId('quiet-period')).toHaveCount(1);
  await undo.click();
  await expect(period.getByLabel('From')).toHaveValue(from);

  await alerts.maintenance('Planned').getByRole('button', { name: 'Remove production' }).click();
  await expect(page.getByRole('region', { name: 'Planned' })).toHaveCount(0);
  await page.locator('body').press('Control+z');
  await expect(alerts.maintenance('Planned')).toHaveCount(1);
});

test('a source comes back by undo; one with a stored key is asked about first', async ({
  open,
}) => {
  const page = await open({ harness: FLEET, path: '/settings' });
  const sources = page.getByTestId('settings-source');
  await page.getByRole('button', { name: 'Add a source' }).click();
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Staging');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(sources).toHaveCount(2);
  await page.getByRole('button', { name: 'Remove Staging' }).click();
  await expect(sources).toHaveCount(1);
  await expect(page.getByTestId('toast')).toContainText('Source Staging removed, with 0 hosts');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(sources).toHaveCount(2);
});

test('removing hosts names them all, those a filter hides too, and can be undone', async ({
  open,
}) => {
  const page = await open({ harness: FLEET });
  const overview = new OverviewPage(page);
  const bar = page.getByTestId('selection-bar');
  await overview.filterBy('web-01');
  await overview.row('web-01.fra.example.net').getByRole('checkbox').check();
  await overview.filterBy('db-01');
  await overview.row('db-01.fra.example.net').getByRole('checkbox').check();
  await expect(bar).toContainText('2 hosts selected (1 hidden by the filter)');
  await bar.getByRole('button', { name: 'Remove' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('web-01.fra.example.net');
  await expect(dialog).toContainText('db-01.fra.example.net');
  await expect(dialog.getByRole('button', { name: 'Remove' })).toHaveClass(/danger/u);
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByTestId('toast')).toContainText('web-01.fra.example.net');
  await overview.expectHosts(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await overview.expectHosts(1);
});
