import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import type { FunctionRun } from '../../../contract/functions.ts';
import type { TableNames } from '../../../contract/tables.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import {
  createTables,
  deleteNamed,
  localClients,
  putItems,
  testSource,
  uniqueTables,
} from '../../support/fleet-tables.ts';
import {
  LIBRARY_UNITS,
  LeapingClock,
  createLibraryTable,
  expectRuns,
  madeUpRuns,
  runTableCampaign,
  uploadRuns,
} from '../../support/functions-campaign.ts';
import { libraryItem } from '../../support/made-up/python-runs.ts';
import { openTestEngine, type TestEngine } from '../../support/test-engine.ts';

const NOW = 1_795_500_000;

let clients: DynamoClients;
let tables: TableNames;
let clock: LeapingClock;
let test: TestEngine;

beforeEach(async () => {
  clients = localClients(inject('dynamoEndpoint'));
  tables = uniqueTables();
  await createTables(clients, tables);
  clock = new LeapingClock(NOW);
});
afterEach(async () => {
  await test.dispose();
  await deleteNamed(clients, Object.values(tables));
  clients.destroy();
});

function open(): TestEngine {
  return openTestEngine([testSource(inject('dynamoEndpoint'), tables)], clock);
}
const table = () => test.engine.sources.get('default').functionTable;
const used = (): number =>
  test.engine.diagnostics
    .capacity(30)
    .days.filter(({ table: name }) => name === tables.functions)
    .reduce((sum, { readUnits }) => sum + readUnits, 0);

describe('the table of the library', () => {
  it('that is missing is a state, not an error of the source', async () => {
    test = open();
    await test.engine.sync('user');
    const [source] = test.engine.overview().sources;
    expect(source?.error).toBeNull();
    expect(source).toMatchObject({ status: 'fresh', tables: { functions: 'missing' } });
    expect(table().status()).toMatchObject({ state: 'unavailable', error: null });
  });

  it('without an index is scanned at a quarter of its units, continues after an interruption, and is counted', async () => {
    const endpoint = inject('dynamoEndpoint');
    await runTableCampaign({ endpoint, now: NOW, runs: 300, interruptions: 1 });
  });

  it('loses nothing of a host whose clock was ahead for a while', async () => {
    await createLibraryTable(clients, tables, 'KEYS_ONLY');
    const [ahead] = madeUpRuns(1, NOW + 20 * 3600);
    if (ahead === undefined) return;
    await uploadRuns(clients, tables, [ahead]);
    test = open();
    test.engine.recordLocal(
      'default',
      { hostname: 'batch-0', minute: NOW, collectedAt: NOW, cpuPercent: 1, memoryPercent: 1 },
      {},
    );
    await test.engine.sync('user');
    await table().whenDone();
    const [corrected] = madeUpRuns(1, NOW + 60, 5);
    if (corrected === undefined) return;
    await uploadRuns(clients, tables, [corrected]);
    await test.engine.sync('user');
    await table().whenDone();
    expectRuns(test.engine, [corrected, ahead]);
  });

  it('has its index offered with its price, named by doctor, and created on request', async () => {
    await createLibraryTable(clients, tables);
    await uploadRuns(clients, tables, madeUpRuns(20, NOW));
    test = open();
    await test.engine.sync('user');
    await table().whenDone();
    const { diagnostics } = test.engine;
    const found = await diagnostics.legacyIndex('default', 'functions');
    expect(found).toMatchObject({
      table: tables.functions,
      state: 'absent',
      hosts: 5,
      writeUnits: 20,
      throughput: { read: LIBRARY_UNITS, write: LIBRARY_UNITS },
      seconds: 4,
      command: expect.stringContaining('KEYS_ONLY') as string,
    });
    const here = { sourceId: 'default', hostname: 'here' };
    const { findings, sources } = await diagnostics.doctor({ outbox: 0, here });
    expect(findings.map(({ code }) => code)).toContain('functions-index-missing');
    const known = sources[0]?.tables.find(({ role }) => role === 'functions');
    expect(known).toMatchObject({ items: 20, newest: NOW - 59.75 });
    await diagnostics.createLegacyIndex('default', 'functions');
    await vi.waitFor(
      async () => {
        const { state } = await diagnostics.legacyIndex('default', 'functions');
        expect(state).toBe('active');
      },
      { timeout: 30_000, interval: 100 },
    );
    const more = madeUpRuns(5, NOW + 300, 2000);
    await uploadRuns(clients, tables, more);
    await test.engine.sync('user');
    await table().whenDone();
    expect(table().status()).toMatchObject({ indexed: true, error: null });
    expectRuns(test.engine, [...madeUpRuns(20, NOW), ...more]);
  });

  it('is scanned again for new runs, and only their items are fetched', async () => {
    await createLibraryTable(clients, tables);
    const runs = madeUpRuns(60, NOW);
    await uploadRuns(clients, tables, runs);
    test = open();
    await test.engine.sync('user');
    await table().whenDone();
    const before = used();
    const more = madeUpRuns(3, NOW + 600, 1000);
    await uploadRuns(clients, tables, more);
    await test.engine.sync('user');
    await table().whenDone();
    expectRuns(test.engine, [...runs, ...more]);
    const fetched = test.engine.diagnostics
      .capacity(30)
      .days.find(
        ({ table: name, operation }) => name === tables.functions && operation === 'BatchGetItem',
      );
    expect(fetched?.readUnits).toBe(1.5);
    expect(used()).toBeGreaterThan(before);
  });

  it.each(['ALL', 'KEYS_ONLY'] as const)(
    'with an index of %s is queried by host',
    async (index) => {
      await createLibraryTable(clients, tables, index);
      const runs = madeUpRuns(200, NOW);
      await uploadRuns(clients, tables, runs);
      test = open();
      for (let host = 0; host < 5; host += 1)
        test.engine.recordLocal(
          'default',
          {
            hostname: `batch-${String(host)}`,
            minute: NOW,
            collectedAt: NOW,
            cpuPercent: 1,
            memoryPercent: 1,
          },
          {},
        );
      await test.engine.sync('user');
      await table().whenDone();
      expectRuns(test.engine, runs);
      const more = madeUpRuns(5, NOW + 300, 2000);
      await uploadRuns(clients, tables, more);
      await test.engine.sync('user');
      await table().whenDone();
      expectRuns(test.engine, [...runs, ...more]);
      // The scan of the day found what the hosts of the fleet do not name; the second look asked the index alone.
      const read = runs.length;
      expect(table().status()).toMatchObject({ indexed: true, itemsRead: read, error: null });
      const elapsed = clock.now() / 1000 - NOW;
      expect(used() / elapsed).toBeLessThanOrEqual((LIBRARY_UNITS / 4) * 1.1);
    },
  );

  it('counts invalid items once', async () => {
    await createLibraryTable(clients, tables);
    const runs = madeUpRuns(3, NOW);
    await uploadRuns(clients, tables, runs);
    await putItems(clients, tables.functions, [{ id: 7 }, { id: 8, timestamp: NOW, data: '{"a"' }]);
    test = open();
    for (let time = 0; time < 2; time += 1) {
      await test.engine.sync('user');
      await table().whenDone();
    }
    expect(test.engine.overview().sources).toMatchObject([{ badItems: 2, status: 'fresh' }]);
    expectRuns(test.engine, runs);
  });

  it('has items of 400 KB, read completely, and arguments of a call from its own item', async () => {
    await createLibraryTable(clients, tables);
    const large = [0, 1].map((index): FunctionRun => {
      const at = NOW - 100 + index;
      const times = { calls: 1, wall: 1.5, min: 1.5, max: 1.5, cpu: 0.5 };
      const timings = Array.from({ length: 2000 }, (_, of) => ({
        name: `f${String(of)}`,
        ...times,
      }));
      const singles = [{ wall: 1.5, at: at - 2 }];
      const session = `session-${String(index)}`;
      const load = { name: 'load', ...times, singles };
      return { id: at * 1e6, session, at, hostname: 'batch', timings: [load, ...timings] };
    });
    const items = large.map((run, index) => libraryItem(run, { secret: `hunter${String(index)}` }));
    for (const { data } of items) {
      expect(String(data).length).toBeGreaterThan(350_000);
      expect(String(data).length).toBeLessThan(409_000);
    }
    for (const item of items) await putItems(clients, tables.functions, [item]);
    test = open();
    await test.engine.sync('user');
    await table().whenDone();
    expectRuns(test.engine, large);
    const { runs: found } = test.engine.answers.functions.runs({
      from: NOW - 1000,
      to: NOW,
      offset: 0,
      limit: 9,
    });
    const key = found[0]?.key ?? -1;
    const before = used();
    const fetched = () => test.engine.functionArguments({ key, name: 'load' });
    expect(await fetched()).toEqual({
      name: 'load',
      calls: [{ wall: 1.5, args: '["hunter1"]', kwargs: '{"token":"hunter1"}' }],
    });
    expect(used() - before).toBeGreaterThan(40);
    expect(used() - before).toBeLessThanOrEqual(50);
    await deleteNamed(clients, [tables.functions]);
    await createLibraryTable(clients, tables);
    await expect(fetched()).rejects.toThrow('not in the table any more');
  });
});
