import { describe, expect, it } from 'vitest';
import { sumCapacity } from '../../../../../renderer/features/diagnostics/capacity.ts';

describe('sumCapacity', () => {
  it('sums days and sources, most expensive first', () => {
    const day = { day: 0, sourceId: 'a', requests: 1, readUnits: 2, writeUnits: 0, cost: 0.1 };
    const sums = sumCapacity([
      { ...day, operation: 'Scan', table: 't' },
      { ...day, operation: 'Query', table: 't', cost: 5 },
      { ...day, operation: 'Scan', table: 't', sourceId: 'b', requests: 4 },
    ]);
    expect(sums.map(({ operation, requests }) => [operation, requests])).toEqual([
      ['Query', 1],
      ['Scan', 5],
    ]);
  });
});
