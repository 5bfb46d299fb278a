import type { Locator, Page } from '@playwright/test';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { AlertsPage } from '../pages/alerts-page.ts';
import { expect, FLEET, test } from './fixture.ts';

/** Forms of the settings with a main process that answers late, and a user who types in the worst moment. */
const ALERTS = '/alerts';
const LABELS = { above: 'At or above', minutes: 'For', clear: 'Clears below' } as const;

const sentBy = (page: Page): Promise<SettingsPatch[]> =>
  page.evaluate(() => (window.sentSettings ?? []) as SettingsPatch[]);
const hold = (page: Page): Promise<void> => page.evaluate(() => window.holdSettings?.());
const release = (page: Page): Promise<void> => page.evaluate(() => window.releaseSettings?.());
const field = (rule: Locator, name: keyof typeof LABELS): Locator =>
  rule.getByLabel(LABELS[name], { exact: true });

/** Types over what a field holds, key by key. */
async function retype(input: Locator, text: string): Promise<void> {
  await input.focus();
  await input.selectText();
  await input.pressSequentially(text);
}

/** What the fields of a rule hold. */
const shown = (rule: Locator): Promise<string[]> =>
  Promise.all(
    (['above', 'minutes', 'clear'] as const).map((name) => field(rule, name).inputValue()),
  );

test('91 Tab 16 Tab 81 stores exactly that, in one change', async ({ open }) => {
  const page = await open({ harness: FLEET, path: ALERTS });
  const cpu = new AlertsPage(page).rule('CPU');
  await hold(page);
  await field(cpu, 'above').focus();
  for (const number of ['91', '16', '81']) {
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(number);
    await page.keyboard.press('Tab');
  }
  await expect.poll(() => sentBy(page)).toHaveLength(1);
  const [patch] = await sentBy(page);
  expect(patch?.alerts?.cpu).toEqual({ enabled: true, above: 91, forMinutes: 16, clearBelow: 81 });
  await release(page);
  expect(await shown(cpu)).toEqual(['91', '16', '81']);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Alerts' }).click();
  expect(await shown(cpu)).toEqual(['91', '16', '81']);
});

test('an answer that comes late overwrites nothing that was typed meanwhile', async ({ open }) => {
  const page = await open({ harness: FLEET, path: ALERTS });
  const alerts = new AlertsPage(page);
  const cpu = alerts.rule('CPU');
  await hold(page);
  await retype(field(cpu, 'above'), '91');
  const memory = alerts.rule('Memory');
  await field(memory, 'above').focus();
  await expect.poll(() => sentBy(page)).toHaveLength(1);
  await retype(field(cpu, 'minutes'), '1');
  await release(page);
  // The page has taken the answer once the rule beside it shows a change that was sent after it.
  await memory.getByRole('switch').click();
  await expect(field(memory, 'above')).toBeDisabled();
  expect(await shown(cpu)).toEqual(['91', '1', '80']);
  await field(cpu, 'minutes').focus();
  await page.keyboard.press('End');
  await page.keyboard.type('6');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await sentBy(page)).at(-1)?.alerts?.cpu.forMinutes).toBe(16);
  expect(await shown(cpu)).toEqual(['91', '16', '80']);
});

test('a rule that is turned off while its numbers are on their way stays off', async ({ open }) => {
  const page = await open({ harness: FLEET, path: ALERTS });
  const cpu = new AlertsPage(page).rule('CPU');
  await hold(page);
  await retype(field(cpu, 'above'), '95');
  await page.keyboard.press('Enter');
  await cpu.getByRole('switch').click();
  await release(page);
  await expect(field(cpu, 'above')).toBeDisabled();
  const last = (await sentBy(page)).at(-1);
  expect(last?.alerts?.cpu).toMatchObject({ enabled: false, above: 95 });
});

test('numbers that do not go together are not sent, and stay with the reason', async ({ open }) => {
  const page = await open({ harness: FLEET, path: ALERTS });
  const cpu = new AlertsPage(page).rule('CPU');
  await retype(field(cpu, 'above'), '70');
  await page.keyboard.press('Tab');
  await expect(cpu.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(cpu.getByRole('alert')).toHaveText('Must not be above the threshold.');
  expect(await sentBy(page)).toEqual([]);
  await retype(field(cpu, 'clear'), '60');
  await expect(cpu.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('Escape');
  expect(await shown(cpu)).toEqual(['90', '15', '80']);
});

test('what main refuses stays as it was typed, with the reason', async ({ open }) => {
  const page = await open({ harness: { ...FLEET, settingsFail: true }, path: ALERTS });
  const cpu = new AlertsPage(page).rule('CPU');
  await retype(field(cpu, 'above'), '91');
  await page.keyboard.press('Enter');
  await expect(cpu).toContainText('The disk is full.');
  await field(new AlertsPage(page).rule('Memory'), 'above').focus();
  expect(await shown(cpu)).toEqual(['91', '15', '80']);
  await page.getByRole('link', { name: 'Settings' }).click();
  const interval = page.getByLabel('Interval', { exact: true });
  await retype(interval, '90');
  await interval.blur();
  await expect(interval).toHaveAccessibleDescription('The disk is full.');
  await expect(interval).toHaveValue('90');
});

test('two numbers of a section that are changed at once are both kept', async ({ open }) => {
  const page = await open({ harness: FLEET, path: '/settings' });
  await hold(page);
  await retype(page.getByLabel('Every minute', { exact: true }), '30');
  await retype(page.getByLabel('Quarter hours', { exact: true }), '24');
  await page.keyboard.press('Enter');
  await release(page);
  await expect
    .poll(async () => (await sentBy(page)).at(-1)?.retention)
    .toEqual({ minuteDays: 30, rollupMonths: 24, forgetDays: 90, functionDays: 365 });
  await expect(page.getByLabel('Every minute', { exact: true })).toHaveValue('30');
});

test('quiet hours keep what is typed while days are clicked', async ({ open }) => {
  const page = await open({ harness: FLEET, path: ALERTS });
  const alerts = new AlertsPage(page);
  await page.getByRole('switch', { name: 'Mute notifications on a schedule' }).click();
  const period = alerts.periods.first();
  await hold(page);
  await period.getByRole('button', { name: 'Monday' }).click();
  await retype(period.getByLabel('To'), '6:3');
  await release(page);
  await expect(period.getByRole('button', { name: 'Monday' })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  await page.keyboard.type('0');
  await period.getByRole('button', { name: 'Saturday' }).click();
  await expect
    .poll(async () => (await sentBy(page)).at(-1)?.alerts?.quietHours.periods)
    .toEqual([{ days: [2, 3, 4, 5, 6], from: '22:00', to: '06:30' }]);
});

test('a dialog that waits for main saves once, and keeps what is typed meanwhile', async ({
  open,
}) => {
  const page = await open({ harness: FLEET, path: ALERTS });
  const alerts = new AlertsPage(page);
  await page.getByRole('button', { name: 'Add maintenance' }).click();
  await alerts.chooseLabel('ci');
  await hold(page);
  await alerts.save();
  await alerts.save();
  await alerts.dialog.getByLabel('Note').fill('new disks');
  await release(page);
  await expect(page.getByTestId('maintenance')).toHaveCount(1);
  expect(await sentBy(page)).toHaveLength(1);
  await expect(alerts.dialog.getByLabel('Note')).toHaveValue('new disks');
  await alerts.save();
  await expect(alerts.dialog).toHaveCount(0);
  await expect(alerts.maintenance('Running')).toHaveText([/new disks/u]);
});

test('nothing is cut while it is typed: what is too long is refused in words', async ({ open }) => {
  const page = await open({ harness: FLEET });
  const query = page.getByRole('searchbox');
  await query.fill('x'.repeat(501));
  await expect(query).toHaveValue('x'.repeat(501));
  await expect(page.getByRole('search')).toContainText('At most 500 characters.');
  await query.fill('');
  await page.getByTestId('host-row').nth(1).getByRole('checkbox').check();
  await page.getByTestId('selection-bar').getByRole('button', { name: 'Labels' }).click();
  const dialog = page.getByRole('dialog');
  const label = dialog.getByLabel('New label');
  await label.fill('a rack in the second room on the left side');
  await expect(dialog.getByRole('alert')).toHaveText('At most 40 characters; this has 42.');
  await label.press('Enter');
  await expect(label).toHaveValue('a rack in the second room on the left side');
  for (let n = 2; n <= 20; n += 1) {
    await label.fill(`rack ${String(n)} of 60`);
    await label.press('Enter');
    await expect(label).toHaveValue('');
  }
  await label.fill('one more');
  await label.press('Enter');
  await expect(dialog.getByRole('alert')).toHaveText('A host can hold at most 20 labels.');
  await expect(dialog.getByRole('checkbox', { name: 'rack 20 of 60' })).toBeChecked();
});
