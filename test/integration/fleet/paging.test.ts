import { describe, expect, it } from 'vitest';
import { encodeV2Item, type Item } from '../../../contract/records.ts';
import { DEFAULT_TABLE_NAMES } from '../../../contract/tables.ts';
import { HOUR_S, hourOf } from '../../../contract/time.ts';
import { batchGetAll } from '../../../fleet/remote/batches.ts';
import { discoverV2, scanAll, type NewestSamples } from '../../../fleet/remote/discovery.ts';
import { getMarkers, markerId, queryBatches } from '../../../fleet/remote/legacy.ts';
import { getMinutes, queryHour } from '../../../fleet/remote/minutes.ts';
import { scanRegistry } from '../../../fleet/remote/registry.ts';
import type { Clock } from '../../../platform/clock.ts';
import { madeUpSample } from '../../support/fleet-generator.ts';
import {
  numberedKey,
  scriptedReader,
  startNumber,
  type Asked,
  type ScriptedReader,
} from '../../support/scripted-dynamo.ts';

const NOW = 1_795_500_000;
const { system, legacy } = DEFAULT_TABLE_NAMES;

function testClock(): { clock: Clock; sleeps: number[] } {
  const sleeps: number[] = [];
  const sleep = (ms: number): Promise<void> => {
    sleeps.push(ms);
    return Promise.resolve();
  };
  return { clock: { now: () => NOW * 1000, sleep }, sleeps };
}

/** Answers page after page; `LastEvaluatedKey` leads from each to the next, also from one that is empty. */
function paged(pages: readonly Item[][]): ScriptedReader {
  return scriptedReader((asked) => {
    const at = startNumber(asked);
    const next = at === pages.length - 1 ? undefined : numberedKey(asked, at + 1);
    return { Items: pages[at] ?? [], LastEvaluatedKey: next };
  });
}

describe('all pages are read', () => {
  const row = (hostname: string): Item => ({ hostname, last_seen: NOW });

  it('all pages are read of the registry, past empty ones', async () => {
    const { reader } = paged([[row('a')], [], [row('b')]]);
    const found: string[] = [];
    for await (const { entries } of scanRegistry(reader, NOW))
      found.push(...entries.map(({ hostname }) => hostname));
    expect(found).toEqual(['a', 'b']);
  });

  it('all pages are read of the registry, without rows that are not hosts', async () => {
    const own = { hostname: '#py-perf-desktop/views', active: false, document: '{}', version: 3 };
    const { reader } = paged([[own, row('a')], [{ ...row('#py-perf-desktop/'), active: true }]]);
    const found: string[] = [];
    for await (const { entries, bad } of scanRegistry(reader, NOW)) {
      found.push(...entries.map(({ hostname }) => hostname));
      expect(bad).toEqual([]);
    }
    expect(found).toEqual(['a']);
  });

  it('all pages are read of a host\u2019s hour', async () => {
    const hour = hourOf(NOW);
    const minutes = [0, 1, 2].map((index) => encodeV2Item(madeUpSample('a', hour + index * 60)));
    const { reader } = paged(minutes.map((item) => [item]));
    const { samples } = await queryHour(reader, 'a', hour, NOW);
    expect(samples.map(({ minute }) => minute)).toEqual([hour, hour + 60, hour + 120]);
  });

  it('all pages are read of the legacy index', async () => {
    const batch = (id: number): Item => ({ id, hostname: 'a', timestamp: NOW, metrics_data: '[]' });
    const { reader, asked } = paged([[batch(1)], [batch(2)]]);
    const { records } = await queryBatches(reader, testClock().clock, { hostname: 'a', since: 7 });
    expect(records.map(({ id }) => id)).toEqual([1, 2]);
    expect(asked[0]?.['ExpressionAttributeValues']).toEqual({ ':hostname': 'a', ':since': 7 });
  });

  it('all pages are read of all segments of a scan', async () => {
    const { reader, asked } = scriptedReader((request) => {
      const page = startNumber(request) + 1;
      const item = { ...numberedKey(request, page), segment: request['Segment'], page };
      return { Items: [item], LastEvaluatedKey: page === 1 ? numberedKey(request, 1) : undefined };
    });
    const found: Item[] = [];
    await scanAll(reader, 'system', {}, (items) => found.push(...items));
    const total = Number(asked[0]?.['TotalSegments']);
    const seen = found.map(({ segment, page }) => `${String(segment)}/${String(page)}`);
    const all = Array.from({ length: total }, (_, n) => [`${String(n)}/1`, `${String(n)}/2`]);
    expect(seen.sort()).toEqual(all.flat().sort());
    expect(new Set(asked.map(({ TotalSegments }) => TotalSegments)).size).toBe(1);
  });
});

describe('pages that do not end are given up', () => {
  /** Each leads to another new one. */
  const endless = (): ScriptedReader =>
    scriptedReader((asked, index) => ({ Items: [], LastEvaluatedKey: numberedKey(asked, index) }));
  /** Each leads to the other. */
  const circle = (): ScriptedReader =>
    scriptedReader((asked, index) => ({
      Items: [],
      LastEvaluatedKey: numberedKey(asked, index % 2),
    }));

  it('endless pages are given up if a host\u2019s hour has more than possible', async () => {
    const { reader, asked } = endless();
    await expect(queryHour(reader, 'a', hourOf(NOW), NOW)).rejects.toMatchObject({
      error: { code: 'bad-answer' },
    });
    expect(asked).toHaveLength(64);
  });

  it.each<[string, (reader: ScriptedReader['reader']) => Promise<unknown>]>([
    ['an hour', (reader) => queryHour(reader, 'a', hourOf(NOW), NOW)],
    ['a scan', (reader) => scanAll(reader, 'system', {}, () => undefined)],
    [
      'the legacy index',
      (reader) => queryBatches(reader, testClock().clock, { hostname: 'a', since: 7 }),
    ],
    [
      'the registry',
      async (reader) => {
        for await (const { bad } of scanRegistry(reader, NOW)) expect(bad).toEqual([]);
      },
    ],
  ])('if those of %s lead back to an earlier one', async (_, read) => {
    const { reader, asked } = circle();
    await expect(read(reader)).rejects.toMatchObject({ error: { code: 'bad-answer' } });
    expect(asked.length).toBeLessThanOrEqual(32);
  });
});

it('hosts found by a scan have their newest sample', async () => {
  const items = [5, 60, 7].map((ago) => encodeV2Item(madeUpSample('a', NOW - ago * 60)));
  const { reader } = scriptedReader(({ Segment }) => ({ Items: Segment === 0 ? items : [] }));
  const newest: NewestSamples = new Map();
  await discoverV2(reader, NOW, newest);
  expect(newest.get('a')?.minute).toBe(NOW - 300);
});

describe('keys', () => {
  const keysOf = (asked: Asked, table: string): Item[] =>
    (asked['RequestItems'] as Record<string, { Keys: Item[] }>)[table]?.Keys ?? [];
  const answerOf = (keys: readonly Item[], left: readonly Item[] = [], table = system): Asked => ({
    Responses: { [table]: keys.filter((key) => !left.includes(key)) },
    UnprocessedKeys: left.length === 0 ? {} : { [table]: { Keys: left } },
  });
  const many = (count: number): Item[] =>
    Array.from({ length: count }, (_, n) => numberedKey({ TableName: system }, n));

  it('keys are sent at most 100 a request, DynamoDB’s maximum, each once', async () => {
    const { reader, asked } = scriptedReader((request) => answerOf(keysOf(request, system)));
    const { clock } = testClock();
    const found = await batchGetAll({
      reader,
      clock,
      role: 'system',
      keys: many(250),
      projection: {},
    });
    expect(found).toHaveLength(250);
    expect(asked.map((request) => keysOf(request, system).length)).toEqual([100, 100, 50]);
  });

  it('unprocessed keys alone are requested again, as long as some are processed', async () => {
    const { reader, asked } = scriptedReader((request) => {
      const keys = keysOf(request, system);
      return answerOf(keys, keys.slice(1));
    });
    const { clock, sleeps } = testClock();
    const found = await batchGetAll({
      reader,
      clock,
      role: 'system',
      keys: many(20),
      projection: {},
    });
    expect(found).toEqual(many(20));
    expect(asked.map((request) => keysOf(request, system).length)).toEqual(
      Array.from({ length: 20 }, (_, round) => 20 - round),
    );
    expect(sleeps).toHaveLength(19);
  });

  it('keys that stay unprocessed are given up, after ever longer pauses', async () => {
    const { reader, asked } = scriptedReader((request) => answerOf([], keysOf(request, system)));
    const { clock, sleeps } = testClock();
    await expect(
      batchGetAll({ reader, clock, role: 'system', keys: many(3), projection: {} }),
    ).rejects.toMatchObject({ error: { code: 'throttled' } });
    expect(asked).toHaveLength(6);
    sleeps.forEach((ms, round) => {
      expect(ms).toBeGreaterThanOrEqual(25 * 2 ** (round + 1));
      expect(ms).toBeLessThanOrEqual(50 * 2 ** (round + 1));
    });
  });

  it('keys of two names that share a marker are requested once: DynamoDB refuses duplicates', async () => {
    const { reader, asked } = scriptedReader(() => answerOf([], [], legacy));
    await getMarkers(reader, testClock().clock, ['a', 'b', 'a']);
    expect(keysOf(asked[0] ?? {}, legacy)).toEqual([{ id: markerId('a') }, { id: markerId('b') }]);
  });

  it('keys that do not exist are counted: DynamoDB charges half a unit each', async () => {
    const { reader, uses } = scriptedReader(() => answerOf([]));
    const keys = [0, 60, 120].map((at) => ({ hostname: 'a', minute: hourOf(NOW) + at }));
    await getMinutes(reader, testClock().clock, keys);
    expect(uses).toMatchObject([{ operation: 'BatchGetItem', readUnits: 1.5 }]);
  });

  it('keys of minutes use their UTC hour', async () => {
    const { reader, asked } = scriptedReader(() => answerOf([]));
    const hour = 1_795_500_000 - (1_795_500_000 % HOUR_S);
    await getMinutes(reader, testClock().clock, [
      { hostname: 'a#b', minute: hour - 60 },
      { hostname: 'a#b', minute: hour },
    ]);
    expect(keysOf(asked[0] ?? {}, system)).toEqual([
      { hostname_hour: 'a#b#2026-11-24-05', minute_timestamp: hour - 60 },
      { hostname_hour: 'a#b#2026-11-24-06', minute_timestamp: hour },
    ]);
  });
});
