import { expect, test } from './fixture.ts';

const HARNESS = { hosts: 12, source: 'fresh' } as const;
const WEB = '/hosts/default/web-01.fra.example.net';

test('a note is written on a chart by key and by menu, changed, deleted and brought back', async ({
  open,
}) => {
  const page = await open({ harness: HARNESS, path: WEB });
  const notes = page.getByTestId('annotations');
  const dialog = page.getByRole('dialog');
  const cpu = page.getByTestId('host-chart').first();
  await expect(notes).toContainText('No notes in this range');

  await cpu.focus();
  await cpu.press('ArrowLeft');
  await cpu.press('n');
  await expect(dialog.getByLabel('Note', { exact: true })).toBeFocused();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toContainText('Write what happened.');
  await dialog.getByLabel('Note', { exact: true }).fill('Cache cleared');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(cpu).toBeFocused();
  await expect(notes.getByTestId('annotation')).toContainText('Cache cleared');

  await cpu.click({ button: 'right', position: { x: 200, y: 80 } });
  await page.getByRole('menuitem', { name: /^Add a note at / }).click();
  await dialog.getByLabel('Note', { exact: true }).fill('All were restarted');
  await dialog.getByRole('button', { name: 'All hosts' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(notes.getByTestId('annotation')).toHaveCount(2);

  await notes.getByRole('button', { name: 'Edit note: Cache cleared' }).click();
  await dialog.getByLabel('Note', { exact: true }).fill('Cache cleared twice');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(notes).toContainText('Cache cleared twice');

  await notes.getByRole('button', { name: 'Delete note: Cache cleared twice' }).click();
  await expect(notes.getByTestId('annotation')).toHaveCount(1);
  await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await expect(notes.getByTestId('annotation')).toHaveCount(2);

  await page.getByRole('link', { name: 'Events' }).click();
  await expect(notes.getByTestId('annotation')).toHaveCount(2);
  await page.getByRole('searchbox').fill('restarted');
  await expect(notes.getByTestId('annotation')).toHaveText(/All were restarted.*All hosts/su);
});
