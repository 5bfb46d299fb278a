import { describe, expect, it } from 'vitest';
import { commonDomain } from '../../../../renderer/lib/host-names.ts';

describe('commonDomain', () => {
  it('commonDomain is the domain of most names', () => {
    expect(commonDomain(['a.fra.example', 'b.fra.example', 'c.ber.example'])).toBe('.fra.example');
  });

  it('commonDomain is empty for a single host, for few of many, and for addresses', () => {
    expect(commonDomain(['a.fra.example'])).toBe('');
    expect(commonDomain(['a.fra.example', 'b', 'c'])).toBe('');
    expect(commonDomain(['10.0.0.1', '10.0.0.2'])).toBe('');
    expect(commonDomain(['.hidden', '.hidden'])).toBe('');
  });
});
