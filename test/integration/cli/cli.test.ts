import { mkdtempSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTimeToLiveCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { normalizeHostname } from '../../../contract/hostname.ts';
import { METRICS, METRIC_IDS } from '../../../contract/metrics.ts';
import { DEFAULT_TABLE_NAMES } from '../../../contract/tables.ts';
import { dynamoEnvironment } from '../../support/dynamodb-local.ts';
import { runCliHere } from '../../support/run-cli-here.ts';
import { runCli } from '../../support/run-cli.ts';

/** The default table names are part of what is tested. */
const ACCOUNT = 'cli';
let client: DynamoDBClient;
let env: Record<string, string>;
let root: string;
let dataDir: string;
let count = 0;

const thisHost = normalizeHostname(hostname());

beforeAll(() => {
  env = dynamoEnvironment(inject('dynamoEndpoint'), ACCOUNT);
  client = new DynamoDBClient({
    endpoint: inject('dynamoEndpoint'),
    region: 'us-east-1',
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: ACCOUNT },
  });
  root = mkdtempSync(join(tmpdir(), 'cli-'));
});

afterAll(() => {
  client.destroy();
  rmSync(root, { recursive: true });
});

beforeEach(() => {
  count += 1;
  dataDir = join(root, String(count));
});

interface Row {
  hostname: string;
  state: string;
  lastSeen: number;
  cpuPercent: number;
  memoryPercent: number;
  layout: string;
}

describe('without AWS', () => {
  it('collects this machine locally', async () => {
    const once = await runCli(['collect', '--once'], { dataDir });
    expect(once).toMatchObject({ code: 0, stderr: '' });
    expect(once.stdout).toContain('kept on this machine');
    const status = await runCli(['status', '--json'], { dataDir });
    expect(status).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(status.stdout)).toMatchObject([
      { hostname: thisHost, state: 'online', layout: 'local' },
    ]);
  });

  it('refuses to create tables without AWS, and says how to connect', async () => {
    const result = await runCliHere(['collect', '--once', '--create-tables'], { dataDir });
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/needs AWS[^]*AWS_PROFILE/u);
  });

  it('says so when there is nothing to show', async () => {
    const result = await runCliHere(['status'], { dataDir });
    expect(result.code).toBe(0);
    expect(result.stdout).toContain('No hosts yet');
  });
});

describe('with DynamoDB', () => {
  it('names missing tables and keeps the sample until they exist', async () => {
    const failed = await runCliHere(['collect', '--once'], { dataDir, env });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/error:[\s\S]*hint:[\s\S]*--create-tables/u);
    const done = await runCli(['collect', '--once', '--create-tables'], { dataDir, env });
    expect(done).toMatchObject({ code: 0, stderr: '' });
  });

  it('writes items of the documented names and types, with TTL turned on', async () => {
    const items = await client.send(
      new ScanCommand({ TableName: DEFAULT_TABLE_NAMES.system, ConsistentRead: true }),
    );
    expect(items.Items?.length).toBeGreaterThan(0);
    for (const item of items.Items ?? []) {
      expect(item['hostname_hour']?.S).toMatch(/#\d{4}-\d{2}-\d{2}-\d{2}$/u);
      expect(item['hostname']).toEqual({ S: thisHost });
      expect(Number(item['minute_timestamp']?.N) % 60).toBe(0);
      expect(item['timestamp']).toEqual(item['minute_timestamp']);
      expect(item['cpu_percent']?.N).toMatch(/^\d+(\.\d)?$/u);
      expect(item['memory_percent']?.N).toMatch(/^\d+(\.\d)?$/u);
      expect(item['memory_used_mb']?.N).toMatch(/^\d+$/u);
      expect(item['created_at']?.S).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:]{8}(\.\d{6})?$/u);
      expect(Number(item['ttl']?.N)).toBe(
        Math.trunc(Number(item['collected_at']?.N)) + 30 * 86_400,
      );
    }
    const ttl = await client.send(
      new DescribeTimeToLiveCommand({ TableName: DEFAULT_TABLE_NAMES.system }),
    );
    expect(ttl.TimeToLiveDescription).toMatchObject({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'ttl',
    });
  });

  it('shows the fleet to another viewer, with the values stored', async () => {
    const registry = await client.send(
      new ScanCommand({ TableName: DEFAULT_TABLE_NAMES.registry, ConsistentRead: true }),
    );
    const stored = registry.Items?.[0];
    expect(stored?.['active']).toEqual({ BOOL: true });
    const status = await runCliHere(['status', '--json'], { dataDir, env });
    expect(status).toMatchObject({ code: 0, stderr: '' });
    const rows = JSON.parse(status.stdout) as Row[];
    expect(rows).toMatchObject([
      {
        hostname: thisHost,
        state: 'online',
        cpuPercent: Number(stored?.['cpu_percent']?.N),
        memoryPercent: Number(stored?.['memory_percent']?.N),
        firstSeen: Number(stored?.['first_seen']?.N),
        layout: 'v2',
      },
    ]);
    const history = await runCliHere(['history', thisHost, '--json'], { dataDir, env });
    expect(history).toMatchObject({ code: 0, stderr: '' });
    const minutes = JSON.parse(history.stdout) as { time: number; cpuPercent: number }[];
    expect(minutes.length).toBeGreaterThan(0);
    expect(minutes.at(-1)?.time).toBeLessThanOrEqual(rows[0]?.lastSeen ?? 0);
    const usual = await runCliHere(['history', thisHost, '--csv'], { dataDir, env });
    expect(usual.stdout.split('\n')[0]).toBe('time,cpuPercent,memoryPercent');
    const all = ['history', thisHost, '--metrics', 'all', '--csv'];
    const csv = await runCliHere(all, { dataDir, env });
    const head = csv.stdout.split('\n')[0]?.split(',');
    expect(head?.[0]).toBe('time');
    expect(head?.slice(1).toSorted()).toEqual(
      METRIC_IDS.map((id) => METRICS[id].field as string).toSorted(),
    );
    expect(csv.stdout.trim().split('\n')).toHaveLength(minutes.length + 1);
  });

  it('shows stored data when DynamoDB cannot be reached, and reports its age', async () => {
    await runCliHere(['status'], { dataDir, env });
    const dead = { ...env, AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' };
    const status = await runCliHere(['status', '--json'], { dataDir, env: dead });
    expect(status.code).toBe(3);
    expect(status.stderr).toMatch(/not synced[\s\S]*cannot be reached[\s\S]*hint:/u);
    expect(JSON.parse(status.stdout)).toMatchObject([{ hostname: thisHost }]);
    const quiet = await runCliHere(['status', '--json', '--no-sync'], { dataDir, env: dead });
    expect(quiet).toMatchObject({ code: 0, stderr: '' });
  });

  it('names an unknown host', async () => {
    const result = await runCliHere(['history', 'nowhere'], { dataDir, env });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('No host "nowhere" is known');
  });
});

describe('usage', () => {
  it.each([
    [['--help'], 0],
    [['collekt'], 2],
  ])('the program %j ends with %i', async (args, code) => {
    expect((await runCli(args, { dataDir })).code).toBe(code);
  });

  it.each([
    [['collect', '--help'], 0],
    [['--version'], 0],
    [['status', '--jsn'], 2],
    [['history'], 2],
    [['history', 'a', '--hours', 'many'], 2],
  ])('%j ends with %i', async (args, code) => {
    expect((await runCliHere(args, { dataDir })).code).toBe(code);
  });
});
