import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings } from '../../platform/fs/settings-file.ts';
import { startAlertReceiver } from '../support/alert-receiver.ts';
import { expect, test } from './fixture.ts';
import { Frame } from './pages/frame.ts';

const SECRET = 'sEcReT-path-7Hq2';
const KEY = 'hmac-key-9Xw4';

function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}

test('a channel is added, tested, edited, removed and put back, and its secrets lie nowhere as they are', async ({
  folder,
  launch,
}) => {
  const receiver = await startAlertReceiver();
  const app = await launch({});
  const { window } = app;
  const dialog = window.getByRole('dialog');
  const channels = window.getByTestId('settings-channel');
  await new Frame(window).go('Settings');
  await window.getByRole('button', { name: 'Add a channel' }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('Ops');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByLabel('Address (URL)')).toHaveAttribute('aria-invalid', 'true');

  await dialog.getByLabel('Address (URL)').fill(`${receiver.url}/${SECRET}`);
  await dialog.getByLabel('Signing key').fill(KEY);
  await dialog.getByRole('button', { name: 'Send a test' }).click();
  await expect(dialog.getByText(/is not addressed by https/u)).toBeVisible();
  await dialog.getByText('Allow private addresses, also by http://').click();
  await dialog.getByRole('button', { name: 'Send a test' }).click();
  await expect(dialog.getByText('Sent. Check that it arrived.')).toBeVisible();
  expect(receiver.requests).toMatchObject([
    {
      path: `/${SECRET}`,
      headers: { 'webhook-signature': expect.stringMatching(/^v1,/u) as unknown },
    },
  ]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(channels).toContainText('Ops');

  await window.getByRole('button', { name: 'Edit Ops' }).click();
  await expect(dialog.getByLabel('Address (URL)')).toHaveAttribute('placeholder', 'Stored');
  await dialog.getByRole('button', { name: 'Send a test' }).click();
  await expect(dialog.getByText('Sent. Check that it arrived.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await window.getByRole('button', { name: 'Remove Ops' }).click();
  await expect(channels).toHaveCount(0);
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect(channels).toHaveCount(1);
  expect(loadSettings(join(folder, 'app')).channels).toMatchObject([
    { type: 'webhook', name: 'Ops', privateAddress: true },
  ]);
  await app.close();
  for (const secret of [SECRET, KEY]) {
    expect(filesWith(folder, secret)).toEqual([]);
    expect(app.output()).not.toContain(secret);
  }
  await receiver.close();
});
