import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { DEFAULT_TABLE_NAMES } from '../../contract/tables.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { createTables, localClients, putItems } from '../support/fleet-tables.ts';
import { startSignInServer, type SignInServer } from '../support/sign-in-server.ts';
import { expect, test as base } from './fixture.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { SourceForm } from './pages/source-form.ts';

const HOST = 'web-01.fra.example.net';
const DEVICE = 'arn:aws:iam::123456789012:mfa/anna';

/** Tables with one host, read by a profile, and where that profile signs in. */
const test = base.extend<{
  server: SignInServer;
  env: (profile: string) => Record<string, string>;
}>({
  server: async ({}, use) => {
    const server = await startSignInServer();
    await use(server);
    await server.close();
  },
  env: async ({ dynamo, folder, server }, use) => {
    const clients = localClients(dynamo.endpoint);
    await createTables(clients, DEFAULT_TABLE_NAMES);
    const last_seen = Math.floor(Date.now() / 1000);
    await putItems(clients, DEFAULT_TABLE_NAMES.registry, [
      { hostname: HOST, last_seen, active: true, cpu_percent: 5, memory_percent: 5 },
    ]);
    clients.destroy();
    const config = join(folder, 'config');
    const where = `region = eu-west-1\nendpoint_url = ${dynamo.endpoint}\n`;
    writeFileSync(
      config,
      `[profile fleet]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = viewer\n${where}` +
        '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n' +
        `[profile device]\nrole_arn = arn:aws:iam::123456789012:role/a\nsource_profile = base\nmfa_serial = ${DEVICE}\n${where}` +
        '[profile base]\naws_access_key_id = base\naws_secret_access_key = base\n',
    );
    await use((AWS_PROFILE) => ({
      HOME: folder,
      AWS_CONFIG_FILE: config,
      AWS_PROFILE,
      ...server.env,
    }));
  },
});

const failing = (page: Page) => page.getByTestId('source-error');

test('a session that has expired is renewed in the browser, by one click, without a restart', async ({
  env,
  folder,
  launch,
  server,
}) => {
  // SHA-1 of "corp".
  const token = join(folder, '.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json');
  mkdirSync(dirname(token), { recursive: true });
  writeFileSync(token, JSON.stringify({ accessToken: 'old', expiresAt: '2020-01-01T00:00:00Z' }));
  const app = await launch({ env: env('fleet') });
  const page = app.window;
  await expect(failing(page)).toContainText('not signed in to AWS by the profile "fleet"');
  const dialog = page.getByRole('dialog', { name: 'Sign in to AWS' });
  await test.step('the form about a source and Diagnostics lead to the sign-in too, and it can be cancelled', async () => {
    await page.getByRole('link', { name: 'Diagnostics' }).click();
    await page
      .getByTestId('finding')
      .filter({ hasText: 'not signed in' })
      .getByRole('button', { name: 'Sign in' })
      .click();
    await expect(dialog.getByTestId('user-code')).toHaveText('ABCD-EFGH');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toBeHidden();
    const form = await SourceForm.open(page);
    await form.test();
    const source = page.getByRole('dialog', { name: 'Source' });
    await source.getByRole('button', { name: 'Sign in' }).click();
    await expect(dialog.getByTestId('user-code')).toHaveText('ABCD-EFGH');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(source).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(source).toBeHidden();
    await page.getByRole('link', { name: 'Overview' }).click();
  });
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (address) => {
      opened.push(address);
      return Promise.resolve();
    };
  }, null);
  await failing(page).getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog.getByTestId('user-code')).toHaveText('ABCD-EFGH');
  await expect(dialog).toContainText('Waiting for you to confirm it');
  const opened = await app.evaluate(
    () => (globalThis as unknown as { opened: string[] }).opened,
    null,
  );
  expect(opened).toEqual([`${server.endpoint}/device?user_code=ABCD-EFGH`]);

  server.approved = true;
  await expect(dialog).toBeHidden();
  await expect(new OverviewPage(page).row(HOST)).toBeVisible();
  await expect(failing(page)).toBeHidden();
});

test('a device for multi-factor authentication is asked for its code by itself, once', async ({
  env,
  launch,
  server,
}) => {
  const app = await launch({ env: env('device') });
  const page = app.window;
  const dialog = page.getByRole('dialog', { name: 'MFA code' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(failing(page)).toContainText(DEVICE);
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(dialog).toBeHidden();

  await failing(page).getByRole('button', { name: 'Enter code' }).click();
  const code = dialog.getByLabel('Code', { exact: true });
  await code.fill('12');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Enter 6 digits.');
  await code.fill('000000');
  await code.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('invalid MFA one time pass code');
  server.codes.add('123456');
  await code.fill('123456');
  await code.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(new OverviewPage(page).row(HOST)).toBeVisible();
  await expect(failing(page)).toBeHidden();
  expect(server.asked.filter((asked) => asked.includes('AssumeRole'))).toEqual([
    'AssumeRole 000000',
    'AssumeRole 123456',
  ]);
});

test('rotated keys count from the next sync on, and a role is taken with its external id, without a restart', async ({
  dynamo,
  env,
  folder,
  launch,
  server,
}) => {
  const proxy = await startFaultProxy(dynamo.endpoint);
  proxy.fault = ({ accessKeyId }) => (accessKeyId === 'OLD' ? { kind: 'reject' } : null);
  const credentials = join(folder, 'credentials');
  const rotate = (key: string) => {
    writeFileSync(
      credentials,
      `[rotated]\naws_access_key_id = ${key}\naws_secret_access_key = made-up\nregion = eu-west-1\n`,
    );
  };
  rotate('OLD');
  const app = await launch({
    env: {
      ...env('rotated'),
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint,
    },
  });
  const page = app.window;
  await expect(failing(page)).toContainText(
    'AWS rejected the credentials of the profile "rotated"',
  );
  // A sync that still runs would read the new keys by itself.
  const retry = page.getByRole('button', { name: 'Retry' });
  await expect(retry).toBeEnabled();
  rotate('NEW');
  await retry.click();
  await expect(new OverviewPage(page).row(HOST)).toBeVisible();
  await expect(failing(page)).toBeHidden();

  const form = await SourceForm.open(page);
  await page.getByText('Endpoint and table names').click();
  await page.getByLabel('Role ARN').fill('arn:aws:iam::123456789012:role/viewer');
  await page.getByLabel('External ID').fill('fleet-7');
  await form.test();
  await expect.poll(() => server.asked).toContain('AssumeRole fleet-7');
  await form.save();
  await expect.poll(() => proxy.requests.at(-1)?.accessKeyId).toContain('ASIASTS');
  await proxy.close();
});
