import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../standin/codec.ts';

describe('codec', () => {
  it.each([
    undefined,
    Number.NaN,
    -0,
    12n,
    new Date(0),
    new Map([[{ a: 1 }, new Set([1])]]),
    Float32Array.from([1, Number.NaN]),
    new Int16Array([-1, 2]),
    new Uint8Array([1, 2]).buffer,
    { nested: [undefined, null, { list: [1] }] },
  ])('gives back %o', (value) => {
    expect(decode(encode(value))).toEqual(value);
  });

  it('gives back what structured clone gives', () => {
    fc.assert(
      fc.property(fc.anything({ withDate: true, withMap: true, withSet: true }), (value) => {
        const known = cloned(value);
        fc.pre(known !== undefined);
        expect(decode(encode(value))).toEqual(known.value);
      }),
    );
  });

  it('keeps cycles, and the message of an error', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    const found = decode(encode(cycle)) as typeof cycle;
    expect(found.self).toBe(found);
    expect((decode(encode(new TypeError('no'))) as Error).message).toBe('no');
  });

  it.each([() => 1, Symbol('s'), new Proxy({}, {}), { deep: { call: () => 1 } }])(
    'refuses what cannot be cloned',
    (value) => {
      expect(() => encode(value)).toThrow('An object could not be cloned.');
    },
  );
});

function cloned(value: unknown): { value: unknown } | undefined {
  try {
    return { value: structuredClone(value) };
  } catch {
    return undefined;
  }
}
