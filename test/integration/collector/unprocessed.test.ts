import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { Outbox } from '../../../collector/outbox/outbox.ts';
import { Uploader } from '../../../collector/uploader/uploader.ts';
import type { Sample } from '../../../contract/sample.ts';
import type { TableNames } from '../../../contract/tables.ts';
import { minuteOf } from '../../../contract/time.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import type { Fault } from '../../support/faults.ts';
import { createTables, localClients, uniqueTables } from '../../support/fleet-tables.ts';
import { runningClock } from '../../support/running-clock.ts';
import { silentLogger } from '../../support/test-engine.ts';

const NOW = minuteOf(1_795_500_000);
const clock = runningClock(NOW + 42);
const SAMPLES = Array.from({ length: 25 }, (_, index) => sample(index));
const MINUTES = SAMPLES.map(({ minute }) => minute).sort((a, b) => a - b);

let proxy: FaultProxy;
let clients: DynamoClients;
let tables: TableNames;
let directory: string;
let outbox: Outbox;
let uploader: Uploader;
let waits: number[];

beforeEach(async () => {
  proxy = await startFaultProxy(inject('dynamoEndpoint'));
  clients = localClients(proxy.endpoint);
  tables = uniqueTables();
  await createTables(clients, tables, ['system', 'registry']);
  directory = mkdtempSync(join(tmpdir(), 'unprocessed-'));
  outbox = new Outbox(join(directory, 'outbox.db'), clock);
  for (const each of SAMPLES) outbox.append(each);
  waits = [];
  uploader = new Uploader({
    connect: () => Promise.resolve(localClients(proxy.endpoint, { maxAttempts: 1 })),
    tables,
    createTables: false,
    outbox,
    logger: silentLogger,
    clock: {
      now: () => clock.now(),
      sleep: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    },
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
  return { hostname: 'a', minute, collectedAt: minute + 1.5, cpuPercent: 12.5, memoryPercent: 40 };
}

async function stored(): Promise<number[]> {
  const { Items = [] } = await clients.document.send(new ScanCommand({ TableName: tables.system }));
  return Items.map((item) => Number(item['minute_timestamp'])).sort((a, b) => a - b);
}

/** Items of each BatchWriteItem, in the order of the requests. */
function written(): number[] {
  return proxy.requests
    .filter(({ operation }) => operation === 'BatchWriteItem')
    .map(
      ({ body }) => (body['RequestItems'] as Record<string, unknown[]>)[tables.system]?.length ?? 0,
    );
}

describe('items that DynamoDB hands back unprocessed', () => {
  it('unprocessed items alone are sent again, with growing waits, until all are written', async () => {
    proxy.fault = () => ({ kind: 'partial' });
    expect(await uploader.drain({})).toBe(25);
    expect(written()).toEqual([25, 12, 6, 3, 1]);
    expect(waits).toHaveLength(4);
    // Each wait is random within half to one and a half times a base that doubles.
    waits.forEach((ms, index) => {
      expect(ms).toBeGreaterThanOrEqual(100 * 2 ** (index + 1) * 0.5);
      expect(ms).toBeLessThanOrEqual(100 * 2 ** (index + 1) * 1.5);
    });
    expect(await stored()).toEqual(MINUTES);
    expect(outbox.count()).toBe(0);
  });

  it('repeatedly unprocessed items stay in the outbox, and are written in the end', async () => {
    proxy.fault = () => ({ kind: 'unprocessed' });
    await expect(uploader.drain({})).rejects.toMatchObject({ error: { code: 'throttled' } });
    expect(outbox.count()).toBe(25);
    expect(await stored()).toEqual([]);

    proxy.fault = () => null;
    expect(await uploader.drain({})).toBe(25);
    expect(await stored()).toEqual(MINUTES);
    expect(outbox.count()).toBe(0);
  });
});

it('one item that stays unprocessed does not affect the rest of its batch', async () => {
  proxy.fault = ({ operation, body }) => {
    if (operation !== 'BatchWriteItem') return null;
    const sent = (body['RequestItems'] as Record<string, unknown[]>)[tables.system] ?? [];
    const left = { [tables.system]: sent.slice(0, 1) };
    return { kind: 'altered', change: () => ({ UnprocessedItems: left }) };
  };
  await expect(uploader.drain({})).rejects.toMatchObject({ error: { code: 'throttled' } });
  expect(written()).toEqual([25, 1, 1, 1, 1, 1]);
  expect(outbox.newest(25)).toEqual(SAMPLES.slice(0, 1));
});

describe('samples whose upload was not answered as DynamoDB answers', () => {
  it.each<[string, Fault]>([
    ['an empty body', { kind: 'answer', body: '' }],
    ['an empty object', { kind: 'answer', body: '{}' }],
    ['null', { kind: 'answer', body: 'null' }],
    ['an empty list', { kind: 'answer', body: '[]' }],
    ['a page to sign in', { kind: 'answer', body: '<html>' }],
    ['a field that is none', { kind: 'answer', body: '{"UnprocessedItems":null}' }],
    ['another table', { kind: 'answer', body: '{"UnprocessedItems":{"other":[]}}' }],
    ['a wrong checksum', { kind: 'checksum' }],
  ])('stay in the outbox: %s', async (_, fault) => {
    proxy.fault = ({ operation }) => (operation === 'BatchWriteItem' ? fault : null);
    await expect(uploader.drain({})).rejects.toMatchObject({ error: { code: 'bad-answer' } });
    expect(outbox.count()).toBe(25);

    proxy.fault = () => null;
    expect(await uploader.drain({})).toBe(25);
    expect(await stored()).toEqual(MINUTES);
  });

  it('samples with an invalid answer are not replaced by the items in it', async () => {
    const Item = { hostname_hour: { S: 'b#2026-11-30-07' }, minute_timestamp: { N: '60' } };
    const UnprocessedItems = { [tables.system]: [{ PutRequest: { Item } }] };
    proxy.fault = ({ operation }) =>
      operation === 'BatchWriteItem'
        ? { kind: 'answer', body: JSON.stringify({ UnprocessedItems }) }
        : null;
    await expect(uploader.drain({})).rejects.toMatchObject({ error: { code: 'bad-answer' } });
    expect(outbox.count()).toBe(25);
    expect(await stored()).toEqual([]);
  });
});
