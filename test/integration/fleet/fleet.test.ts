import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, inject, it } from 'vitest';
import { encodeV2Item } from '../../../contract/records.ts';
import { HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import { clients, clock, tables, test, useEngine } from '../../support/engine-suite.ts';
import {
  madeUpHostnames,
  madeUpSample,
  madeUpSamples,
  putFleet,
} from '../../support/fleet-generator.ts';
import { createTables, putItems, testSource, uniqueTables } from '../../support/fleet-tables.ts';
import { expectedPoints, minutesOf, points } from '../../support/test-engine.ts';

const NOW = 1_795_500_000;

useEngine(NOW);

describe('without a registry', () => {
  it('hosts are found by a scan, and polled by the clock', async () => {
    await createTables(clients, tables, ['system']);
    const hostnames = madeUpHostnames(10);
    await putSystem(hostnames, NOW - 3 * HOUR_S, NOW);
    await test.engine.sync('user');
    await test.engine.whenIdle();
    expect(test.engine.overview().hosts).toHaveLength(10);
    expect(points(minutesOf(test.engine, 'host-0009', NOW - 3 * HOUR_S, NOW))).toEqual(
      expectedPoints('host-0009', NOW - 3 * HOUR_S, NOW),
    );

    await putSystem(hostnames, NOW, NOW + 2 * MINUTE_S);
    clock.advance(2 * MINUTE_S);
    const report = await test.engine.sync('poll');
    expect(report.newSamples).toBe(20);
  });

  it('the return of a silent host is noticed', async () => {
    await createTables(clients, tables, ['system']);
    await putSystem(['web'], NOW - HOUR_S, NOW);
    await test.engine.sync('user');
    await test.engine.whenIdle();
    clock.advance(HOUR_S);
    await test.engine.sync('user');

    await putSystem(['web'], NOW + HOUR_S, NOW + HOUR_S + 20 * MINUTE_S);
    clock.advance(20 * MINUTE_S);
    await test.engine.sync('user');
    await test.engine.sync('user');
    await test.engine.whenIdle();
    expect(points(minutesOf(test.engine, 'web', NOW, clock.now() / 1000))).toEqual(
      expectedPoints('web', NOW + HOUR_S, NOW + HOUR_S + 20 * MINUTE_S),
    );
  });

  async function putSystem(hostnames: string[], from: number, to: number): Promise<void> {
    await putItems(
      clients,
      tables.system,
      Array.from(madeUpSamples({ hostnames, from, to }), (sample) => encodeV2Item(sample)),
    );
  }
});

describe('removing a host', () => {
  it('removing a host is a soft delete that everyone sees, and can be undone', async () => {
    await createTables(clients, tables);
    await putFleet(clients, tables, {
      hostnames: ['web', 'db'],
      from: NOW - 5 * MINUTE_S,
      to: NOW,
    });
    await test.engine.sync('user');
    const ref = { sourceId: 'default', hostname: 'web' };

    await test.engine.hosts.setActive(ref, false);
    expect(test.engine.overview().hosts.map(({ hostname }) => hostname)).toEqual(['db']);
    expect(test.engine.answers.queries.removedHosts().map(({ hostname }) => hostname)).toEqual([
      'web',
    ]);
    expect(await registryRow('web')).toMatchObject({
      active: false,
      removed_at: new Date(NOW * 1000).toISOString().slice(0, 19),
    });
    await test.engine.sync('user');
    expect(test.engine.overview().hosts).toHaveLength(1);

    await test.engine.hosts.setActive(ref, true);
    expect(await registryRow('web')).toMatchObject({ active: true });
    expect(await registryRow('web')).not.toHaveProperty('removed_at');
    expect(test.engine.overview().hosts).toHaveLength(2);
  });

  it('removing a host without a registry row stays local, and creates no row', async () => {
    await createTables(clients, tables);
    test.engine.recordLocal('default', madeUpSample('me', NOW), {});
    clock.advance(60);
    await test.engine.hosts.setActive({ sourceId: 'default', hostname: 'me' }, false);
    expect(test.engine.overview().hosts).toEqual([]);
    expect(await registryRow('me')).toBeUndefined();
  });

  async function registryRow(hostname: string): Promise<Record<string, unknown> | undefined> {
    const { Item } = await clients.document.send(
      new GetCommand({ TableName: tables.registry, Key: { hostname }, ConsistentRead: true }),
    );
    return Item;
  }
});

describe('several sources', () => {
  it('several sources are shown side by side, and a failing one hides no other', async () => {
    const other = uniqueTables();
    await createTables(clients, tables);
    await createTables(clients, other);
    await putFleet(clients, tables, { hostnames: ['web-01'], from: NOW - HOUR_S, to: NOW });
    await putFleet(clients, other, { hostnames: ['web-01'], from: NOW - 30 * MINUTE_S, to: NOW });
    const endpoint = inject('dynamoEndpoint');
    await test.engine.reconfigure({
      sources: [
        testSource(endpoint, tables),
        testSource(endpoint, other, { id: 'second', name: 'Second' }),
        testSource('http://127.0.0.1:1', tables, { id: 'broken', name: 'Broken' }),
        testSource(endpoint, tables, { id: 'off', name: 'Off', mode: 'off' }),
      ],
      sync: { intervalSeconds: 120, legacyBudgetCents: 1 },
      retention: { minuteDays: 90, rollupMonths: 13, forgetDays: 90, functionDays: 365 },
    });
    const report = await test.engine.sync('user');
    await test.engine.whenIdle();

    expect(report.sources.map(({ id, status }) => [id, status])).toEqual([
      ['default', 'fresh'],
      ['second', 'fresh'],
      ['broken', 'failing'],
      ['off', 'unconfigured'],
    ]);
    expect(
      test.engine
        .overview()
        .hosts.map(({ sourceId }) => sourceId)
        .sort(),
    ).toEqual(['default', 'second']);
    const shown = minutesOf(test.engine, 'web-01', NOW - HOUR_S, NOW, 'second');
    expect(points(shown)).toHaveLength(30);
  });
});

describe('doctor', () => {
  it('reports its findings with hints', async () => {
    await createTables(clients, tables, ['system', 'registry']);
    await putFleet(clients, tables, {
      hostnames: ['MacBook.local', 'MacBook.home.local'],
      from: NOW - HOUR_S,
      to: NOW - 20 * MINUTE_S,
    });
    await test.engine.sync('user');
    await test.engine.whenIdle();
    const report = await test.engine.diagnostics.doctor({
      outbox: 200,
      here: { sourceId: 'default', hostname: 'here' },
    });

    expect(report.sources[0]).toMatchObject({
      status: 'fresh',
      region: 'us-east-1',
      credentials: { kind: 'key', end: 'ocal' },
      error: null,
    });
    expect(report.sources[0]?.tables).toMatchObject([
      { role: 'system', state: 'active', ttl: null },
      { role: 'legacy', state: 'missing' },
      { role: 'registry', state: 'active' },
      { role: 'functions', state: 'missing' },
    ]);
    expect(report.silent.map(({ hostname }) => hostname).sort()).toEqual([
      'MacBook.home.local',
      'MacBook.local',
    ]);
    expect(report.duplicates).toEqual({
      groups: [
        {
          sourceId: 'default',
          hostnames: expect.arrayContaining(['MacBook.local', 'MacBook.home.local']) as string[],
          count: 2,
        },
      ],
      more: 0,
    });
    const codes = report.findings.filter(({ level }) => level !== 'ok').map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['table-ttl-off', 'hosts-silent', 'hosts-duplicate', 'outbox-long']),
    );
    // The test's clock stands elsewhere than the server's.
    expect(codes.some((code) => code === 'clock-ahead' || code === 'clock-behind')).toBe(true);
  });

  it('notices shared hostnames, and minutes of this machine overwritten by another program', async () => {
    await createTables(clients, tables, ['system', 'registry']);
    const fleet = { hostnames: ['localhost'], from: NOW - 20 * MINUTE_S, to: NOW };
    await putFleet(clients, tables, fleet);
    const items = Array.from(madeUpSamples(fleet), (sample, index) =>
      encodeV2Item({
        ...sample,
        ...(index % 4 === 1 ? {} : { collector: 'py-perf-desktop/0.1.0' }),
      }),
    );
    await putItems(clients, tables.system, items);
    await test.engine.sync('user');
    await test.engine.whenIdle();
    const report = await test.engine.diagnostics.doctor({
      outbox: 0,
      here: { sourceId: 'default', hostname: 'localhost' },
    });
    expect(report.sharedNames).toEqual([{ sourceId: 'default', hostname: 'localhost' }]);
    expect(report.overwritten).toMatchObject({ hostname: 'localhost', minutes: 5 });
    expect(report.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['hostname-shared', 'minutes-overwritten']),
    );
  });

  it('names the error of an unreachable source', async () => {
    await test.engine.reconfigure({
      sources: [testSource('http://127.0.0.1:1', tables)],
      sync: { intervalSeconds: 120, legacyBudgetCents: 1 },
      retention: { minuteDays: 90, rollupMonths: 13, forgetDays: 90, functionDays: 365 },
    });
    const report = await test.engine.diagnostics.doctor({
      outbox: 0,
      here: { sourceId: 'default', hostname: 'here' },
    });
    expect(report.sources[0]?.error?.code).toBe('network');
    expect(report.findings.find(({ code }) => code === 'source-failing')?.level).toBe('error');
  });
});

it('consumed capacity is summed and priced', async () => {
  await createTables(clients, tables);
  await putFleet(clients, tables, { hostnames: ['web'], from: NOW - HOUR_S, to: NOW });
  await test.engine.sync('user');
  await test.engine.whenIdle();
  const report = test.engine.diagnostics.capacity(7);
  const used = new Map(report.days.map((day) => [`${day.operation} ${day.table}`, day]));
  expect(used.get(`Scan ${tables.registry}`)).toMatchObject({ requests: 1, readUnits: 0.5 });
  // All hours of a day are asked for; those without a sample are charged too.
  expect(used.get(`Query ${tables.system}`)?.requests).toBe(24);
  expect(used.get(`Query ${tables.system}`)?.readUnits).toBeGreaterThanOrEqual(12);
  expect(report.total).toBeGreaterThan(0);
  expect(report.pricesAsOf).toMatch(/^\d{4}-\d\d-\d\d$/u);
});
