import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { Collector } from '../../../collector/collector.ts';
import { appFailure } from '../../../contract/errors.ts';
import type { TableNames } from '../../../contract/tables.ts';
import { DAY_S, HOUR_S, MINUTE_S, minuteOf } from '../../../contract/time.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { steppedClock } from '../../support/collector/stepped-clock.ts';
import { tickingRoot, type TickingRoot } from '../../support/collector/ticking-root.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import { createTables, localClients, uniqueTables } from '../../support/fleet-tables.ts';
import { runningClock } from '../../support/running-clock.ts';
import { silentLogger } from '../../support/test-engine.ts';

const END = minuteOf(1_795_500_000);

let proxy: FaultProxy;
let clients: DynamoClients;
let tables: TableNames;
let directory: string;
let root: TickingRoot;

beforeEach(async () => {
  proxy = await startFaultProxy(inject('dynamoEndpoint'));
  clients = localClients(inject('dynamoEndpoint'));
  tables = uniqueTables();
  await createTables(clients, tables, ['system', 'registry']);
  directory = mkdtempSync(join(tmpdir(), 'part-failures-'));
  root = tickingRoot();
});

afterEach(async () => {
  clients.destroy();
  await proxy.close();
  root.remove();
  rmSync(directory, { recursive: true });
});

function collect(
  clock: Clock,
  onSample: () => void = () => undefined,
  hostRoot = root.path,
): Collector {
  return new Collector({
    outboxPath: join(directory, 'outbox.db'),
    clock,
    logger: silentLogger,
    hostname: 'web-01',
    tables,
    createTables: false,
    connect: () => Promise.resolve(localClients(proxy.endpoint, { maxAttempts: 1 })),
    onSample,
    onChange: () => undefined,
    version: '0.0.0',
    measuring: { hostRoot },
  });
}

async function storedCount(): Promise<number> {
  const { Count } = await clients.document.send(
    new ScanCommand({ TableName: tables.system, Select: 'COUNT' }),
  );
  return Count ?? 0;
}

describe('where one part fails, the others go on:', () => {
  it('without a registry every sample is uploaded at once, and the missing table is reported', async () => {
    await clients.base.send(new DeleteTableCommand({ TableName: tables.registry }));
    const clock = steppedClock(END - 30 * MINUTE_S, END, root.tick);
    const sampled = vi.fn();
    const collector = collect(clock, sampled);
    collector.start();
    await clock.ended;
    await vi.waitFor(() => {
      expect(collector.state().error?.code).toBe('table-missing');
    });
    await collector.close();
    expect(await storedCount()).toBe(sampled.mock.calls.length);
  });

  it('a failing local database keeps no sample from the fleet', async () => {
    const clock = steppedClock(END - 20 * MINUTE_S, END, root.tick);
    const sampled = vi.fn(() => {
      throw appFailure('store-damaged', 'The local database is damaged.', '');
    });
    const collector = collect(clock, sampled);
    collector.start();
    await clock.ended;
    await vi.waitFor(async () => {
      expect(await storedCount()).toBeGreaterThan(0);
    });
    expect(collector.state().error?.code).toBe('store-damaged');
    await collector.close();
    expect(sampled.mock.calls.length).toBeGreaterThan(10);
    expect(await storedCount()).toBeGreaterThan(sampled.mock.calls.length - 2);
  });

  it('a failed upload is shown until one succeeds, not until the next sample', async () => {
    proxy.fault = () => ({ kind: 'fail' });
    const clock = steppedClock(END - 20 * MINUTE_S, END, root.tick);
    const collector = collect(clock);
    collector.start();
    await clock.ended;
    expect(collector.state().error?.code).toBe('service-failure');
    await collector.close();
  });
});

describe('a clock that was wrong', () => {
  it('a clock that was wrong does not delay uploads once it is right again', async () => {
    proxy.fault = () => ({ kind: 'fail' });
    const stepped = steppedClock(END - 20 * MINUTE_S, END - 17 * MINUTE_S, root.tick);
    let ahead = 2 * HOUR_S;
    const collector = collect({ ...stepped, now: () => stepped.now() + ahead * 1000 });
    collector.start();
    await stepped.ended;
    await vi.waitFor(() => {
      expect(collector.state().error?.code).toBe('service-failure');
    });
    proxy.fault = () => null;
    ahead = 0;
    stepped.goOn(END);
    await stepped.ended;
    await vi.waitFor(() => {
      expect(collector.state().lastUploadAt).not.toBeNull();
    });
    await collector.close();
  });

  it('leaves no registry row that is never updated again', async () => {
    const row = { hostname: 'web-01', last_seen: END + 14 * 365 * DAY_S, first_seen: END - DAY_S };
    await clients.document.send(new PutCommand({ TableName: tables.registry, Item: row }));
    const collector = collect(runningClock(END), () => undefined, '/');
    const sample = await collector.sampleOnce();
    await collector.flush();
    await collector.close();
    const { Item } = await clients.document.send(
      new GetCommand({ TableName: tables.registry, Key: { hostname: 'web-01' } }),
    );
    expect(Item).toMatchObject({ last_seen: sample.collectedAt, first_seen: END - DAY_S });
  });
});
