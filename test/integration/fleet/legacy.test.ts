import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import { clients, clock, tables, test, useEngine } from '../../support/engine-suite.ts';
import {
  legacyBatch,
  legacyHistory,
  legacyMarker,
  legacyMinute,
  madeUpHostnames,
  madeUpSample,
  putFleet,
  registryItem,
} from '../../support/fleet-generator.ts';
import { createTable, createTables, putItems, putRawItems } from '../../support/fleet-tables.ts';
import { expectedPoints, minutesOf, points, readLegacyHistory } from '../../support/test-engine.ts';

const NOW = 1_795_500_000;

useEngine(NOW);

function expectedLegacy(hostname: string, from: number, to: number): [number, number, number][] {
  const minutes: [number, number, number][] = [];
  for (let minute = from; minute < to; minute += MINUTE_S)
    minutes.push(legacyMinute(hostname, minute));
  return minutes;
}

async function sync(): Promise<void> {
  const report = await test.engine.sync('user');
  expect(report.sources[0]?.error).toBeNull();
  await test.engine.whenIdle();
}

describe('a fleet of both layouts', () => {
  it('shows every host, preferring v2 for a common minute', async () => {
    await createTables(clients, tables);
    await putFleet(clients, tables, { hostnames: ['new', 'both'], from: NOW - HOUR_S, to: NOW });
    const at = NOW - 2 * MINUTE_S;
    const uploads = ['old', 'both'].map((hostname, index) => ({
      hostname,
      times: [at],
      uploadedAt: NOW - 5 + index,
    }));
    await putItems(
      clients,
      tables.legacy,
      uploads.flatMap((upload) => [legacyBatch(upload), legacyMarker(upload)]),
    );

    await sync();

    const hosts = new Map(test.engine.overview().hosts.map((host) => [host.hostname, host]));
    expect([...hosts.keys()].sort()).toEqual(['both', 'new', 'old']);
    expect(hosts.get('new')?.layout).toBe('v2');
    expect(hosts.get('old')).toMatchObject({ layout: 'legacy', lastSeen: NOW - 5 });
    expect(hosts.get('both')?.layout).toBe('both');
    expect(points(minutesOf(test.engine, 'both', NOW - HOUR_S, NOW))).toEqual(
      expectedPoints('both', NOW - HOUR_S, NOW),
    );
    expect(points(minutesOf(test.engine, 'old', NOW - HOUR_S, NOW))).toHaveLength(1);
  });

  it('follows a host that moves from legacy to v2', async () => {
    await createTables(clients, tables);
    const upload = { hostname: 'mover', times: [NOW - 5 * MINUTE_S], uploadedAt: NOW - 30 };
    await putItems(clients, tables.legacy, [legacyBatch(upload), legacyMarker(upload)]);
    await putItems(clients, tables.registry, [
      registryItem(madeUpSample('mover', NOW - 5 * MINUTE_S), NOW - HOUR_S),
    ]);
    await sync();
    expect(test.engine.overview().hosts[0]?.layout).toBe('legacy');

    await putFleet(clients, tables, { hostnames: ['mover'], from: NOW, to: NOW + 20 * MINUTE_S });
    clock.advance(20 * MINUTE_S);
    await sync();
    await sync();
    expect(test.engine.overview().hosts[0]?.layout).toBe('both');
    expect(points(minutesOf(test.engine, 'mover', NOW, NOW + 20 * MINUTE_S))).toEqual(
      expectedPoints('mover', NOW, NOW + 20 * MINUTE_S),
    );
  });

  it('reads only new batches', async () => {
    await createTables(clients, tables, ['legacy']);
    const first = { hostname: 'old', times: [NOW - 90, NOW - 80], uploadedAt: NOW - 60 };
    await putItems(clients, tables.legacy, [legacyBatch(first), legacyMarker(first)]);
    await sync();
    const before = points(minutesOf(test.engine, 'old', NOW - HOUR_S, NOW + HOUR_S));
    await sync();
    expect(points(minutesOf(test.engine, 'old', NOW - HOUR_S, NOW + HOUR_S))).toEqual(before);

    const second = {
      hostname: 'old',
      times: [NOW - 30, NOW],
      uploadedAt: NOW + 5,
      compressed: false,
    };
    await putItems(clients, tables.legacy, [legacyBatch(second), legacyMarker(second)]);
    clock.advance(60);
    await sync();
    expect(points(minutesOf(test.engine, 'old', NOW - HOUR_S, NOW + HOUR_S)).length).toBe(3);
  });
});

describe('what upstream wrote in the legacy layout', () => {
  it('upstream’s legacy records are read back with their values', async () => {
    const fixture = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../fixtures/upstream-records.json'), 'utf8'),
    ) as Record<string, { Items: Record<string, AttributeValue>[] }>;
    clock.set(1_795_469_700);
    await createTables(clients, tables, ['legacy']);
    const items = (fixture['py-perf-system']?.Items ?? []).map((item) =>
      Object.fromEntries(Object.entries(item).filter(([name]) => !name.startsWith('_'))),
    );
    await putRawItems(clients, tables.legacy, items);
    await sync();

    const host = { sourceId: 'default', hostname: 'legacy-host' };
    const from = 1_795_469_640;
    expect(points(minutesOf(test.engine, 'legacy-host', from, from + 60))).toEqual([
      [from, 113, 555],
    ]);
    expect(
      test.engine.answers.queries.minuteProcesses({ ...host, at: from + 30 }).processes,
    ).toEqual([
      expect.objectContaining({ name: 'python3', pid: 4242, cpuPercent: 1.2 }),
      expect.objectContaining({ name: 'python3', pid: 4300, cpuPercent: 1.2 }),
      expect.objectContaining({ name: 'pid 5000', pid: 5000, cpuPercent: 0.8 }),
    ]);
  });
});

describe('legacy history', () => {
  it.each(['ALL', 'KEYS_ONLY'] as const)(
    'legacy history uses an index of %s',
    async (legacyIndex) => {
      await createTable(clients, tables, 'legacy', { legacyIndex });
      await putItems(clients, tables.legacy, legacyHistory('old', NOW - 2 * HOUR_S, NOW));
      await sync();
      expect(test.engine.sources.get('default').legacyHistory.status().state).toBe('index');
      expect(points(minutesOf(test.engine, 'old', NOW - 2 * HOUR_S, NOW))).toEqual(
        expectedLegacy('old', NOW - 2 * HOUR_S, NOW),
      );
    },
  );

  it('legacy history uses a scan of all segments without an index, after showing its cost', async () => {
    await createTables(clients, tables, ['legacy']);
    const hostnames = madeUpHostnames(4, 'old');
    for (const hostname of hostnames)
      await putItems(clients, tables.legacy, legacyHistory(hostname, NOW - 3 * HOUR_S, NOW));
    await sync();
    const estimate = test.engine.sources.get('default').legacyHistory.status();
    expect(estimate.state).toBe('idle');
    expect(estimate.readUnits).toBeGreaterThan(10);
    expect(estimate.cost).toBeGreaterThan(0);

    await readLegacyHistory(test.engine, 10_000);
    await test.engine.whenIdle();

    expect(test.engine.sources.get('default').legacyHistory.status()).toMatchObject({
      state: 'done',
      itemsRead: 4 * 181,
      segments: { done: 16, total: 16 },
    });
    for (const hostname of hostnames)
      expect(points(minutesOf(test.engine, hostname, NOW - 3 * HOUR_S, NOW))).toEqual(
        expectedLegacy(hostname, NOW - 3 * HOUR_S, NOW),
      );
  });

  it('legacy history continues after a restart', async () => {
    await createTables(clients, tables, ['legacy']);
    await putItems(clients, tables.legacy, legacyHistory('old', NOW - 10 * HOUR_S, NOW));
    await sync();
    await readLegacyHistory(test.engine, 1);
    await test.engine.sources.get('default').legacyHistory.stop();
    expect(test.engine.sources.get('default').legacyHistory.status().state).toBe('paused');
    await test.reopen();
    await sync();

    await readLegacyHistory(test.engine, 10_000);
    await test.engine.whenIdle();
    expect(test.engine.sources.get('default').legacyHistory.status()).toMatchObject({
      state: 'done',
      itemsRead: 601,
    });
    expect(points(minutesOf(test.engine, 'old', NOW - 10 * HOUR_S, NOW))).toEqual(
      expectedLegacy('old', NOW - 10 * HOUR_S, NOW),
    );
  });
});
