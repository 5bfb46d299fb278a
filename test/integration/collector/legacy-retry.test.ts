import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { legacyMarkerId } from '../../../collector/uploader/legacy-batch.ts';
import { Outbox } from '../../../collector/outbox/outbox.ts';
import { Uploader } from '../../../collector/uploader/uploader.ts';
import type { Item } from '../../../contract/records.ts';
import type { Sample } from '../../../contract/sample.ts';
import type { TableNames } from '../../../contract/tables.ts';
import { minuteOf } from '../../../contract/time.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import { createTables, localClients, uniqueTables } from '../../support/fleet-tables.ts';
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
  await createTables(clients, tables, ['legacy', 'registry']);
  directory = mkdtempSync(join(tmpdir(), 'legacy-retry-'));
  open();
});

afterEach(async () => {
  close();
  clients.destroy();
  await proxy.close();
  rmSync(directory, { recursive: true });
});

function open(): void {
  outbox = new Outbox(join(directory, 'outbox.db'), clock);
  uploader = new Uploader({
    connect: () => Promise.resolve(localClients(proxy.endpoint, { maxAttempts: 1 })),
    tables,
    createTables: false,
    format: 'legacy',
    outbox,
    logger: silentLogger,
    clock,
  });
}

function close(): void {
  uploader.close();
  outbox.close();
}

function sample(minutesAgo: number): Sample {
  const minute = NOW - minutesAgo * 60;
  return { hostname: 'a', minute, collectedAt: minute + 1.5, cpuPercent: 12.5, memoryPercent: 40 };
}

async function items(): Promise<Item[]> {
  const { Items = [] } = await clients.document.send(new ScanCommand({ TableName: tables.legacy }));
  return Items;
}

/** Times of all samples in all batches: one that was stored twice is there twice. */
async function storedTimes(): Promise<number[]> {
  const batches = (await items()).filter((item) => item['data_type'] === 'system_metrics');
  return batches
    .flatMap((batch) => {
      const { samples } = JSON.parse(String(batch['metrics_data'])) as { samples: { t: number }[] };
      return samples.map(({ t }) => t);
    })
    .sort((a, b) => a - b);
}

/** The next put of an item reaches the table; its answer does not come back whole. */
function loseOneAnswer(): void {
  let lost = false;
  proxy.fault = ({ operation }) => {
    if (lost || operation !== 'PutItem') return null;
    lost = true;
    return { kind: 'cut' };
  };
}

describe('a legacy batch whose answer was lost', () => {
  it.each([
    ['by the same process', () => undefined],
    [
      'by the next process',
      () => {
        close();
        open();
      },
    ],
  ])('is not stored a second time when it is repeated %s', async (_, between) => {
    outbox.append(sample(3));
    outbox.append(sample(2));
    loseOneAnswer();
    await expect(uploader.drain({})).rejects.toThrow();
    expect(await storedTimes()).toHaveLength(2);
    expect(outbox.count()).toBe(2);

    between();
    // Another minute has come: it must not make a batch of its own out of what is there already.
    outbox.append(sample(1));
    expect(await uploader.drain({})).toBe(3);
    expect(await storedTimes()).toEqual([3, 2, 1].map((ago) => sample(ago).collectedAt));
    expect(outbox.count()).toBe(0);
    expect(outbox.underWay()).toBeNull();
  });

  it('leaves the marker at the newest batch and the registry at the newest sample', async () => {
    outbox.append(sample(3));
    loseOneAnswer();
    await expect(uploader.drain({})).rejects.toThrow();
    outbox.append(sample(1));
    await uploader.drain({});
    const found = await items();
    const newest = found.find((item) => item['end_time'] === sample(1).collectedAt);
    const marker = found.find(({ id }) => id === legacyMarkerId('a'));
    expect(marker?.['latest_record_id']).toBe(newest?.['id']);
    const { Items: rows = [] } = await clients.document.send(
      new ScanCommand({ TableName: tables.registry }),
    );
    expect(rows.map((row) => Number(row['last_seen']))).toEqual([sample(1).collectedAt]);
  });

  it('a legacy batch that never arrived is sent again', async () => {
    outbox.append(sample(2));
    proxy.fault = ({ operation }) => (operation === 'PutItem' ? { kind: 'reset' } : null);
    await expect(uploader.drain({})).rejects.toThrow();
    expect(await storedTimes()).toEqual([]);
    proxy.fault = () => null;
    expect(await uploader.drain({})).toBe(1);
    expect(await storedTimes()).toEqual([sample(2).collectedAt]);
  });
});

it('samples of a renamed machine are uploaded under the name at their time', async () => {
  for (const ago of [4, 3]) outbox.append({ ...sample(ago), hostname: 'before' });
  for (const ago of [2, 1]) outbox.append(sample(ago));
  expect(await uploader.drain({})).toBe(4);
  const batches = (await items()).filter((item) => item['data_type'] === 'system_metrics');
  const found = batches.map((batch) => [batch['hostname'], batch['batch_size'], batch['end_time']]);
  expect(found).toHaveLength(2);
  expect(found).toContainEqual(['a', 2, sample(1).collectedAt]);
  expect(found).toContainEqual(['before', 2, sample(3).collectedAt]);
});
