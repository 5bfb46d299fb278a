import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import type { AccessKeys } from '../../../contract/credentials.ts';
import { fail, ok } from '../../../contract/result.ts';
import type { SourceConfig } from '../../../contract/settings.ts';
import { saveSettings } from '../../../platform/fs/settings-writer.ts';
import { LocalService } from '../../../worker/local.ts';
import type { Service } from '../../../worker/service.ts';
import { startServiceWorker } from '../../../worker/client.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import {
  createTables,
  localClients,
  putItems,
  testSource,
  uniqueTables,
} from '../../support/fleet-tables.ts';
import { silentLogger } from '../../support/test-engine.ts';

const ENTRY = new URL('../../../worker/worker.ts', import.meta.url);

const keysNamed = (letter: string): AccessKeys => ({
  accessKeyId: `AKIA${letter.repeat(16)}`,
  secretAccessKey: `${letter}secret${letter}`.repeat(4),
});
const FIRST = keysNamed('A');
const SECOND = keysNamed('B');

let dataDir: string;
let proxy: FaultProxy;
let source: SourceConfig;
let service: Service | null;
/** The one access key that is good. */
let good: string;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'stored-keys-'));
  proxy = await startFaultProxy(inject('dynamoEndpoint'), { account: 'local' });
  good = FIRST.accessKeyId;
  proxy.fault = ({ accessKeyId }) => (accessKeyId === good ? null : { kind: 'reject' });
  const tables = uniqueTables();
  const clients = localClients(inject('dynamoEndpoint'));
  await createTables(clients, tables);
  const now = Math.floor(Date.now() / 1000);
  await putItems(clients, tables.registry, [
    { hostname: 'web-01', last_seen: now, active: true, cpu_percent: 5, memory_percent: 5 },
  ]);
  clients.destroy();
  source = testSource(proxy.endpoint, tables, { credentials: 'stored' });
  saveSettings(dataDir, { sources: [source] });
  service = null;
});

afterEach(async () => {
  await service?.close();
  await proxy.close();
  rmSync(dataDir, { recursive: true });
});

/** Name, status and error of the source, and the hosts that are known. */
async function seen(of: Service): Promise<unknown[]> {
  const overview = await of.request('fleetOverview', {});
  if (!overview.ok) return [overview.error.code];
  const [state] = overview.value.sources;
  return [
    state?.status,
    state?.error?.code ?? null,
    ...overview.value.hosts.map((h) => h.hostname),
  ];
}

/** The whole content of the data directory, as text. */
const onDisk = (): string =>
  readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

describe('a source with keys of its own', () => {
  it('a source with stored keys is read with them, and at once with replaced ones', async () => {
    service = await startServiceWorker(ENTRY, { dataDir, version: '0.0.0' });
    const running = service;
    await service.setCredentials(new Map([['default', ok(FIRST)]]));
    service.start();
    await vi.waitFor(async () => {
      expect(await seen(running)).toEqual(['fresh', null, 'web-01']);
    }, 20_000);

    good = SECOND.accessKeyId;
    await service.request('syncNow', { reason: 'user' });
    expect(await seen(service)).toEqual(['failing', 'credentials-rejected', 'web-01']);

    // Nobody asks for a sync here: the new keys are reason enough.
    await service.setCredentials(new Map([['default', ok(SECOND)]]));
    await vi.waitFor(async () => {
      expect(await seen(running)).toEqual(['fresh', null, 'web-01']);
    }, 20_000);
    const signers = new Set(proxy.requests.map(({ accessKeyId }) => accessKeyId));
    expect([...signers]).toEqual([FIRST.accessKeyId, SECOND.accessKeyId]);

    const doctor = await service.request('doctor', {});
    expect(JSON.stringify(doctor)).toContain('"end":"BBBB"');
    await service.close();
    for (const { secretAccessKey, accessKeyId } of [FIRST, SECOND]) {
      expect(JSON.stringify(doctor)).not.toContain(secretAccessKey);
      expect(onDisk()).not.toContain(secretAccessKey);
      expect(onDisk()).not.toContain(accessKeyId);
    }
  });

  it('reports why they cannot be used, keeps its data, and recovers with valid ones', async () => {
    service = await startServiceWorker(ENTRY, { dataDir, version: '0.0.0' });
    const error = { code: 'credentials-unreadable', message: 'damaged', hint: 'again' } as const;
    await service.setCredentials(new Map([['default', fail(error)]]));
    await service.request('syncNow', { reason: 'user' });
    expect(await seen(service)).toEqual(['failing', 'credentials-unreadable']);
    expect(proxy.requests).toHaveLength(0);

    await service.setCredentials(new Map([['default', ok(FIRST)]]));
    await service.request('syncNow', { reason: 'user' });
    expect(await seen(service)).toEqual(['fresh', null, 'web-01']);
    await service.setCredentials(new Map());
    await service.request('syncNow', { reason: 'user' });
    expect(await seen(service)).toEqual(['failing', 'no-credentials', 'web-01']);
  });

  it('a source with stored keys can be tested with other keys', async () => {
    service = await startServiceWorker(ENTRY, { dataDir, version: '0.0.0' });
    await service.setCredentials(new Map([['default', ok(SECOND)]]));
    expect(await service.request('testSource', { source })).toMatchObject({
      ok: false,
      error: { code: 'credentials-rejected' },
    });
    expect(await service.request('testSource', { source, keys: FIRST })).toMatchObject({
      ok: true,
      value: { hosts: 1 },
    });
  });
});

it('uploads this machine’s samples with the keys of its source, and with new ones', async () => {
  const local = new LocalService({
    dataDir,
    version: '0.0.0',
    logger: silentLogger,
    insideApp: true,
  });
  service = local;
  await local.setCredentials(new Map([['default', ok(FIRST)]]));
  await local.collector.sampleOnce();
  expect(await local.collector.flush()).toMatchObject({ uploaded: 1 });

  good = SECOND.accessKeyId;
  await local.setCredentials(new Map([['default', ok(SECOND)]]));
  await local.collector.sampleOnce();
  // A second sample of the same minute replaces the first, and is uploaded again.
  await local.collector.flush();
  const writers = proxy.requests
    .filter(({ operation }) => operation === 'BatchWriteItem')
    .map(({ accessKeyId }) => accessKeyId);
  expect(writers).toEqual([FIRST.accessKeyId, SECOND.accessKeyId]);
});
