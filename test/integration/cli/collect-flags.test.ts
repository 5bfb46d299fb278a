import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { dynamoEnvironment } from '../../support/dynamodb-local.ts';
import { runCliHere } from '../../support/run-cli-here.ts';

/** Tables are named by a daemon.yaml, or have the default names. */
const ACCOUNT = 'collectflags';
let env: Record<string, string>;
let root: string;

beforeAll(() => {
  env = dynamoEnvironment(inject('dynamoEndpoint'), ACCOUNT);
  root = mkdtempSync(join(tmpdir(), 'cli-flags-'));
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

async function tables(): Promise<string[]> {
  const client = new DynamoDBClient({
    endpoint: inject('dynamoEndpoint'),
    region: 'us-east-1',
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: ACCOUNT },
  });
  try {
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    return TableNames;
  } finally {
    client.destroy();
  }
}

it('writes the legacy layout, which the reader reads back', async () => {
  const flags = ['--once', '--create-tables', '--table-format', 'legacy', '--hostname', 'old-01'];
  const collected = await runCliHere(['collect', ...flags], { dataDir: join(root, 'writer'), env });
  expect(collected).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('1 uploaded') as string,
  });
  expect(await tables()).toEqual(['py-perf-system', 'py-perf-systems-registry']);
  const { code, stdout } = await runCliHere(['status', '--json'], {
    dataDir: join(root, 'reader'),
    env,
  });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([
    { hostname: 'old-01', state: 'online', layout: 'legacy' },
  ]);
});

it('reads a daemon.yaml, reports unknown keys, and refuses a broken file', async () => {
  const file = join(root, 'daemon.yaml');
  const dataDir = join(root, 'yaml');
  writeFileSync(file, 'daemon: { dynamodb_table_name: team, colour: red }\n');
  const flags = ['collect', '--once', '--create-tables', '--table-format', 'legacy'];
  const good = await runCliHere([...flags, '--daemon-config', file], { dataDir, env });
  expect(good.code).toBe(0);
  expect(good.stderr).toContain('"daemon.colour" is unknown');
  expect(await tables()).toContain('team');
  writeFileSync(file, 'daemon: [\n');
  const bad = await runCliHere([...flags, '--daemon-config', file], { dataDir, env });
  expect(bad.code).toBe(1);
  expect(bad.stderr).toContain('is not YAML');
});
