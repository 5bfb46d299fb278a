import { describe, expect, it } from 'vitest';
import type { HeatMap } from '../../../../../contract/answers.ts';
import {
  automaticScale,
  FIXED_SCALE,
  HEAT_COLOURS,
  heatColour,
  orderHeatRows,
} from '../../../../../renderer/features/heat/heat.ts';
import { heatRows } from '../../../../../renderer/lib/trend.ts';
import { makeRows } from '../../make.ts';

const NONE = Number.NaN;
const rows = makeRows({ hostname: 'web-10' }, { hostname: 'web-9' }, { hostname: 'gone' }).map(
  (row, i) => ({
    row,
    values:
      [Float32Array.of(10, NONE), Float32Array.of(80, 90), Float32Array.of(NONE, NONE)][i] ??
      new Float32Array(),
  }),
);
const names = (order: Parameters<typeof orderHeatRows>[1]) =>
  orderHeatRows(rows, order, (key) => (key === 'default/gone' ? ['a'] : [])).map(
    ({ row }) => row.hostname,
  );

describe('orderHeatRows', () => {
  it('puts the hottest first and hosts without a sample last', () => {
    expect(names('worst')).toEqual(['web-9', 'web-10', 'gone']);
  });

  it('puts the highest value first, or the highest newest', () => {
    const peaks = makeRows({ hostname: 'steady' }, { hostname: 'peak' }, { hostname: 'none' });
    const values = [
      Float32Array.of(50, 50, NONE),
      Float32Array.of(99, 1, 2),
      Float32Array.of(NONE),
    ];
    const entries = peaks.map((row, i) => ({ row, values: values[i] ?? new Float32Array() }));
    const ordered = (order: Parameters<typeof orderHeatRows>[1]) =>
      orderHeatRows(entries, order, () => []).map(({ row }) => row.hostname);
    expect(ordered('maximum')).toEqual(['peak', 'steady', 'none']);
    expect(ordered('current')).toEqual(['steady', 'peak', 'none']);
  });

  it('orders by name with numbers as numbers, and by label before that', () => {
    expect(names('name')).toEqual(['gone', 'web-9', 'web-10']);
    expect(names('label')).toEqual(['gone', 'web-9', 'web-10']);
  });
});

describe('automaticScale', () => {
  it('spans the values with round bounds', () => {
    expect(automaticScale(rows)).toEqual({ low: 10, high: 90 });
    expect(automaticScale([])).toEqual(FIXED_SCALE);
  });

  it('has a minimum span, within 0 to 100', () => {
    const flat = (value: number) =>
      rows.slice(0, 1).map(({ row }) => ({ row, values: Float32Array.of(value) }));
    expect(automaticScale(flat(42))).toEqual({ low: 40, high: 50 });
    expect(automaticScale(flat(100))).toEqual({ low: 90, high: 100 });
    expect(automaticScale(flat(0))).toEqual({ low: 0, high: 10 });
  });
});

describe('heatColour', () => {
  it('uses all colours on its own scale', () => {
    expect(heatColour(40, { low: 40, high: 50 })).toBe(HEAT_COLOURS[0]);
    expect(heatColour(50, { low: 40, high: 50 })).toBe(HEAT_COLOURS[100]);
  });

  it('heatColour has a colour for every percentage, and none without a sample', () => {
    expect(HEAT_COLOURS).toHaveLength(101);
    expect(heatColour(0)).toBe('rgb(68 1 84)');
    expect(heatColour(250)).toBe('rgb(253 231 37)');
    expect(heatColour(NONE)).toBeNull();
  });

  it('grows lighter with every step, so that it also reads in grey', () => {
    const grey = HEAT_COLOURS.map((colour) => {
      const [r = 0, g = 0, b = 0] = (colour.match(/\d+/gu) ?? []).map(Number);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    });
    for (let i = 1; i < grey.length; i += 1) expect(grey[i]).toBeGreaterThan(grey[i - 1] ?? 0);
  });
});

describe('heatRows', () => {
  it('cuts the values of a map into its hosts', () => {
    const map: HeatMap = {
      metric: 'cpu',
      start: 0,
      step: 60,
      count: 2,
      hosts: [
        { sourceId: 'a', hostname: 'x' },
        { sourceId: 'b', hostname: 'x' },
      ],
      values: Float32Array.of(1, 2, 3, 4),
      revision: 1,
    };
    expect([...(heatRows(map).get('b/x') ?? [])]).toEqual([3, 4]);
    expect(heatRows(null).size).toBe(0);
  });
});
