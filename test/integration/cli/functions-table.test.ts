import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { DEFAULT_TABLE_NAMES } from '../../../contract/tables.ts';
import { DAY_S } from '../../../contract/time.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { dynamoEnvironment } from '../../support/dynamodb-local.ts';
import { localClients, putItems } from '../../support/fleet-tables.ts';
import { createLibraryTable } from '../../support/functions-campaign.ts';
import { libraryItem } from '../../support/made-up/python-runs.ts';
import { runCliHere } from '../../support/run-cli-here.ts';
import type { CliResult } from '../../support/run-cli.ts';

const ACCOUNT = 'functionstable';
const NOW = Math.floor(Date.now() / 1000);

let clients: DynamoClients;
let dataDir: string;

const cli = (...args: string[]): Promise<CliResult> =>
  runCliHere(args, { dataDir, env: dynamoEnvironment(inject('dynamoEndpoint'), ACCOUNT) });

/** A run that is dated when it was uploaded, as the library's are: by the index only newer ones are looked for. */
function upload(n: number, at: number): Promise<void> {
  const timings = [{ name: 'load', calls: n, wall: n, min: 1, max: 1, cpu: 0 }];
  const run = { id: at * 1e6, session: `s-${String(n)}`, at, hostname: 'batch', timings };
  return putItems(clients, DEFAULT_TABLE_NAMES.functions, [libraryItem(run)]);
}

beforeAll(async () => {
  clients = localClients(inject('dynamoEndpoint'), { account: ACCOUNT });
  dataDir = mkdtempSync(join(tmpdir(), 'functions-table-'));
  await createLibraryTable(clients, DEFAULT_TABLE_NAMES);
  await upload(1, NOW - DAY_S + 1);
  await upload(2, NOW - DAY_S + 2);
}, 120_000);
afterAll(() => {
  clients.destroy();
  rmSync(dataDir, { recursive: true });
});

it('the index of the table of runs is priced, created once confirmed, and used for runs', async () => {
  const index = ['legacy-index', '--functions'];
  const refused = await cli(...index, '--create');
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/no hostname-timestamp-index[^]*Filling it: \d+ write units, \$/u);
  expect(refused.stderr).toContain('5 read and 5 write units a second');
  expect(refused.stderr).toContain('aws dynamodb update-table');
  expect(refused.stderr).toContain('Nothing was created');

  const created = await cli(...index, '--create', '--yes');
  expect(created).toMatchObject({ code: 0, stderr: '' });
  expect(created.stdout).toMatch(/is there|is being filled/u);

  await expect
    .poll(async () => JSON.parse((await cli(...index, '--json')).stdout) as unknown, {
      interval: 500,
      timeout: 30_000,
    })
    .toMatchObject({ state: 'active' });
  await upload(3, Math.floor(Date.now() / 1000));
  const { code, stdout, stderr } = await cli('functions', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject([{ name: 'load', runs: 3, calls: 6 }]);
});
