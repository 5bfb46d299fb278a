import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import type { TableNames } from '../../../contract/tables.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { dynamoEnvironment } from '../../support/dynamodb-local.ts';
import { cleanEnvironment } from '../../support/environment.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import {
  createTables,
  localClients,
  testSource,
  uniqueTables,
} from '../../support/fleet-tables.ts';
import { CLI, buildCli, runCli, type CliResult } from '../../support/run-cli.ts';
import { runCliHere } from '../../support/run-cli-here.ts';

let clients: DynamoClients;
let tables: TableNames;
let proxy: FaultProxy;
let directory: string;
let env: Record<string, string>;

beforeEach(async () => {
  clients = localClients(inject('dynamoEndpoint'));
  tables = uniqueTables();
  await createTables(clients, tables);
  proxy = await startFaultProxy(inject('dynamoEndpoint'));
  env = dynamoEnvironment(proxy.endpoint);
  directory = mkdtempSync(join(tmpdir(), 'cli-share-'));
});

afterEach(async () => {
  await proxy.close();
  clients.destroy();
  rmSync(directory, { recursive: true });
});

/** A data directory of that name with these settings. */
function machine(name: string, settings: object = {}): string {
  const dataDir = join(directory, name);
  mkdirSync(dataDir, { mode: 0o700, recursive: true });
  const sources = [testSource(proxy.endpoint, tables)];
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ sources, ...settings }));
  return dataDir;
}

function settingsOf(dataDir: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(dataDir, 'settings.json'), 'utf8')) as Record<
    string,
    unknown
  >;
}

function share(dataDir: string, ...args: string[]): Promise<CliResult> {
  return runCliHere(['share', ...args], { dataDir, env });
}

const WEB = { labels: { 'default/web-1': ['web'] } };
const DB = { labels: { 'default/db-1': ['db'] } };

it('starts sharing, shows its state, resolves a conflict, and stops', async () => {
  const rule = (above: number) => ({
    cpu: { enabled: true, above, clearBelow: 40, forMinutes: 5 },
  });
  const anna = machine('anna', { ...WEB, alerts: rule(70) });
  const ben = machine('ben', {
    alerts: rule(80),
    channels: [{ type: 'slack', id: 'ops', name: 'Ops' }],
  });
  expect(await share(anna)).toMatchObject({ code: 0, stdout: 'AWS: not shared\n' });
  expect(await share(anna, 'on')).toMatchObject({ code: 0 });
  const joined = await share(ben, 'on');
  expect(joined.stdout).toMatch(
    /conflict 1: rule \/ cpu \/ limits\n +1\) \{"above":\d0,"clearBelow":40\} \(.+@.+, \d{4}-.+Z, applies now\)\n +2\) /u,
  );
  const { stdout } = await share(ben, 'status', '--json');
  const [{ conflicts } = { conflicts: [] }] = JSON.parse(stdout) as {
    conflicts: { choices: { value: { above: number } }[] }[];
  }[];
  const wanted = conflicts[0]?.choices.findIndex(({ value }) => value.above === 70) ?? -1;
  expect(await share(ben, 'resolve', '1', String(wanted + 1))).toMatchObject({ code: 0 });
  expect((await share(ben, 'resolve', '1', '1')).stderr).toContain('nothing to decide');
  const status = await share(anna, 'status');
  expect(status.stdout).not.toContain('conflict');
  expect(status.stdout).toContain('channel Ops: off here, and its url is missing here');
  expect(settingsOf(ben)).toMatchObject({ ...WEB, alerts: rule(70) });
  await share(anna, 'allow', 'Ops');
  expect(settingsOf(anna)).toMatchObject({ channels: [{ id: 'ops', enabled: true }] });
  expect((await share(anna, 'off')).stdout).toBe('AWS: not shared\n');
  expect(settingsOf(anna)).toMatchObject({ ...WEB, channels: [{ id: 'ops' }] });
});

it('exports to a file and imports one, after a dry run', async () => {
  const anna = machine('anna', WEB);
  const ben = machine('ben', DB);
  const file = join(directory, 'team.json');
  await share(anna, 'export', file);
  expect((await share(anna, 'export', '-')).stdout).toBe(readFileSync(file, 'utf8'));
  const dry = await share(ben, 'import', file, '--dry-run');
  expect(dry).toMatchObject({ code: 0, stdout: '+ label / web-1 / web: true\n' });
  expect(settingsOf(ben)).toMatchObject(DB);
  expect((await share(ben, 'import', file)).stdout).toBe(dry.stdout);
  expect(settingsOf(ben)).toMatchObject({ labels: { ...DB.labels, ...WEB.labels } });
  expect((await share(ben, 'import', file)).stdout).toBe('Nothing changes.\n');
  const bad = await runCli(['share', 'import', '-'], {
    dataDir: ben,
    env,
    input: '{"kind":"py-perf shared settings","format":1,"labels":{"a":[7]}}',
  });
  expect(bad.code).toBe(1);
  expect(bad.stderr).toContain('labels.a.0');
  expect((await share(ben, 'import', join(directory, 'none.json'))).stderr).toContain('ENOENT');
});

it('fails if the registry cannot be reached, and keeps the changes', async () => {
  const anna = machine('anna', WEB);
  await share(anna, 'on');
  proxy.fault = () => ({ kind: 'deny' });
  const denied = await share(anna);
  expect(denied.code).toBe(1);
  expect(denied.stdout).toContain('failing');
  expect((await share(anna, 'on', '--source', 'none')).stderr).toContain(
    'There is no source "none"',
  );
});

it('repeats and loses nothing when killed between its write and the answer', async () => {
  const anna = machine('anna', WEB);
  proxy.fault = ({ operation }) => (operation === 'UpdateItem' ? { kind: 'stall' } : null);
  await buildCli();
  const child = spawn(process.execPath, [CLI, 'share', 'on'], {
    env: { ...cleanEnvironment(), ...env, PY_PERF_DATA_DIR: anna },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const version = async (): Promise<unknown> => {
    const { Item } = await clients.document.send(
      new GetCommand({ TableName: tables.registry, Key: { hostname: '#py-perf-desktop/shared' } }),
    );
    return Item?.['version'];
  };
  await expect.poll(version, { timeout: 20_000 }).toBe(1);
  child.kill('SIGKILL');
  await ended;
  proxy.fault = () => null;
  const status = await share(anna);
  expect(status).toMatchObject({ code: 0 });
  expect(status.stdout).not.toContain('not sent');
  expect(await version()).toBe(1);
  const ben = machine('ben', DB);
  await share(ben, 'on');
  expect(settingsOf(ben)).toMatchObject({ labels: { ...DB.labels, ...WEB.labels } });
});
