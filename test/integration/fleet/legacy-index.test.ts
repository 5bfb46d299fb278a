import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, inject, it, vi } from 'vitest';
import { indexUpdate } from '../../../fleet/remote/legacy-index.ts';
import { LEGACY_INDEX } from '../../../contract/tables.ts';
import { HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import { clients, clock, tables, test, useEngine } from '../../support/engine-suite.ts';
import { legacyHistory, legacyMinute } from '../../support/fleet-generator.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { createTables, putItems, testSource } from '../../support/fleet-tables.ts';
import { minutesOf, openTestEngine, points } from '../../support/test-engine.ts';

const NOW = 1_795_500_000;
const SOURCE = 'default';

useEngine(NOW);

async function sync(): Promise<void> {
  await test.engine.sync('user');
  await test.engine.whenIdle();
}

async function indexes(): Promise<string[]> {
  const { Table } = await clients.base.send(new DescribeTableCommand({ TableName: tables.legacy }));
  return (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName ?? '');
}

async function legacyTable(): Promise<void> {
  await createTables(clients, tables, ['legacy']);
  await putItems(clients, tables.legacy, legacyHistory('old', NOW - 2 * HOUR_S, NOW));
  await sync();
}

describe('the index of a legacy table', () => {
  it('is offered with its price and the command, named by doctor, and never created unasked', async () => {
    await legacyTable();
    const found = await test.engine.diagnostics.legacyIndex(SOURCE);
    expect(found).toMatchObject({
      state: 'absent',
      hosts: 1,
      throughput: null,
      seconds: null,
      command: expect.stringContaining(
        `aws dynamodb update-table --region us-east-1 --endpoint-url http://`,
      ) as string,
    });
    expect(found.writeUnits).toBeGreaterThan(100);
    expect(found.cost).toBeGreaterThan(0);
    const { findings } = await test.engine.diagnostics.doctor({
      outbox: 0,
      here: { sourceId: SOURCE, hostname: 'here' },
    });
    expect(findings).toContainEqual({
      code: 'legacy-index-missing',
      level: 'info',
      sourceId: SOURCE,
      values: { table: tables.legacy, command: found.command },
    });
    expect(await indexes()).toEqual([]);
  });

  it('is created once on request, and used for history', async () => {
    await legacyTable();
    const created = await test.engine.diagnostics.createLegacyIndex(SOURCE);
    expect(['creating', 'active']).toContain(created.state);
    await vi.waitFor(
      async () => {
        const { state } = await test.engine.diagnostics.createLegacyIndex(SOURCE);
        expect(state).toBe('active');
      },
      { timeout: 30_000, interval: 100 },
    );
    expect(await indexes()).toEqual([LEGACY_INDEX]);
    expect(test.engine.sources.get(SOURCE).legacyHistory.status().state).toBe('index');

    await putItems(clients, tables.legacy, legacyHistory('old', NOW, NOW + HOUR_S));
    clock.set(NOW + HOUR_S);
    await sync();
    const minutes = Array.from({ length: 180 }, (_, index) =>
      legacyMinute('old', NOW - 2 * HOUR_S + index * MINUTE_S),
    );
    expect(points(minutesOf(test.engine, 'old', NOW - 2 * HOUR_S, NOW + HOUR_S))).toEqual(minutes);
  });

  it('made by an administrator is noticed by a running app', async () => {
    await legacyTable();
    const source = test.engine.sources.get(SOURCE);
    const reader = await source.reader();
    await reader.updateTable('legacy', indexUpdate(tables.legacy, null));
    await vi.waitFor(
      async () => {
        await sync();
        expect(source.tableInfo.legacy.index).toBe('active');
      },
      { timeout: 30_000, interval: 100 },
    );
  });

  it('that may not be created shows the command to pass on, and a missing table is reported', async () => {
    await expect(test.engine.diagnostics.createLegacyIndex(SOURCE)).rejects.toMatchObject({
      error: { code: 'table-missing' },
    });
    await createTables(clients, tables, ['legacy']);
    const proxy = await startFaultProxy(inject('dynamoEndpoint'));
    proxy.fault = ({ operation }) => (operation === 'UpdateTable' ? { kind: 'deny' } : null);
    const denied = openTestEngine([testSource(proxy.endpoint, tables)], clock);
    try {
      await denied.engine.sync('user');
      const { command } = await denied.engine.diagnostics.legacyIndex(SOURCE);
      await expect(denied.engine.diagnostics.createLegacyIndex(SOURCE)).rejects.toMatchObject({
        error: { code: 'access-denied', hint: expect.stringContaining(command ?? '?') as string },
      });
    } finally {
      await denied.dispose();
      await proxy.close();
    }
    expect(await indexes()).toEqual([]);
  });
});
