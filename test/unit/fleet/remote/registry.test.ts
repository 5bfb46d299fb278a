import { expect, it } from 'vitest';
import { AppFailure } from '../../../../contract/errors.ts';
import { registrySegments, scanRegistry } from '../../../../fleet/remote/registry.ts';
import { numberedKey, scriptedReader, startNumber } from '../../../support/scripted-dynamo.ts';

const NOW = 1_800_000_000;
const PAGES = [3, 1, 2];

it('a large registry is read in segments at the same time, each to its last page', async () => {
  const { reader, asked } = scriptedReader((question) => {
    const segment = Number(question['Segment']);
    const page = startNumber(question) + 1;
    const item = { hostname: `web-${String(segment)}-${String(page)}`, last_seen: NOW - 60 };
    const next =
      page < (PAGES[segment] ?? 0) ? { LastEvaluatedKey: numberedKey(question, page) } : {};
    return { Items: [item], Count: 1, ScannedCount: 1, ...next };
  });
  const names: string[] = [];
  for await (const { entries } of scanRegistry(reader, NOW, { segments: PAGES.length }))
    for (const { hostname } of entries) names.push(hostname);
  expect(names.toSorted()).toEqual([
    'web-0-1',
    'web-0-2',
    'web-0-3',
    'web-1-1',
    'web-2-1',
    'web-2-2',
  ]);
  expect(asked.map(({ Segment: segment }) => segment)).toEqual([0, 1, 2, 0, 2, 0]);
  expect(new Set(asked.map(({ TotalSegments: total }) => total))).toEqual(new Set([PAGES.length]));
});

it('one segment that fails makes the registry unread', async () => {
  const { reader } = scriptedReader(({ Segment: segment }) => {
    if (segment === 1) throw Object.assign(new Error('no'), { name: 'InternalServerError' });
    return { Items: [], Count: 0, ScannedCount: 0 };
  });
  const read = async (): Promise<void> => {
    for await (const page of scanRegistry(reader, NOW, { segments: 2 })) void page;
  };
  await expect(read()).rejects.toBeInstanceOf(AppFailure);
});

it.each([
  [0, 1],
  [1000, 1],
  [1500, 1],
  [1501, 2],
  [10_000, 7],
  [1e6, 16],
])('%i hosts are read in %i segments', (hosts, segments) => {
  expect(registrySegments(hosts)).toBe(segments);
});
