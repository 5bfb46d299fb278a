import { expect, it } from 'vitest';
import { requirePlain } from '../../../standin/electron/evaluated.ts';

it('passes values that Playwright supports, and names those that it would lose', () => {
  const cyclic: Record<string, unknown> = { list: [1, 'a', null, undefined, 1n, new Date(0)] };
  cyclic['self'] = cyclic;
  expect(() => {
    requirePlain({ cyclic, bytes: Buffer.from('a'), error: new RangeError('b') });
  }).not.toThrow();
  for (const [kind, value] of [
    ['Map', new Map()],
    ['Set', new Set()],
    ['function', () => 1],
  ] as const)
    expect(() => {
      requirePlain([{ value }]);
    }).toThrow(`evaluate cannot carry a ${kind}`);
});
