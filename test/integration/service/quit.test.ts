import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import type { CollectorState } from '../../../contract/collector.ts';
import { settingsSchema } from '../../../contract/settings.ts';
import type { TableNames } from '../../../contract/tables.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { startServiceWorker } from '../../../worker/client.ts';
import type { Service } from '../../../worker/service.ts';
import { endingOf, waitingMinutes } from '../../support/closed-in-order.ts';
import { dynamoEnvironment } from '../../support/dynamodb-local.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import {
  createTables,
  localClients,
  testSource,
  uniqueTables,
} from '../../support/fleet-tables.ts';

const ENTRY = new URL('../../../worker/worker.ts', import.meta.url);
/** However busy the machine is: the app itself waits 1.5 s, and then ends the thread, which its files survive. */
const PATIENT = { closeTimeoutMs: 60_000 };
const IN_ORDER = {
  leftOpen: [],
  integrity: { 'fleet.db': 'ok', 'outbox.db': 'ok' },
  lastWord: 'closed in order',
};

let dataDir: string;
let proxy: FaultProxy;
let clients: DynamoClients;
let tables: TableNames;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'quit-'));
  proxy = await startFaultProxy(inject('dynamoEndpoint'));
  clients = localClients(inject('dynamoEndpoint'));
  tables = uniqueTables();
  await createTables(clients, tables, ['system', 'registry']);
  for (const [name, value] of Object.entries(dynamoEnvironment(proxy.endpoint)))
    vi.stubEnv(name, value);
  const settings = settingsSchema.parse({
    sources: [testSource(proxy.endpoint, tables)],
    collector: { enabled: true, hostname: 'quitting-host' },
  });
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify(settings));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  clients.destroy();
  await proxy.close();
  rmSync(dataDir, { recursive: true });
});

/** Starts the service and resolves once it has a sample of this machine and a request is under way. */
async function atWork(): Promise<{ service: Service; minute: number }> {
  const service = await startServiceWorker(ENTRY, { dataDir, version: '0.0.0' }, PATIENT);
  const sampled = new Promise<number>((resolve) => {
    service.on('collectorChanged', ({ lastSample }: CollectorState) => {
      if (lastSample !== null) resolve(lastSample.minute);
    });
  });
  service.start();
  const minute = await sampled;
  void service.request('syncNow', { reason: 'user' });
  await vi.waitUntil(() => proxy.requests.length > 0);
  return { service, minute };
}

/** Closes it; the time it took is printed, not asserted. */
async function quit(service: Service, what: string): Promise<void> {
  const from = performance.now();
  await service.close();
  process.stdout.write(`quit ${what}: ${(performance.now() - from).toFixed(0)} ms\n`);
}

async function storedMinutes(): Promise<number[]> {
  const { Items = [] } = await clients.document.send(new ScanCommand({ TableName: tables.system }));
  return Items.map((item) => Number(item['minute_timestamp']));
}

describe('quitting while the collector and a sync are at work', () => {
  it('uploads or keeps every sample before it closes the store, if DynamoDB answers', async () => {
    proxy.latency = 60;
    const { service, minute } = await atWork();
    await quit(service, 'with an upload under way');
    expect(endingOf(dataDir)).toEqual(IN_ORDER);
    // Busy cores may not get the upload done in the 600 ms that quitting gives it: upload-loop.test.ts has those on its own clock.
    const waiting = waitingMinutes(dataDir);
    const stored = await storedMinutes();
    expect([...waiting, ...stored]).toContain(minute);
  });

  it.each([
    ['that hangs', { kind: 'hang' }],
    ['that throttles', { kind: 'throttle' }],
    ['that drops connections', { kind: 'reset' }],
  ] as const)('keeps the sample and closes the store, with a source %s', async (what, fault) => {
    proxy.fault = () => fault;
    const { service, minute } = await atWork();
    await quit(service, `with a source ${what}`);
    expect(endingOf(dataDir)).toEqual(IN_ORDER);
    expect(waitingMinutes(dataDir)).toContain(minute);
    expect(await storedMinutes()).toEqual([]);
    // No process is left to send further requests.
    const { length } = proxy.requests;
    await storedMinutes();
    expect(proxy.requests).toHaveLength(length);

    proxy.fault = () => null;
    const again = await startServiceWorker(ENTRY, { dataDir, version: '0.0.0' }, PATIENT);
    const uploaded = new Promise<void>((resolve) => {
      again.on('collectorChanged', ({ lastUploadAt, pending }) => {
        if (lastUploadAt !== null && pending === 0) resolve();
      });
    });
    again.start();
    await uploaded;
    await again.close();
    expect(await storedMinutes()).toContain(minute);
  });

  it('closes the store during a sync with a slow source', async () => {
    proxy.latency = 5000;
    const { service, minute } = await atWork();
    await quit(service, 'with a source that takes 5 s');
    expect(endingOf(dataDir)).toEqual(IN_ORDER);
    expect(waitingMinutes(dataDir)).toContain(minute);
  });
});
