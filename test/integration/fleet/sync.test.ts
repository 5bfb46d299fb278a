import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { encodeRegistryAttributes, encodeV2Item } from '../../../contract/records.ts';
import type { HostSeries } from '../../../contract/fleet.ts';
import { HOUR_S, MINUTE_S, minuteOf } from '../../../contract/time.ts';
import { clients, clock, tables, test, useEngine } from '../../support/engine-suite.ts';
import {
  madeUpHostnames,
  madeUpSample,
  putFleet,
  putRegistry,
  registryItem,
} from '../../support/fleet-generator.ts';
import {
  createTable,
  createTables,
  putItems,
  putRawItems,
  testSource,
} from '../../support/fleet-tables.ts';
import { expectedPoints, minutesOf, points } from '../../support/test-engine.ts';

const NOW = 1_795_500_000;

useEngine(NOW);

function series(hostname: string, hours: number): HostSeries {
  return minutesOf(test.engine, hostname, NOW - hours * HOUR_S, clock.now() / 1000);
}

describe('a first sync', () => {
  it('reads the registry and the last 24 h of every host', async () => {
    await createTables(clients, tables);
    const fleet = { hostnames: madeUpHostnames(3), from: NOW - 26 * HOUR_S, to: NOW };
    await putFleet(clients, tables, fleet);

    const report = await test.engine.sync('user');
    await test.engine.whenIdle();

    expect(report.hosts).toBe(3);
    expect(report.sources[0]).toMatchObject({ status: 'fresh', error: null });
    for (const hostname of fleet.hostnames) {
      const shown = series(hostname, 24);
      expect(shown.pendingHours).toBe(0);
      expect(points(shown)).toEqual(expectedPoints(hostname, NOW - 24 * HOUR_S, NOW));
    }
  });

  it('treats missing tables as a state, and finds them once they exist', async () => {
    const report = await test.engine.sync('user');
    expect(report.sources[0]).toMatchObject({
      status: 'fresh',
      tables: { system: 'missing', legacy: 'missing', registry: 'missing', functions: 'missing' },
    });

    await createTables(clients, tables, ['system', 'registry']);
    await putFleet(clients, tables, { hostnames: ['late'], from: NOW - HOUR_S, to: NOW });
    await test.engine.sync('user');
    await test.engine.whenIdle();

    expect(test.engine.overview().sources[0]?.tables).toEqual({
      system: 'active',
      legacy: 'missing',
      registry: 'active',
      functions: 'missing',
    });
    expect(points(series('late', 1))).toHaveLength(60);
  });
});

it('a scan for unregistered hosts keeps samples complete, with their file systems', async () => {
  await createTables(clients, tables);
  const sample = {
    hostname: 'web',
    minute: minuteOf(NOW) - MINUTE_S,
    collectedAt: minuteOf(NOW) - MINUTE_S + 5,
    cpuPercent: 12,
    memoryPercent: 34,
    diskPercent: 56,
    fileSystems: [{ mount: '/', sizeMb: 1000, usedMb: 560 }],
  };
  await putItems(clients, tables.system, [encodeV2Item(sample)]);
  const row = {
    hostname: 'web',
    first_seen: NOW - HOUR_S,
    ...encodeRegistryAttributes(sample, {}),
  };
  await putItems(clients, tables.registry, [row]);
  for (let round = 0; round < 2; round += 1) {
    await test.engine.sync('user');
    await test.engine.whenIdle();
    expect(test.engine.overview().hosts).toMatchObject([{ newest: { cpu: 12, disk: 56 } }]);
  }
  const { fileSystems } = test.engine.answers.queries.hostDetails({
    sourceId: 'default',
    hostname: 'web',
  });
  expect(fileSystems).toMatchObject([{ mount: '/' }]);
});

describe('the following syncs', () => {
  it('request only the new minutes, by key', async () => {
    await createTables(clients, tables);
    const hostnames = madeUpHostnames(8);
    await putFleet(clients, tables, { hostnames, from: NOW - 2 * HOUR_S, to: NOW });
    await test.engine.sync('user');
    await test.engine.whenIdle();

    clock.advance(120);
    await putFleet(clients, tables, { hostnames, from: NOW, to: NOW + 120 });
    const report = await test.engine.sync('user');
    await test.engine.whenIdle();

    expect(report.newSamples).toBe(16);
    // Registry and keys; the third looks whether there is a table of runs now.
    expect(report.requests).toBe(3);
    expect(points(series('host-0007', 2))).toEqual(
      expectedPoints('host-0007', NOW - 2 * HOUR_S, NOW + 120),
    );
  });

  it('fetch the hours that the viewer slept through', async () => {
    await createTables(clients, tables);
    const hostnames = ['sleeper'];
    await putFleet(clients, tables, { hostnames, from: NOW - HOUR_S, to: NOW });
    await test.engine.sync('user');
    await test.engine.whenIdle();
    await test.reopen();

    const away = 7 * HOUR_S;
    clock.advance(away);
    await putFleet(clients, tables, { hostnames, from: NOW, to: NOW + away });
    await test.engine.sync('resume');
    await test.engine.whenIdle();

    expect(points(series('sleeper', 1))).toEqual(
      expectedPoints('sleeper', NOW - HOUR_S, NOW + away),
    );
  });

  it('check a silence again after its end, for samples uploaded late', async () => {
    await createTables(clients, tables);
    const hostnames = ['laptop'];
    await putFleet(clients, tables, { hostnames, from: NOW - HOUR_S, to: NOW });
    await test.engine.sync('user');
    await test.engine.whenIdle();
    clock.advance(2 * HOUR_S);
    await test.engine.sync('user');
    await test.engine.whenIdle();

    // It is back, uploads its newest minute first, and the rest only after the viewer has looked.
    const back = NOW + 2 * HOUR_S;
    await putFleet(clients, tables, { hostnames, from: back, to: back + MINUTE_S });
    clock.advance(MINUTE_S);
    await test.engine.sync('user');
    await test.engine.whenIdle();
    await putFleet(clients, tables, { hostnames, from: NOW, to: back + 10 * MINUTE_S });
    clock.advance(10 * MINUTE_S);
    await test.engine.sync('user');
    await test.engine.whenIdle();

    expect(points(series('laptop', 1))).toEqual(
      expectedPoints('laptop', NOW - HOUR_S, back + 10 * MINUTE_S),
    );
  });
});

describe('an older history', () => {
  it('an older history is fetched when it is viewed, and never twice', async () => {
    await createTables(clients, tables);
    const hostnames = ['old'];
    await putFleet(clients, tables, { hostnames, from: NOW - 40 * HOUR_S, to: NOW });
    await test.engine.sync('user');
    await test.engine.whenIdle();

    expect(series('old', 40).pendingHours).toBeGreaterThan(10);
    await test.engine.whenIdle();
    expect(points(series('old', 40))).toEqual(expectedPoints('old', NOW - 40 * HOUR_S, NOW));

    const before = await test.engine.sync('user');
    await test.engine.hosts.backfill({ sourceId: 'default', hostname: 'old' }, NOW - 40 * HOUR_S);
    const after = await test.engine.sync('user');
    expect(after.requests).toBe(before.requests);
  });
});

describe('what upstream wrote', () => {
  it('upstream’s records are read back with their values', async () => {
    const fixture = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../fixtures/upstream-records.json'), 'utf8'),
    ) as Record<string, { Items: Record<string, AttributeValue>[] }>;
    clock.set(1_795_469_700);
    await createTables(clients, tables, ['system', 'registry']);
    await putRawItems(clients, tables.system, fixture['py-perf-system-v2']?.Items ?? []);
    await putRawItems(clients, tables.registry, fixture['py-perf-systems-registry']?.Items ?? []);

    await test.engine.sync('user');
    await test.engine.whenIdle();

    const hosts = test.engine.overview().hosts;
    expect(hosts.map(({ hostname }) => hostname).sort()).toEqual([
      'Mac.home.local',
      'db_primary',
      'web-01',
    ]);
    expect(hosts.find(({ hostname }) => hostname === 'web-01')).toMatchObject({
      newest: { cpu: 0, memory: 100 },
      firstSeen: 1_795_469_640,
      lastSeen: 1_795_469_666.0544372,
      platform: 'Linux',
      layout: 'v2',
    });
    const mac = test.engine.hosts.series({
      sourceId: 'default',
      hostname: 'Mac.home.local',
      from: 1_795_469_640,
      to: 1_795_469_700,
      metrics: ['cpu', 'memory'],
      resolution: 'auto',
    });
    expect(points(mac)).toEqual([[1_795_469_640, 123, 679]]);
  });
});

describe('hosts', () => {
  const ODD = ['<img src=x onerror=alert(1)>', 'a#b#2026-11-23-21', '🖥️ büro', 'x'.repeat(253)];

  it('hosts of any name round-trip', async () => {
    await createTables(clients, tables);
    await putFleet(clients, tables, { hostnames: ODD, from: NOW - 10 * MINUTE_S, to: NOW });
    await test.engine.sync('user');
    await test.engine.whenIdle();
    for (const hostname of ODD)
      expect(points(series(hostname, 1))).toEqual(
        expectedPoints(hostname, NOW - 10 * MINUTE_S, NOW),
      );
  });

  it('hosts that were removed are hidden until they report again', async () => {
    await createTables(clients, tables);
    const fleet = { hostnames: ['gone', 'here'], from: NOW - 10 * MINUTE_S, to: NOW };
    await putFleet(clients, tables, fleet);
    const removedAt = new Date((NOW - 30) * 1000).toISOString().slice(0, 19);
    await clients.document.send(
      new UpdateCommand({
        TableName: tables.registry,
        Key: { hostname: 'gone' },
        UpdateExpression: 'SET active = :no, removed_at = :at',
        ExpressionAttributeValues: { ':no': false, ':at': removedAt },
      }),
    );
    await test.engine.sync('user');
    expect(test.engine.overview().hosts.map(({ hostname }) => hostname)).toEqual(['here']);

    clock.advance(60);
    await putRegistry(clients, tables, { ...fleet, to: NOW + 60 });
    await test.engine.sync('user');
    expect(test.engine.overview().hosts).toHaveLength(2);
  });

  it('hosts without a registry row are kept from this machine’s collector', () => {
    test.engine.recordLocal('default', madeUpSample('me', NOW), { platform: 'Linux' });
    expect(test.engine.overview().hosts).toMatchObject([
      {
        hostname: 'me',
        layout: 'local',
        platform: 'Linux',
        lastSeen: madeUpSample('me', NOW).collectedAt,
      },
    ]);
  });
});

describe('bad items', () => {
  it('bad items are counted once and never stop a sync', async () => {
    await createTables(clients, tables);
    const good = madeUpSample('web', NOW - MINUTE_S);
    await putItems(clients, tables.registry, [
      registryItem(good, NOW - HOUR_S),
      { hostname: 'broken', last_seen: 'yesterday' },
    ]);
    await putItems(clients, tables.system, [
      encodeV2Item(good),
      { ...encodeV2Item(madeUpSample('web', NOW - 2 * MINUTE_S)), cpu_percent: 250 },
      { ...encodeV2Item(madeUpSample('web', NOW - 3 * MINUTE_S)), memory_percent: 'much' },
    ]);
    await test.engine.sync('user');
    await test.engine.whenIdle();
    await test.engine.sync('user');
    expect(test.engine.overview().sources[0]).toMatchObject({ status: 'fresh', badItems: 3 });
    expect(points(series('web', 1))).toHaveLength(1);
  });
});

describe('a source that fails', () => {
  it('is reported, and the store still shows the fleet', async () => {
    await createTable(clients, tables, 'system');
    await createTable(clients, tables, 'registry');
    await putFleet(clients, tables, { hostnames: ['web'], from: NOW - HOUR_S, to: NOW });
    await test.engine.sync('user');
    await test.engine.whenIdle();

    await test.engine.reconfigure({
      sources: [testSource('http://127.0.0.1:1', tables)],
      sync: { intervalSeconds: 120, legacyBudgetCents: 1 },
      retention: { minuteDays: 90, rollupMonths: 13, forgetDays: 90, functionDays: 365 },
    });
    const report = await test.engine.sync('user');

    expect(report.sources[0]).toMatchObject({ status: 'failing', error: { code: 'network' } });
    expect(report.sources[0]?.lastSyncedAt).toBe(NOW);
    expect(test.engine.overview().hosts).toHaveLength(1);
    expect(points(series('web', 1))).toHaveLength(60);
  });
});

describe('samples that are uploaded late', () => {
  it('samples uploaded late are found although the viewer slept through the silence', async () => {
    await createTables(clients, tables);
    const hostnames = ['laptop'];
    await putFleet(clients, tables, { hostnames, from: NOW - HOUR_S, to: NOW });
    await test.engine.sync('user');
    await test.engine.whenIdle();

    // The host is back before the viewer is, but has not uploaded what it kept.
    const back = NOW + 5 * HOUR_S;
    await putFleet(clients, tables, { hostnames, from: back, to: back + 10 * MINUTE_S });
    clock.set(back + 10 * MINUTE_S);
    await test.engine.sync('resume');
    await test.engine.whenIdle();
    expect(points(series('laptop', 1))).toHaveLength(70);

    await putFleet(clients, tables, { hostnames, from: NOW, to: back + 25 * MINUTE_S });
    clock.advance(15 * MINUTE_S);
    await test.engine.sync('user');
    await test.engine.whenIdle();
    expect(points(series('laptop', 1))).toEqual(
      expectedPoints('laptop', NOW - HOUR_S, back + 25 * MINUTE_S),
    );
  });
});
