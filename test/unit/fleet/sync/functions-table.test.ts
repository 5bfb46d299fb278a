import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FunctionRun } from '../../../../contract/functions.ts';
import { settingsSchema } from '../../../../contract/settings.ts';
import { DEFAULT_TABLE_NAMES } from '../../../../contract/tables.ts';
import { DAY_S, dayOf } from '../../../../contract/time.ts';
import { describeTable } from '../../../../fleet/remote/tables.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { unreadSegments } from '../../../../fleet/store/scan-segments.ts';
import { SEGMENTS } from '../../../../fleet/sync/functions-reading.ts';
import { FunctionTableReader } from '../../../../fleet/sync/functions-table.ts';
import { budgetOf } from '../../../../fleet/sync/legacy-budget.ts';
import type { ScannedSource } from '../../../../fleet/sync/scanned-source.ts';
import { LeapingClock } from '../../../support/functions-campaign.ts';
import { libraryItem } from '../../../support/made-up/python-runs.ts';
import { scriptedReader, type Asked } from '../../../support/scripted-dynamo.ts';

const NOW = 1_795_500_000;
/** What a cent reads: 80,000 units at $0.125 a million, of 8 KiB each. */
const CENT_BYTES = 80_000 * 8192;
/** A host of the fleet; one of another name is known once a run of it is stored. */
const FLEET_HOST = 'batch';

let folder: string;
let store: FleetStore;
let clock: LeapingClock;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'py-perf-cent-'));
  store = openBlankStore(join(folder, 'store.db'));
  clock = new LeapingClock(NOW);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The reader of an empty table with this many bytes in DescribeTable. */
async function tableOf(TableSizeBytes: number | undefined) {
  const answer = (asked: Asked): Asked =>
    'Segment' in asked
      ? { Items: [] }
      : {
          Table: {
            TableStatus: 'ACTIVE',
            TableSizeBytes,
            ItemCount: 1000,
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
            AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }],
            BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
          },
        };
  const { reader, asked } = scriptedReader(answer);
  const settings = settingsSchema.parse({});
  const runtime = {
    config: { id: 'default', tables: DEFAULT_TABLE_NAMES },
    store,
    clock,
    stored: { tables: { functions: 'active' } },
    tableInfo: { functions: await describeTable(reader, 'functions') },
    legacyBudget: budgetOf(settings.sync),
    onProgress: () => undefined,
    onStored: () => undefined,
    noteBadItems: () => undefined,
    save: () => undefined,
  } as unknown as ScannedSource;
  const table = new FunctionTableReader(runtime);
  const scans = (): number => asked.filter((one) => 'Segment' in one).length;
  const look = async (): Promise<number> => {
    const before = scans();
    table.startIfDue(reader, false);
    await table.whenDone();
    return scans() - before;
  };
  return { reader, table, scans, look };
}

/**
 * Looks by the index at the host "batch", of which the table has one more run at each look; how many runs are stored after
 * each look. `segments` are the runs that a scan finds, by segment.
 */
async function lookByIndex(
  runs: readonly FunctionRun[],
  looks: readonly number[],
  segments: Readonly<Record<number, readonly FunctionRun[]>> = {},
) {
  const items: Asked[] = [];
  const answer = (asked: Asked): Asked => {
    // A scan of the whole table would find them all.
    if ('Segment' in asked)
      return { Items: (segments[Number(asked['Segment'])] ?? []).map((run) => libraryItem(run)) };
    if ('IndexName' in asked) {
      const { ':hostname': hostname, ':since': since } = asked[
        'ExpressionAttributeValues'
      ] as Asked;
      const found = items.filter(
        (item) => item['hostname'] === hostname && Number(item['timestamp']) >= Number(since),
      );
      return { Items: found.map(({ id }) => ({ id })) };
    }
    const { Keys: keys } = Object.values(asked['RequestItems'] as Asked)[0] as { Keys: Asked[] };
    const wanted = items.filter(({ id }) => keys.some((key) => key['id'] === id));
    return { Responses: { [DEFAULT_TABLE_NAMES.functions]: wanted } };
  };
  const { reader } = scriptedReader(answer);
  const runtime = {
    config: { id: 'default', tables: DEFAULT_TABLE_NAMES },
    store,
    clock,
    stored: { tables: { functions: 'active' } },
    tableInfo: { functions: { index: 'active', bytes: 0, items: 0, provisioned: null } },
    legacyBudget: budgetOf(settingsSchema.parse({}).sync),
    onProgress: () => undefined,
    onStored: () => undefined,
    noteBadItems: () => undefined,
    save: () => undefined,
  } as unknown as ScannedSource;
  const table = new FunctionTableReader(runtime);
  store.write(() => store.hosts.ensure({ sourceId: 'default', hostname: FLEET_HOST }));
  const counts: number[] = [];
  for (const [index, at] of looks.entries()) {
    clock.set(at);
    const run = runs[index];
    if (run !== undefined) items.push(libraryItem(run));
    table.startIfDue(reader, true);
    await table.whenDone();
    expect(table.status().error).toBeNull();
    counts.push(store.functionReader.count(0, NOW * 2, []));
  }
  return counts;
}

describe('a table of runs with an index', () => {
  const run = (n: number, at: number, hostname = FLEET_HOST): FunctionRun => {
    const timings = [{ name: 'load', calls: 1, wall: n, min: n, max: n, cpu: 1 }];
    return { id: (NOW + n) * 1e6, session: String(n), at, hostname, timings };
  };

  it('has the newest run of a machine found only by the rest of an interrupted scan', async () => {
    const [older, newer] = [run(1, NOW - 60, 'night'), run(2, NOW, 'night')];
    // The first segment was read before the newer run came into it.
    store.write(() => {
      for (const segment of unreadSegments(SEGMENTS))
        store.functionScans.putSegment('default', { ...segment, done: segment.segment === 0 });
    });
    expect(await lookByIndex([newer], [NOW], { 0: [newer], 5: [older] })).toEqual([2]);
  });

  it('misses no run of a host that was an hour ahead and then right again', async () => {
    const runs = [run(1, NOW + 3500), run(2, NOW + 900), run(3, NOW + 1800)];
    expect(await lookByIndex(runs, [NOW, NOW + 900, NOW + 1800])).toEqual([1, 2, 3]);
  });

  it('catches up the next day with a host that stepped back by days', async () => {
    const runs = [run(1, NOW), run(2, NOW - 5 * DAY_S)];
    const looks = [NOW, NOW + 900, dayOf(NOW) + DAY_S + 60];
    expect(await lookByIndex(runs, looks)).toEqual([1, 1, 2]);
  });

  it('has runs of a clock that is days ahead, once their time has come', async () => {
    const looks = [NOW, NOW + 900, NOW + 2 * DAY_S];
    expect(await lookByIndex([run(1, NOW + 2 * DAY_S)], looks)).toEqual([0, 0, 1]);
  });

  it('continues after this computer’s clock has stepped back', async () => {
    const runs = [run(1, NOW), run(2, NOW + 60), run(3, NOW - 3 * DAY_S + 100)];
    const looks = [NOW, NOW + 900, NOW - 3 * DAY_S + 900];
    expect(await lookByIndex(runs, looks)).toEqual([1, 2, 3]);
  });
});

describe('a table of runs without index', () => {
  it('that costs a cent is read automatically', async () => {
    const { table, look } = await tableOf(CENT_BYTES);
    expect(table.status()).toMatchObject({ readUnits: 80_000, withinBudget: true });
    expect(table.status().cost).toBeCloseTo(0.01, 9);
    expect(await look()).toBe(8);
    expect(table.status()).toMatchObject({ state: 'done', readThrough: NOW });
  });

  it('that costs more is read on request, after its units, price and time were shown', async () => {
    const { reader, table, scans, look } = await tableOf(CENT_BYTES + 1);
    expect(await look()).toBe(0);
    expect(table.status()).toMatchObject({
      state: 'idle',
      readUnits: 80_001,
      seconds: 801,
      withinBudget: false,
      readThrough: null,
    });
    expect(table.status().cost).toBeGreaterThan(0.01);
    table.start(reader, 100);
    await table.whenDone();
    expect(scans()).toBe(8);
    expect(table.status()).toMatchObject({ state: 'done', readThrough: NOW });
  });

  it('of unknown size is read on request', async () => {
    const { table, look } = await tableOf(undefined);
    expect(await look()).toBe(0);
    expect(table.status()).toMatchObject({ cost: null, withinBudget: false });
  });

  it.each([
    [40_000, 8],
    [40_001, 0],
  ])('of half a cent, after %i units on that day, is read by %i pages', async (spent, pages) => {
    const { look } = await tableOf(CENT_BYTES / 2);
    const coverage = store.legacy.coverage('default');
    store.legacy.putCoverage('default', { ...coverage, spentDay: dayOf(NOW), spentUnits: spent });
    expect(await look()).toBe(pages);
  });
});
