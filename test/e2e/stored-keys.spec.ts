import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_TABLE_NAMES } from '../../contract/tables.ts';
import { e2eHost } from '../support/electron-binary.ts';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { createTables, localClients, putItems } from '../support/fleet-tables.ts';
import { expect, test as base } from './fixture.ts';
import type { App } from './hosts/app.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { SourceForm } from './pages/source-form.ts';

const ID = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const HOST = 'web-01.fra.example.net';

/** Tables with one host, in front of which all access keys but one are refused. */
const test = base.extend<{ fleet: FaultProxy }>({
  fleet: async ({ dynamo }, use) => {
    const clients = localClients(dynamo.endpoint);
    await createTables(clients, DEFAULT_TABLE_NAMES);
    const last_seen = Math.floor(Date.now() / 1000);
    await putItems(clients, DEFAULT_TABLE_NAMES.registry, [
      { hostname: HOST, last_seen, active: true, cpu_percent: 5, memory_percent: 5 },
    ]);
    clients.destroy();
    const proxy = await startFaultProxy(dynamo.endpoint);
    proxy.fault = ({ accessKeyId }) => (accessKeyId === ID ? null : { kind: 'reject' });
    await use(proxy);
    await proxy.close();
  },
});

/** On Electron itself, a machine without a keyring can only show that keys are refused. */
async function skipWithoutKeyring(app: App): Promise<void> {
  const backend = await app.evaluate(
    ({ safeStorage }) =>
      process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'system',
    null,
  );
  test.skip(['basic_text', 'unknown'].includes(backend), 'this machine has no keyring');
}

async function enterKeys(app: App, endpoint: string): Promise<void> {
  const form = await SourceForm.open(app.window);
  await form.chooseOwnKey();
  await form.enterKey(ID, SECRET);
  await form.enterEndpoint(endpoint);
  await form.test();
  await expect(app.window.getByText('The tables can be read: one host.')).toBeVisible();
  await form.save();
}

async function expectSynced(app: App): Promise<void> {
  await app.window.getByRole('link', { name: 'Overview' }).click();
  const overview = new OverviewPage(app.window);
  await expect(overview.row(HOST)).toBeVisible();
  await expect(overview.sourceStatus).toContainText(/synced/iu);
}

/** Files below a folder that hold the text, by their paths. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}

test('keys entered in Settings read the fleet, also after a restart, and lie nowhere as they are', async ({
  fleet,
  folder,
  launch,
}) => {
  const file = join(folder, 'app/credentials.json');
  const first = await launch({});
  await skipWithoutKeyring(first);
  await enterKeys(first, fleet.endpoint);
  await expectSynced(first);
  const kept = await first.window.evaluate(() =>
    JSON.stringify([localStorage, sessionStorage, document.cookie, history.state]),
  );
  const given = await first.evaluate(() => JSON.stringify([process.argv, process.env]), null);
  for (const secret of [ID, SECRET]) expect(kept + given).not.toContain(secret);
  await first.close();
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  // The search finds what there is: the end of the id is kept to be shown.
  expect(filesWith(join(folder, 'app'), 'MPLE')).toContain(file);

  // The keyring of a real machine is not to be reset.
  if (e2eHost() === 'standin')
    await test.step('a keyring that was reset is an error that says what to do, and what is known stays', async () => {
      const reset = await launch({ env: { PY_PERF_STANDIN_KEYRING: 'another' } });
      await expect(new OverviewPage(reset.window).row(HOST)).toBeVisible();
      const notice = reset.window.getByRole('alert').filter({ hasText: 'cannot be decrypted' });
      await expect(notice.first()).toContainText('Enter them again');
      await reset.close();
    });

  fleet.reset();
  const again = await launch({});
  await expectSynced(again);
  expect(new Set(fleet.requests.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set([ID]));
  const form = await SourceForm.open(again.window);
  await expect(form.storedKey).toContainText('Key …MPLE, stored encrypted on this machine.');
  expect(await again.window.content()).not.toContain(SECRET);
  expect(filesWith(folder, SECRET)).toEqual([]);
  expect(filesWith(folder, ID)).toEqual([]);

  await test.step('a key that is removed is gone from the disk, and the source uses the AWS configuration', async () => {
    await again.window.getByRole('button', { name: 'Remove', exact: true }).click();
    await form.save();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ version: 1, keys: [] });
    await expect(again.window.getByTestId('settings-source')).toContainText(
      'Standard AWS configuration',
    );
  });
  await again.close();
  expect(filesWith(folder, SECRET)).toEqual([]);
  expect(filesWith(folder, ID)).toEqual([]);
  expect(again.output() + first.output()).not.toContain(SECRET);
});

test('where there is no keyring, keys are refused, and nothing is written', async ({
  folder,
  launch,
}) => {
  test.skip(process.platform !== 'linux', 'other systems always have one');
  const app = await launch({ args: ['--password-store=basic'] });
  const form = await SourceForm.open(app.window);
  await form.chooseOwnKey();
  await expect(form.refusal).toContainText('Use a profile of the AWS configuration instead');
  await expect(app.window.getByLabel('Secret access key')).toHaveCount(0);
  // A page that asks all the same is refused too.
  const answer = await app.window.evaluate(
    async ([accessKeyId, secretAccessKey]) => {
      const { pyPerf } = globalThis as unknown as {
        pyPerf: { setCredentials: (input: object) => Promise<object> };
      };
      const keys = { accessKeyId, secretAccessKey };
      return pyPerf.setCredentials({ sourceId: 'default', keys });
    },
    [ID, SECRET],
  );
  expect(answer).toMatchObject({ ok: false, error: { code: 'encryption-unavailable' } });
  await app.close();
  expect(readdirSync(join(folder, 'app'))).not.toContain('credentials.json');
  expect(filesWith(folder, SECRET)).toEqual([]);
});
