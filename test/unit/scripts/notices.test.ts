import { describe, expect, it } from 'vitest';
import { mergeLicences, noticesText } from '../../../scripts/notices.ts';

describe('the notices', () => {
  const shipped = [
    { packages: ['b@1.0.0'], text: 'MIT of B\n' },
    { packages: ['zod@4.0.0'], text: 'MIT of Z' },
  ];

  it('group packages with the same text, whether shipped or bundled', () => {
    const bundled = [
      { name: 'a', version: '2.0.0', identifier: 'MIT', text: 'MIT of B' },
      { name: 'zod', version: '4.0.0', identifier: 'MIT', text: 'MIT of Z' },
    ];
    expect(mergeLicences(shipped, bundled)).toEqual([
      { packages: ['a@2.0.0', 'b@1.0.0'], text: 'MIT of B' },
      { packages: ['zod@4.0.0'], text: 'MIT of Z' },
    ]);
  });

  it('name the licence of a package that brings no text', () => {
    const [only] = mergeLicences([], [{ name: 'a', version: '1.0.0', identifier: 'ISC' }]);
    expect(only).toEqual({ packages: ['a@1.0.0'], text: 'ISC' });
    expect(noticesText([{ packages: ['a@1.0.0'], text: 'ISC' }])).toMatch(/\na@1\.0\.0\n\nISC\n$/u);
  });
});
