import { describe, expect, it } from 'vitest';
import type { FunctionHistory } from '../../../../../contract/functions.ts';
import {
  CHART,
  historyShapes,
  niceAbove,
} from '../../../../../renderer/features/functions/history-chart.ts';

const column = (...values: number[]): Float64Array => Float64Array.from(values);
const history: FunctionHistory = {
  name: 'f',
  resolution: 'run',
  at: column(0, 50, 100),
  mean: column(1, 4, 2),
  low: column(1, NaN, 1),
  high: column(2, NaN, 9),
  calls: column(1, 1, 1),
  runs: column(1, 1, 1),
  host: Uint32Array.from([0, 1, 0]),
  hosts: [
    { sourceId: 'default', hostname: 'a' },
    { sourceId: 'default', hostname: 'b' },
  ],
  summary: null,
  keys: column(1, 2, 3),
  percentiles: null,
  revision: 1,
};

describe('the drawing of a history', () => {
  const { hosts, most, x, y } = historyShapes(history, { from: 0, to: 100 });

  it('spans the range and ends above the largest mean', () => {
    expect(most).toBe(5);
    expect([x(0), x(100)]).toEqual([CHART.left, CHART.width - CHART.right]);
    expect([y(0), y(5)]).toEqual([CHART.height - CHART.bottom, CHART.top]);
  });

  it('has a line per host, and only a dot for a single run', () => {
    expect(hosts.map(({ hostname }) => hostname)).toEqual(['a', 'b']);
    expect(hosts[0]?.line.split('L')).toHaveLength(2);
    expect(hosts[1]?.line).toBe('');
    expect(hosts[1]?.dots.split('M')).toHaveLength(2);
  });

  it('cuts a band beyond the axis, and has none if extremes are unknown', () => {
    expect(hosts[0]?.band).toContain(` ${CHART.top.toFixed(1)}`);
    expect(hosts[1]?.band).toBe('');
  });
});

it.each([
  [0, 1],
  [0.0003, 0.0005],
  [1, 1],
  [2.1, 2.5],
  [9.9, 10],
  [1140, 2000],
])('the axis for %d ends at %d', (value, end) => {
  expect(niceAbove(value)).toBeCloseTo(end, 9);
});
