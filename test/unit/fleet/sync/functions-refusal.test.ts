import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../../fleet/sync/functions-refusal.ts';

describe('a table of runs that is not read', () => {
  it('reports credentials or keys as the reason', () => {
    expect(refusalOf('denied', 'py-perf-data')).toMatchObject({ code: 'access-denied' });
    expect(refusalOf('failing', 'orders')).toMatchObject({ code: 'table-layout' });
    expect(refusalOf('failing', 'orders')?.message).toContain('orders');
  });

  it('is no error if it does not exist', () => {
    for (const state of ['unknown', 'active', 'missing', 'creating'] as const)
      expect(refusalOf(state, 'py-perf-data')).toBeNull();
  });
});
