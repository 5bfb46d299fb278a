import { describe, expect, it } from 'vitest';
import { comparedHosts } from '../../../../../renderer/features/compare/compare.ts';

describe('comparedHosts', () => {
  it('takes up to eight different hosts from a query', () => {
    const keys = Array.from({ length: 12 }, (_, i) => `default/h${String(i)}`);
    expect(comparedHosts([...keys, ...keys])).toHaveLength(8);
    expect(comparedHosts('a/x/y#z')).toEqual([{ sourceId: 'a', hostname: 'x/y#z' }]);
    expect(comparedHosts(['', 'a', 'a/', '/x', null])).toEqual([]);
  });
});
