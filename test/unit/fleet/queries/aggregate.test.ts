import { expect, it } from 'vitest';
import { TenthsAggregator } from '../../../../fleet/queries/aggregate.ts';

it('a step with more than 65,535 values has the figures of all of them', () => {
  const aggregator = new TenthsAggregator(1);
  // 8,192 hosts, all at 100 %, for the 8 quarter hours of a step beyond 45 days.
  for (let value = 0; value < 8192 * 8; value += 1) aggregator.add(Int16Array.of(1000), 0, 1, 0);
  const { mean, p95, max, online } = aggregator.finish();
  expect([mean[0], p95[0], max[0], online[0]]).toEqual([100, 100, 100, 65_536]);
});
