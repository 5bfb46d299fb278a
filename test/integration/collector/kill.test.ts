import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { normalizeHostname } from '../../../contract/hostname.ts';
import { DEFAULT_TABLE_NAMES, partitionKey } from '../../../contract/tables.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { dynamoEnvironment } from '../../support/dynamodb-local.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import { createTables, localClients } from '../../support/fleet-tables.ts';
import { cleanEnvironment } from '../../support/environment.ts';
import { CLI, runCli } from '../../support/run-cli.ts';

const thisHost = normalizeHostname(hostname());

const ACCOUNT = 'collectorkill';

let proxy: FaultProxy;
let clients: DynamoClients;
let dataDir: string;

beforeAll(async () => {
  proxy = await startFaultProxy(inject('dynamoEndpoint'));
  clients = localClients(inject('dynamoEndpoint'), { account: ACCOUNT });
  await createTables(clients, DEFAULT_TABLE_NAMES, ['system', 'registry']);
  dataDir = mkdtempSync(join(tmpdir(), 'kill-'));
});

afterAll(async () => {
  clients.destroy();
  await proxy.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The samples in the outbox, as another process sees them on disk. */
function outbox(): { minute: number; cpuPercent: number }[] {
  const db = new DatabaseSync(join(dataDir, 'outbox.db'), { readOnly: true });
  const rows = db.prepare('SELECT sample FROM outbox').all();
  db.close();
  return rows.map(
    (row) => JSON.parse(String(row['sample'])) as { minute: number; cpuPercent: number },
  );
}

it('loses nothing when it is killed between sample and upload', async () => {
  // The upload reaches the network and is never answered: the sample is taken, and not acknowledged.
  const asked = new Promise<void>((resolve) => {
    proxy.fault = ({ operation }) => {
      if (operation !== 'BatchWriteItem') return null;
      resolve();
      return { kind: 'hang' };
    };
  });
  const child = spawn(process.execPath, [CLI, 'collect'], {
    env: {
      ...cleanEnvironment(),
      PY_PERF_DATA_DIR: dataDir,
      ...dynamoEnvironment(proxy.endpoint, ACCOUNT),
    },
    stdio: 'ignore',
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await asked;
  child.kill('SIGKILL');
  await exited;

  const [killed] = outbox();
  if (killed === undefined) throw new Error('the outbox lost the sample');
  proxy.fault = () => null;
  const next = await runCli(['collect', '--once'], {
    dataDir,
    env: dynamoEnvironment(proxy.endpoint, ACCOUNT),
  });
  expect(next).toMatchObject({ code: 0, stderr: '' });

  const { Items = [] } = await clients.document.send(
    new QueryCommand({
      TableName: DEFAULT_TABLE_NAMES.system,
      KeyConditionExpression: 'hostname_hour = :key AND minute_timestamp = :minute',
      ExpressionAttributeValues: {
        ':key': partitionKey(thisHost, killed.minute),
        ':minute': killed.minute,
      },
    }),
  );
  expect(Items).toHaveLength(1);
  expect(outbox()).toEqual([]);
  const history = await runCli(['history', thisHost, '--json'], {
    dataDir,
    env: dynamoEnvironment(proxy.endpoint, ACCOUNT),
  });
  const minutes = (JSON.parse(history.stdout) as { time: number }[]).map(({ time }) => time);
  expect(minutes).toContain(killed.minute);
});
