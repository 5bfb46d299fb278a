import { describe, expect, it } from 'vitest';
import { comparedCharts } from '../../../../../renderer/features/compare/compare-charts.ts';
import { comparedHosts, highestNow } from '../../../../../renderer/features/compare/compare.ts';
import { makeRows, NOW } from '../../make.ts';

describe('comparedHosts', () => {
  it('takes up to eight different hosts from a query', () => {
    const keys = Array.from({ length: 12 }, (_, i) => `default/h${String(i)}`);
    expect(comparedHosts([...keys, ...keys])).toHaveLength(8);
    expect(comparedHosts('a/x/y#z')).toEqual([{ sourceId: 'a', hostname: 'x/y#z' }]);
    expect(comparedHosts(['', 'a', 'a/', '/x', null])).toEqual([]);
  });
});

describe('highestNow', () => {
  it('takes the highest hosts that are online and have a value', () => {
    const rows = makeRows(
      { hostname: 'low', newest: { cpu: 5 } },
      { hostname: 'high', newest: { cpu: 90 } },
      { hostname: 'gone', newest: { cpu: 99 }, lastSeen: NOW - 9000 },
      { hostname: 'mid', newest: { cpu: 50 } },
      { hostname: 'unknown', newest: {} },
    );
    expect(highestNow(rows, 'cpu', 2)).toEqual(['default/high', 'default/mid']);
    expect(highestNow(rows, 'disk', 5)).toEqual([]);
  });
});

describe('comparedCharts', () => {
  it('has solid lines with short names, and no chart of a metric that no host has', () => {
    const host = (hostname: string, cpu: number[]) => ({
      sourceId: 'default',
      hostname,
      start: 0,
      step: 60,
      count: 2,
      pendingHours: 0,
      revision: 1,
      metrics: { cpu: { mean: Float32Array.from(cpu) } },
    });
    const charts = comparedCharts(
      [
        host('a.example', [1, 2]),
        host('b.example', [Number.NaN, Number.NaN]),
        host('c.example', [3, 4]),
      ],
      ['cpu', 'memory'],
    );
    expect(charts.map(({ metric }) => metric)).toEqual(['cpu']);
    expect(charts[0]?.lines).toMatchObject([
      { label: 'a', position: 0, solid: true },
      { label: 'c', position: 2, solid: true },
    ]);
  });
});
