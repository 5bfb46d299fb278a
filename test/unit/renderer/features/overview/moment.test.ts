import { expect, test } from 'vitest';
import { hostsThen } from '../../../../../renderer/features/overview/moment.ts';
import { makeRows } from '../../make.ts';

const map = (hosts: string[], count: number, values: number[]) => ({
  metric: 'cpu' as const,
  start: 0,
  step: 60,
  count,
  revision: 1,
  hosts: hosts.map((hostname) => ({ sourceId: 'default', hostname })),
  values: Float32Array.from(values),
});

test('hosts at a time are sorted by their mean, without those that have no sample', () => {
  const rows = makeRows({ hostname: 'a' }, { hostname: 'b' }, { hostname: 'c' });
  const found = hostsThen(rows, map(['a', 'b', 'c'], 2, [10, 30, 90, NaN, NaN, NaN]));
  expect(found.map(({ row, value }) => [row.hostname, value])).toEqual([
    ['b', 90],
    ['a', 20],
  ]);
});

test('only requested hosts are listed', () => {
  expect(hostsThen(makeRows({ hostname: 'b' }), map(['a', 'b'], 1, [10, 20]))).toHaveLength(1);
  expect(hostsThen(makeRows({ hostname: 'b' }), null)).toEqual([]);
});
