import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings } from '../../platform/fs/settings-file.ts';
import { dynamoEnvironment } from '../support/dynamodb-local.ts';
import { createTables, localClients, testSource, uniqueTables } from '../support/fleet-tables.ts';
import { runCli } from '../support/run-cli.ts';
import { expect, test } from './fixture.ts';
import { Frame } from './pages/frame.ts';
import { expectAccessible } from './screen/axe.ts';

const cpu = (above: number) => ({
  alerts: { cpu: { enabled: true, above, clearBelow: 40, forMinutes: 5 } },
});

test('a source is shared with the team, a conflict is decided, and a file is written and imported', async ({
  folder,
  launch,
  dynamo,
}) => {
  const env = dynamoEnvironment(dynamo.endpoint);
  const tables = uniqueTables();
  const clients = localClients(dynamo.endpoint);
  await createTables(clients, tables);
  clients.destroy();
  const machine = (name: string, settings: object): string => {
    const dataDir = join(folder, name);
    mkdirSync(dataDir, { mode: 0o700 });
    const sources = [testSource(dynamo.endpoint, tables)];
    writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ sources, ...settings }));
    return dataDir;
  };
  const anna = machine('anna', {
    ...cpu(70),
    labels: { 'default/web-1': ['web'] },
    channels: [{ type: 'slack', id: 'ops', name: 'Ops' }],
  });
  expect(await runCli(['share', 'on'], { dataDir: anna, env })).toMatchObject({ code: 0 });

  const mine = machine('app', cpu(80));
  const app = await launch({ dataDir: mine, env });
  const { window } = app;
  const conflict = window.getByTestId('shared-conflict');
  await new Frame(window).go('Settings');
  await window.getByRole('switch', { name: 'Share AWS' }).click();
  const asked = window.getByRole('alertdialog');
  await expect(asked).toContainText('Everyone with read access to the registry table');
  expect(loadSettings(mine).sources[0]?.shared).toBeUndefined();
  await asked.getByRole('button', { name: 'Share' }).click();

  await expect(conflict).toContainText('above 70');
  await expect(conflict).toContainText('above 80');
  await expect(window.getByTestId('settings-channel')).toContainText('Off');
  await expect(window.getByText('Ops came from the team')).toBeVisible();
  await expectAccessible(window);
  await conflict.getByRole('button', { name: /above 70/u }).click();
  await expect(conflict).toHaveCount(0);
  expect(loadSettings(mine)).toMatchObject({
    ...cpu(70),
    labels: { 'default/web-1': ['web'] },
    channels: [{ id: 'ops', enabled: false }],
  });

  const file = join(folder, 'team.json');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, file);
  await window.getByRole('button', { name: 'Export…' }).click();
  await expect(window.getByText('Saved.')).toBeVisible();
  const saved = JSON.parse(readFileSync(file, 'utf8')) as { labels: Record<string, string[]> };
  expect(saved.labels).toEqual({ 'web-1': ['web'] });
  saved.labels['db-1'] = ['db'];
  writeFileSync(file, JSON.stringify(saved));
  await window.getByRole('button', { name: 'Import…' }).click();
  await expect(window.getByRole('alertdialog')).toContainText('label / db-1 / db');
  await window.getByRole('alertdialog').getByRole('button', { name: 'Import' }).click();
  await expect(window.getByText('Imported.')).toBeVisible();
  expect(loadSettings(mine).labels).toMatchObject({ 'default/db-1': ['db'] });

  // What is set in the window reaches the team by itself.
  await expect
    .poll(async () => {
      await runCli(['share'], { dataDir: anna, env });
      return loadSettings(anna).labels['default/db-1'];
    })
    .toEqual(['db']);
  expect(loadSettings(anna).alerts.cpu.above).toBe(70);

  writeFileSync(file, '{"kind":"py-perf shared settings","format":1,"labels":{"a":[7]}}');
  await window.getByRole('button', { name: 'Import…' }).click();
  await expect(window.getByText(/labels\.a\.0/u)).toBeVisible();
});
