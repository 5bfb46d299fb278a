import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { Collector } from '../../../collector/collector.ts';
import { Outbox } from '../../../collector/outbox/outbox.ts';
import { ensureTables } from '../../../collector/uploader/tables.ts';
import { Uploader } from '../../../collector/uploader/uploader.ts';
import { decodeV2Item, encodeV2Item } from '../../../contract/records.ts';
import type { Sample } from '../../../contract/sample.ts';
import type { TableNames } from '../../../contract/tables.ts';
import { minuteOf } from '../../../contract/time.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import {
  createTable,
  createTables,
  localClients,
  uniqueTables,
} from '../../support/fleet-tables.ts';
import { runningClock } from '../../support/running-clock.ts';
import { silentLogger } from '../../support/test-engine.ts';

const NOW = minuteOf(1_795_500_000);
const clock = runningClock(NOW + 42);

let proxy: FaultProxy;
let clients: DynamoClients;
let tables: TableNames;
let directory: string;
let outbox: Outbox;
let uploader: Uploader;

beforeEach(async () => {
  proxy = await startFaultProxy(inject('dynamoEndpoint'));
  clients = localClients(proxy.endpoint);
  tables = uniqueTables();
  await createTables(clients, tables, ['system', 'registry']);
  directory = mkdtempSync(join(tmpdir(), 'uploader-'));
  outbox = new Outbox(join(directory, 'outbox.db'), clock);
  uploader = new Uploader({
    connect: () => Promise.resolve(localClients(proxy.endpoint, { maxAttempts: 1 })),
    tables,
    createTables: false,
    outbox,
    logger: silentLogger,
    clock,
  });
});

afterEach(async () => {
  uploader.close();
  outbox.close();
  clients.destroy();
  await proxy.close();
  rmSync(directory, { recursive: true });
});

function sample(minutesAgo: number): Sample {
  const minute = NOW - minutesAgo * 60;
  return {
    hostname: 'web#1',
    minute,
    collectedAt: minute + 12.345678,
    cpuPercent: 12.5,
    memoryPercent: 40,
    memoryUsedMb: 100,
    memoryAvailableMb: 150,
    collector: 'py-perf-desktop/0.1.0',
  };
}

async function stored(): Promise<Sample[]> {
  const { Items = [] } = await clients.document.send(new ScanCommand({ TableName: tables.system }));
  return Items.flatMap((item) => {
    const decoded = decodeV2Item(item, NOW);
    return 'value' in decoded ? [decoded.value] : [];
  }).sort((a, b) => a.minute - b.minute);
}

async function registry(): Promise<Record<string, unknown>> {
  const { Item = {} } = await clients.base.send(
    new GetItemCommand({ TableName: tables.registry, Key: { hostname: { S: 'web#1' } } }),
  );
  return Item;
}

describe('the uploader', () => {
  it('drains a long outbox in batches of 25 and writes one registry row', async () => {
    const samples = Array.from({ length: 60 }, (_, index) => sample(59 - index));
    for (const each of samples) outbox.append(each);
    expect(await uploader.drain({ platform: 'Linux' })).toBe(60);
    expect(await stored()).toEqual(samples);
    expect(outbox.count()).toBe(0);
    const operations = proxy.requests.map(({ operation }) => operation);
    expect(operations.filter((name) => name === 'BatchWriteItem')).toHaveLength(3);
    expect(operations.filter((name) => name === 'UpdateItem')).toHaveLength(1);
  });

  it('keeps first_seen, follows the newest sample, and never steps back', async () => {
    outbox.append(sample(10));
    await uploader.drain({ platform: 'Linux' });
    const first = await registry();
    expect(first['first_seen']).toEqual({ N: String(sample(10).collectedAt) });
    outbox.append(sample(1));
    await uploader.drain({ platform: 'Linux' });
    outbox.append(sample(5));
    await uploader.drain({ platform: 'Linux' });
    expect(await registry()).toMatchObject({
      first_seen: first['first_seen'],
      last_seen: { N: String(sample(1).collectedAt) },
      cpu_percent: { N: '12.5' },
      status: { S: 'online' },
      active: { BOOL: true },
      platform: { S: 'Linux' },
    });
    expect(await stored()).toHaveLength(3);
  });

  it('brings back a removed host', async () => {
    await clients.document.send(
      new UpdateCommand({
        TableName: tables.registry,
        Key: { hostname: 'web#1' },
        UpdateExpression: 'SET active = :no, removed_at = :at, last_seen = :then',
        ExpressionAttributeValues: { ':no': false, ':at': '2026-01-01T00:00:00', ':then': 1 },
      }),
    );
    outbox.append(sample(0));
    await uploader.drain({});
    const row = await registry();
    expect(row['active']).toEqual({ BOOL: true });
    expect(row['removed_at']).toBeUndefined();
  });

  it.each(['fail', 'throttle', 'reset', 'deny'] as const)(
    'keeps everything when DynamoDB answers with "%s", and uploads it later',
    async (kind) => {
      outbox.append(sample(0));
      proxy.fault = ({ operation }) => (operation === 'BatchWriteItem' ? { kind } : null);
      await expect(uploader.drain({})).rejects.toThrow();
      expect(outbox.count()).toBe(1);
      proxy.fault = () => null;
      expect(await uploader.drain({})).toBe(1);
      expect(await stored()).toEqual([sample(0)]);
    },
  );

  it('sets aside a sample that DynamoDB will never accept, and uploads the others', async () => {
    // DynamoDB takes key strings of at most 2,048 bytes.
    const poison = { ...sample(1), hostname: 'x'.repeat(2100) };
    for (const each of [sample(2), poison, sample(0)]) outbox.append(each);
    expect(await uploader.drain({})).toBe(2);
    expect(await stored()).toEqual([sample(2), sample(0)]);
    expect([outbox.count(), outbox.rejectedCount()]).toEqual([0, 1]);
  });

  it('creates missing tables, concurrently with others', async () => {
    const names = uniqueTables();
    await Promise.all([1, 2, 3].map(() => ensureTables(clients.base, names)));
    const { TimeToLiveDescription } = await clients.base.send(
      new DescribeTimeToLiveCommand({ TableName: names.system }),
    );
    expect(TimeToLiveDescription).toMatchObject({ TimeToLiveStatus: 'ENABLED' });
  });

  it('blames the table, not the samples, if its keys differ', async () => {
    tables.system = `legacy-${tables.system}`;
    await createTable(clients, { ...tables, legacy: tables.system }, 'legacy');
    outbox.append(sample(0));
    await expect(uploader.drain({})).rejects.toMatchObject({ error: { code: 'table-layout' } });
    expect([outbox.count(), outbox.rejectedCount()]).toEqual([1, 0]);
  });

  describe('a table that cannot hold samples', () => {
    const recreate = async (change: Partial<CreateTableCommandInput>): Promise<void> => {
      await clients.base.send(new DeleteTableCommand({ TableName: tables.system }));
      await clients.base.send(
        new CreateTableCommand({
          TableName: tables.system,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [
            { AttributeName: 'hostname_hour', AttributeType: 'S' },
            { AttributeName: 'minute_timestamp', AttributeType: 'N' },
          ],
          KeySchema: [
            { AttributeName: 'hostname_hour', KeyType: 'HASH' },
            { AttributeName: 'minute_timestamp', KeyType: 'RANGE' },
          ],
          ...change,
        }),
      );
    };
    const indexOn = (AttributeName: string): Partial<CreateTableCommandInput> => ({
      AttributeDefinitions: [
        { AttributeName: 'hostname_hour', AttributeType: 'S' },
        { AttributeName: 'minute_timestamp', AttributeType: 'N' },
        { AttributeName, AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-something',
          KeySchema: [{ AttributeName, KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });

    it.each<[string, Partial<CreateTableCommandInput>, string]>([
      [
        'has a sort key of text',
        {
          AttributeDefinitions: [
            { AttributeName: 'hostname_hour', AttributeType: 'S' },
            { AttributeName: 'minute_timestamp', AttributeType: 'S' },
          ],
        },
        'minute_timestamp (S) instead of',
      ],
      [
        'has no sort key, so that each minute would overwrite the last',
        {
          AttributeDefinitions: [{ AttributeName: 'hostname_hour', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'hostname_hour', KeyType: 'HASH' }],
        },
        'hostname_hour (S) instead of',
      ],
      ['has an index on a number as text', indexOn('cpu_percent'), 'wants cpu_percent as S'],
    ])('%s: reported, and samples wait until it is right', async (_, change, words) => {
      await recreate(change);
      for (const each of [sample(2), sample(1), sample(0)]) outbox.append(each);
      await expect(uploader.drain({})).rejects.toMatchObject({
        error: { code: 'table-layout', message: expect.stringContaining(words) as string },
      });
      expect([outbox.count(), outbox.rejectedCount()]).toEqual([3, 0]);
      await recreate({});
      expect(await uploader.drain({})).toBe(3);
      expect(await stored()).toHaveLength(3);
    });

    it.each([1, 3])('sets none of %i samples aside if it may not be described', async (count) => {
      await recreate(indexOn('memory_percent'));
      proxy.fault = ({ operation }) => (operation === 'DescribeTable' ? { kind: 'deny' } : null);
      for (let minute = 0; minute < count; minute += 1) outbox.append(sample(minute));
      await expect(uploader.drain({})).rejects.toMatchObject({
        error: {
          code: 'table-layout',
          message: expect.stringContaining('accepts no sample') as string,
        },
      });
      expect([outbox.count(), outbox.rejectedCount()]).toEqual([count, 0]);
    });

    it('accepts an index on an attribute that samples lack', async () => {
      await recreate(indexOn('made_up'));
      outbox.append(sample(0));
      expect(await uploader.drain({})).toBe(1);
    });
  });

  it('the uploader uploads samples without a registry, and reports that it is missing', async () => {
    await clients.base.send(new DeleteTableCommand({ TableName: tables.registry }));
    const samples = Array.from({ length: 60 }, (_, index) => sample(59 - index));
    for (const each of samples) outbox.append(each);
    expect(await uploader.drain({})).toBe(60);
    expect(uploader.registryFailure?.error.code).toBe('table-missing');
    expect(await stored()).toEqual(samples);
    expect(outbox.count()).toBe(0);
  });

  it('writes the attributes that the Python daemon writes, as numbers and strings', async () => {
    outbox.append(sample(0));
    await uploader.drain({});
    const { Item = {} } = await clients.base.send(
      new GetItemCommand({
        TableName: tables.system,
        Key: {
          hostname_hour: { S: String(encodeV2Item(sample(0))['hostname_hour']) },
          minute_timestamp: { N: String(sample(0).minute) },
        },
      }),
    );
    const types = Object.fromEntries(
      Object.entries(Item).map(([name, value]) => [name, Object.keys(value)[0]]),
    );
    expect(types).toEqual({
      hostname_hour: 'S',
      minute_timestamp: 'N',
      hostname: 'S',
      timestamp: 'N',
      cpu_percent: 'N',
      memory_percent: 'N',
      memory_available_mb: 'N',
      memory_used_mb: 'N',
      collected_at: 'N',
      created_at: 'S',
      ttl: 'N',
      collector: 'S',
    });
  });
});

describe('the collector', () => {
  let collector: Collector;

  it('stores the samples that a killed process left in the outbox at its next start', async () => {
    outbox.append(sample(3));
    const seen: Sample[] = [];
    collector = new Collector({
      outboxPath: join(directory, 'outbox.db'),
      clock,
      logger: silentLogger,
      hostname: 'web#1',
      tables,
      createTables: false,
      connect: null,
      onSample: (each) => seen.push(each),
      onChange: () => undefined,
      version: '0.0.0',
    });
    const taken = await collector.sampleOnce();
    expect(seen).toEqual([sample(3), taken]);
    expect(taken.cpuPercent).toBeGreaterThanOrEqual(0);
    expect(taken.memoryPercent).toBeGreaterThan(0);
    await collector.close();
  });
});
