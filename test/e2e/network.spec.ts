import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AUTHORITY, startInspectingProxy } from '../support/inspecting-proxy.ts';
import { expect, test } from './fixture.ts';

const PASSWORD = 's3cret-of-the-proxy';

test('a proxy entered in Settings is used with its user and password, which lie nowhere as they are', async ({
  idle: { window, dataDir, evaluate },
}) => {
  const backend = await evaluate(
    ({ safeStorage }) =>
      process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'system',
    null,
  );
  test.skip(['basic_text', 'unknown'].includes(backend), 'this machine has no keyring');
  const proxy = await startInspectingProxy('http://127.0.0.1:9');
  proxy.wants = `anna:${PASSWORD}`;
  await window.getByRole('link', { name: 'Settings' }).click();
  const form = window.getByTestId('network');
  const address = form.getByLabel('Proxy', { exact: true });
  await address.fill(proxy.address);
  await form.getByRole('button', { name: 'Test connection' }).click();
  await expect(form.getByRole('alert')).toContainText('wants a user and a password');
  await form.getByLabel('Proxy user').fill('anna');
  await form.getByLabel('Password').fill(PASSWORD);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByTestId('proxy-identity')).toContainText(proxy.address);
  await form.getByRole('button', { name: 'Test connection' }).click();
  // The tunnel stands; what lies behind it is not trusted by this machine.
  await expect(form.getByRole('alert')).toContainText(AUTHORITY);
  expect(proxy.connected.at(-1)?.identity).toBe(`anna:${PASSWORD}`);
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      expect(readFileSync(join(entry.parentPath, entry.name)).includes(PASSWORD)).toBe(false);
  await form.getByRole('button', { name: 'Remove' }).click();
  await expect(form.getByTestId('proxy-identity')).toBeHidden();
  await address.fill('');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(window.getByText('Network settings saved.').last()).toBeVisible();
  await proxy.close();
});
