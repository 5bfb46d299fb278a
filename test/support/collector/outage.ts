import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Collector } from '../../../collector/collector.ts';
import type { TableNames } from '../../../contract/tables.ts';
import { HOUR_S } from '../../../contract/time.ts';
import { systemClock, type Clock } from '../../../platform/clock.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { startFaultProxy } from '../fault-proxy.ts';
import { createTables, localClients, uniqueTables } from '../fleet-tables.ts';
import { silentLogger } from '../test-engine.ts';
import { steppedClock } from './stepped-clock.ts';
import { tickingRoot } from './ticking-root.ts';

/** What was sampled during an outage, and what arrived. */
export interface OutageResult {
  /** Sampled minutes, and minutes in the table afterwards, in order. */
  sampled: number[];
  stored: number[];
  uploaded: number;
  /** Samples waiting when the outage ended, and after the upload. */
  waiting: number;
  pending: number;
  /** Codes of the errors shown. */
  errors: string[];
  /** The first batch uploaded afterwards. */
  firstBatch: string;
}

/** The end of the outage, Unix seconds. */
const END = 1_795_500_000;

/** Collects for some simulated hours while DynamoDB fails every request; then it is back. */
export async function surviveOutage(
  endpoint: string,
  hours: number,
  kind: 'reset' | 'throttle' | 'fail',
): Promise<OutageResult> {
  const proxy = await startFaultProxy(endpoint);
  const clients = localClients(endpoint);
  const tables = uniqueTables();
  await createTables(clients, tables, ['system', 'registry']);
  const folder = mkdtempSync(join(tmpdir(), 'outage-'));
  const root = tickingRoot();
  const sampled = new Set<number>();
  const errors = new Set<string>();
  const open = (clock: Clock): Collector => {
    const collector = new Collector({
      outboxPath: join(folder, 'outbox.db'),
      clock,
      logger: silentLogger,
      hostname: 'outage-host',
      tables,
      createTables: false,
      connect: () => Promise.resolve(localClients(proxy.endpoint, { maxAttempts: 1 })),
      onSample: ({ minute }) => sampled.add(minute),
      onChange: () => {
        const { error } = collector.state();
        if (error !== null) errors.add(error.code);
      },
      version: '0.0.0',
      measuring: { hostRoot: root.path },
    });
    return collector;
  };

  try {
    const clock = steppedClock(END - hours * HOUR_S, END, root.tick);
    proxy.fault = () => ({ kind });
    const collector = open(clock);
    collector.start();
    await clock.ended;
    const waiting = collector.state().pending;
    await collector.close();

    proxy.fault = () => null;
    proxy.reset();
    const again = open({ ...systemClock, now: () => END * 1000 });
    const { uploaded, pending } = await again.flush();
    await again.close();
    const [first] = proxy.requests.filter(({ operation }) => operation === 'BatchWriteItem');
    return {
      sampled: [...sampled].sort((a, b) => a - b),
      stored: await storedMinutes(clients, tables),
      uploaded,
      waiting,
      pending,
      errors: [...errors],
      firstBatch: JSON.stringify(first?.body),
    };
  } finally {
    clients.destroy();
    await proxy.close();
    root.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function storedMinutes(clients: DynamoClients, tables: TableNames): Promise<number[]> {
  const minutes: number[] = [];
  let key: Record<string, unknown> | undefined;
  do {
    const page = await clients.document.send(
      new ScanCommand({ TableName: tables.system, ExclusiveStartKey: key }),
    );
    for (const item of page.Items ?? []) minutes.push(Number(item['minute_timestamp']));
    key = page.LastEvaluatedKey;
  } while (key !== undefined);
  return minutes.sort((a, b) => a - b);
}
