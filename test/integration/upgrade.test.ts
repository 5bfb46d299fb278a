import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import type { QueuedNotice } from '../../contract/alert-notices.ts';
import type { ParsedInput, RequestOutput, ServiceRequestName } from '../../contract/requests.ts';
import type { MetricId } from '../../contract/metrics.ts';
import { encodeV2Item, type Item } from '../../contract/records.ts';
import type { Settings } from '../../contract/settings.ts';
import { DAY_S, HOUR_S, MINUTE_S, minuteOf } from '../../contract/time.ts';
import { CredentialsCipher } from '../../main/credentials/credentials-cipher.ts';
import { Credentials } from '../../main/credentials/credentials.ts';
import { ShellMemory } from '../../main/system/shell-state.ts';
import type { DynamoClients } from '../../platform/aws/dynamo-client.ts';
import type { SourceCredentials } from '../../worker/source-keys.ts';
import { LocalService } from '../../worker/local.ts';
import { dynamoEnvironment } from '../support/dynamodb-local.ts';
import { madeUpSample, registryItem } from '../support/fleet-generator.ts';
import { createTables, deleteNamed, localClients, putItems } from '../support/fleet-tables.ts';
import { silentLogger, TestClock } from '../support/test-engine.ts';
import {
  recordable,
  recordableHost,
  recordedBy,
  releases,
  unpackDataDir,
  type RecordedSeries,
} from '../support/upgrade-fixture.ts';

const NOWHERE = 'http://127.0.0.1:1';

it('a release’s data directory exists', () => {
  expect(releases()).toContain('0.1.0');
});

describe.each(releases())('a data directory of %s', (release) => {
  const recorded = recordedBy(release);
  const { now } = recorded;
  let dataDir: string;
  let clock: TestClock;
  let clients: DynamoClients;
  let service: LocalService | null;

  beforeEach(() => {
    dataDir = unpackDataDir(release);
    clock = new TestClock(now);
    const [{ region } = {}] = recorded.settings.sources;
    clients = localClients(inject('dynamoEndpoint'), region === undefined ? {} : { region });
    service = null;
    reach(NOWHERE);
  });

  afterEach(async () => {
    await service?.close();
    await deleteNamed(clients, Object.values(recorded.dynamo));
    clients.destroy();
    vi.unstubAllEnvs();
    rmSync(dataDir, { recursive: true });
  });

  /** Points the sources, which name no endpoint, to one. */
  function reach(endpoint: string): void {
    for (const [name, value] of Object.entries(dynamoEnvironment(endpoint)))
      vi.stubEnv(name, value);
  }

  function open(override?: (settings: Settings) => Settings): LocalService {
    service = new LocalService({
      dataDir,
      version: '99.0.0',
      clock,
      logger: silentLogger,
      insideApp: true,
      ...(override === undefined ? {} : { override }),
    });
    return service;
  }

  async function ask<K extends ServiceRequestName>(
    name: K,
    input: ParsedInput<K>,
  ): Promise<RequestOutput<K>> {
    const result = await (service ?? open()).request(name, input);
    if (!result.ok) throw new Error(`${name}: ${result.error.message}`);
    return result.value;
  }

  async function expectSeries(
    host: { sourceId: string; hostname: string },
    range: { from: number; to: number; resolution: 'minute' | 'auto' },
    expected: RecordedSeries,
  ): Promise<void> {
    const metrics = Object.keys(expected.metrics) as MetricId[];
    const { sourceId, hostname } = host;
    const series = await ask('hostSeries', { sourceId, hostname, metrics, ...range });
    expect(recordable(series), hostname).toMatchObject(expected);
  }

  it('shows the same hosts, sources, alerts and maintenance', async () => {
    const overview = await ask('fleetOverview', {});
    const removed = await ask('removedHosts', {});
    expect(overview.hosts.map(recordableHost)).toMatchObject(recorded.hosts);
    expect(removed.map(recordableHost)).toMatchObject(recorded.removed);
    expect(overview.sources).toMatchObject(recorded.sources);
    expect(overview.alerts).toMatchObject(recorded.alerts);
    expect(overview.maintenance).toMatchObject(recorded.maintenance);
    expect(overview.notices).toEqual([]);
  });

  it('shows the same series, statistics, facts and processes of every host', async () => {
    for (const host of recorded.perHost) {
      const { sourceId, hostname } = host;
      const day = { from: now - 30 * HOUR_S, to: now };
      const hours = { from: now - 3 * HOUR_S, to: now, resolution: 'minute' } as const;
      await expectSeries(host, hours, host.minutes);
      if (host.day !== undefined)
        await expectSeries(host, { ...day, resolution: 'minute' }, host.day);
      const days = { from: now - 3 * DAY_S, to: now, resolution: 'auto' } as const;
      await expectSeries(host, days, host.rollups);
      const ref = { sourceId, hostname };
      const { facts } = await ask('hostSeries', { ...ref, ...hours, metrics: ['cpu'] });
      expect(facts, hostname).toMatchObject(host.facts);
      const metrics = Object.keys(host.statistics) as MetricId[];
      const statistics = await ask('hostStatistics', { ...ref, ...day, metrics });
      expect(statistics.metrics, hostname).toMatchObject(host.statistics);
      const processes = await ask('minuteProcesses', { ...ref, at: now - 2 * MINUTE_S });
      expect(processes, hostname).toMatchObject(host.processes);
    }
  });

  it('shows the same charts of the fleet, events, legacy history and capacity', async () => {
    const range = { from: now - 6 * HOUR_S, to: now };
    const series = await ask('fleetSeries', { ...range, metric: 'cpu' });
    expect(recordable(series)).toMatchObject(recorded.fleetSeries);
    const heatMap = await ask('heatMap', { ...range, metric: 'memory' });
    expect(recordable(heatMap)).toMatchObject(recorded.heatMap);
    const { events } = await ask('events', { from: now - 2 * DAY_S, to: now, limit: 5000 });
    expect(events).toMatchObject(recorded.events);
    for (const history of recorded.legacyHistory)
      expect(await ask('legacyHistory', { sourceId: history.sourceId })).toMatchObject(history);
    // Prices are the program's, not the directory's.
    const consumed = recorded.capacity.map(({ cost: _, ...day }) => day);
    expect((await ask('capacity', { days: 7 })).days).toMatchObject(consumed);
  });

  it('keeps every setting: sources, collector, labels, views, rules, overrides, quiet hours, maintenance', async () => {
    expect(await ask('getSettings', {})).toMatchObject(recorded.settings);
    const { display } = recorded.settings;
    await ask('updateSettings', { patch: { display: { ...display, theme: 'light' } } });
    expect(await ask('getSettings', {})).toMatchObject({
      ...recorded.settings,
      display: { ...display, theme: 'light' },
    });
  });

  it('opens with an endpoint that is refused today: its source reports it, the others and the data stay', async () => {
    const path = join(dataDir, 'settings.json');
    const stored = JSON.parse(readFileSync(path, 'utf8')) as { sources: object[] };
    const refused = { query: 'https://dynamo.example/?a=1', plain: 'http://dynamo.example:8000' };
    for (const [id, endpoint] of Object.entries(refused))
      stored.sources.push({ id, name: id, mode: 'on', endpoint });
    writeFileSync(path, JSON.stringify(stored));

    await ask('syncNow', { reason: 'user' });

    const { sources, hosts } = await ask('fleetOverview', {});
    const errors = new Map(sources.map(({ id, error }) => [id, error]));
    expect(errors.get('query')?.message).toMatch(/query or a fragment.*dynamo\.example/u);
    expect(errors.get('plain')?.message).toMatch(/dynamo\.example:8000 is addressed by http/u);
    for (const { id } of recorded.sources) expect(errors.get(id)?.code).not.toBe('not-configured');
    expect(hosts.map(recordableHost)).toMatchObject(recorded.hosts);
    const { display } = recorded.settings;
    await ask('updateSettings', { patch: { display: { ...display, theme: 'light' } } });
    const { sources: kept } = await ask('getSettings', {});
    expect(kept.map(({ endpoint }) => endpoint)).toEqual(
      expect.arrayContaining(Object.values(refused)),
    );
  });

  it('keeps the window, the pause and the shown notices, and can use the stored access keys', async () => {
    expect(new ShellMemory(dataDir, silentLogger).state).toMatchObject(recorded.shell);
    const published: SourceCredentials[] = [];
    const credentials = new Credentials({
      dataDir,
      cipher: new CredentialsCipher(keyring(), 'linux'),
      publish: (keys) => {
        published.push(keys);
        return Promise.resolve();
      },
      now: () => now,
      logger: silentLogger,
    });
    await credentials.load(recorded.settings.sources);
    expect((await credentials.state()).stored).toMatchObject(recorded.credentials.state);
    expect(published[0]?.get('archive')).toEqual({ ok: true, value: recorded.credentials.keys });
  });

  it('sends the unacknowledged notices, with their ids', async () => {
    const notices: QueuedNotice[] = [];
    const opened = open();
    opened.on('alertNotices', (event) => notices.push(...event.notices));
    opened.engine.start();
    expect(recorded.notices).not.toEqual([]);
    expect(notices).toMatchObject(recorded.notices);
    await opened.close();
  });

  it('uploads every waiting sample once, as the release would have', async () => {
    reach(inject('dynamoEndpoint'));
    await createTables(clients, recorded.dynamo, ['system', 'registry']);
    const { items, rejected } = recorded.outbox;
    const opened = open();
    expect(await opened.collector.flush()).toEqual({ uploaded: items.length, pending: 0 });
    expect(opened.collector.state()).toMatchObject({ pending: 0, rejected });
    const stored = await scan(recorded.dynamo.system);
    expect(stored.sort(byMinute)).toMatchObject(items);
    const [row, ...rest] = await scan(recorded.dynamo.registry);
    expect(rest).toEqual([]);
    expect(row).toMatchObject({
      hostname: recorded.settings.collector.hostname,
      last_seen: items.at(-1)?.['collected_at'],
      active: true,
    });
  });

  it.each([
    ['did not arrive', false],
    ['arrived, and only its answer was lost', true],
  ])('sends each sample once if a pending legacy batch %s', async (_, arrived) => {
    reach(inject('dynamoEndpoint'));
    await createTables(clients, recorded.dynamo, ['legacy', 'registry']);
    const { begunBatch, items } = recorded.outbox;
    if (arrived) await putItems(clients, recorded.dynamo.legacy, [begunBatch]);
    const opened = open((settings) => ({
      ...settings,
      collector: { ...settings.collector, tableFormat: 'legacy' },
    }));
    await opened.collector.flush();
    const stored = await scan(recorded.dynamo.legacy);
    const batches = stored.filter((item) => item['data_type'] === 'system_metrics');
    const samples = batches.flatMap(samplesOf).sort((one, other) => one.t - other.t);
    expect(samples.map(({ t }) => t)).toEqual(items.map((item) => item['collected_at']));
    const begun = batches.find(({ id }) => id === begunBatch['id']);
    expect(begun).toMatchObject({ ...begunBatch, metrics_data: expect.any(String) as unknown });
    expect(samplesOf(begun ?? {})).toMatchObject(samplesOf(begunBatch));
  });

  it('continues the hour that the release had begun', async () => {
    reach(inject('dynamoEndpoint'));
    await createTables(clients, recorded.dynamo, ['system', 'registry']);
    const host = recorded.perHost.find(({ hostname }) => hostname === 'web-2');
    if (host === undefined) throw new Error('web-2 is not in the fixture');
    const next = minuteOf(now);
    const fresh = Array.from({ length: 4 }, (_, index) =>
      madeUpSample('web-2', next + index * MINUTE_S),
    );
    await putItems(clients, recorded.dynamo.system, fresh.map(encodeV2Item));
    const rows = fresh.slice(-1).map((sample) => registryItem(sample, now - DAY_S));
    await putItems(clients, recorded.dynamo.registry, rows);
    clock.set(now + 5 * MINUTE_S);
    open();
    await ask('syncNow', { reason: 'user' });
    await service?.engine.whenIdle();
    const { cpu } = host.minutes.metrics;
    const before = cpu?.mean.slice(0, -1) ?? [];
    await expectSeries(
      host,
      { from: now - 3 * HOUR_S, to: next + 4 * MINUTE_S, resolution: 'minute' },
      {
        ...host.minutes,
        count: before.length + fresh.length,
        metrics: { cpu: { mean: [...before, ...fresh.map(({ cpuPercent }) => cpuPercent)] } },
      },
    );
  });

  async function scan(table: string): Promise<Item[]> {
    const { Items = [] } = await clients.document.send(new ScanCommand({ TableName: table }));
    return Items;
  }
});

/** The samples in a legacy batch. */
function samplesOf(batch: Item): { t: number }[] {
  const { samples } = JSON.parse(String(batch['metrics_data'])) as { samples: { t: number }[] };
  return samples;
}

function byMinute(one: Item, other: Item): number {
  return Number(one['minute_timestamp']) - Number(other['minute_timestamp']);
}

/** The keyring that the fixtures' access keys were encrypted with: it turns texts round. */
function keyring(): ConstructorParameters<typeof CredentialsCipher>[0] {
  return {
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptStringAsync: (text) =>
      Promise.resolve(Buffer.concat([Buffer.from('v11'), Buffer.from(text).reverse()])),
    decryptStringAsync: (data) =>
      Promise.resolve({
        result: Buffer.from(data.subarray(3)).reverse().toString(),
        shouldReEncrypt: false,
      }),
  };
}
