import { inspect, isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../standin/codec.ts';
import { checkProperty } from '../../support/property.ts';

const buffer = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]).buffer;

describe('the stand-in\u2019s codec', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['NaN', Number.NaN],
    ['-0', -0],
    ['-Infinity', -Infinity],
    ['a BigInt', -12n],
    ['a lone surrogate', '\ud800'],
    ['a boxed number', new Number(3)],
    ['a boxed string', new String('abc')],
    ['a boxed BigInt', Object(3n)],
    ['a date', new Date(0)],
    ['an invalid date', new Date(Number.NaN)],
    ['a regular expression', /a\/b/giv],
    ['maps and sets', new Map([[{ a: 1 }, new Set([1, -0, undefined])]])],
    ['floats', Float32Array.from([1, Number.NaN, -0])],
    ['integers', new Int16Array([-1, 2])],
    ['large integers', new BigUint64Array([2n ** 64n - 1n])],
    ['a view of the middle of a buffer', new DataView(buffer, 2, 3)],
    ['a buffer', new Uint8Array([1, 2]).buffer],
    ['a large buffer', new Uint8Array(100_000).fill(7).buffer],
    ['objects and lists', { nested: [undefined, null, { list: [1] }] }],
    ['keys in their order', { 2: 'c', 1: 'b', b: 1, a: 2, '': 3 }],
    ['a key that would set the prototype', { ['__proto__']: false }],
    ['such a key in a list', [{ ['__proto__']: false }]],
    ['such a key in a map', new Map([[{ ['__proto__']: { a: 1 } }, { ['__proto__']: null }]])],
    ['keys of an object’s prototype', { constructor: 1, toString: 2, hasOwnProperty: 3 }],
    ['a list with holes', Object.assign([], { 1: 1, 3: undefined, length: 5 })],
    ['a long empty list', Object.assign([], { length: 1_000_000 })],
    ['a list with keys', Object.assign([1, 2], { more: [3], ['-1']: 4, ['__proto__']: 5 })],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 })],
    [
      'an instance of a class',
      new (class Own {
        a = 1;
        method(): number {
          return this.a;
        }
      })(),
    ],
    ['symbols as keys', { [Symbol('s')]: 1, a: 2 }],
    ['what is not enumerable', Object.defineProperty({ a: 1 }, 'hidden', { value: 2 })],
    [
      'an accessor',
      {
        get a() {
          return 1;
        },
      },
    ],
    ['an error', new Error('no')],
    ['an error of a kind', new RangeError('no')],
    ['an error with a cause', new TypeError('no', { cause: { list: [new Error('inner')] } })],
    ['an error with more', Object.assign(new Error('no'), { code: 'ENOENT' })],
    ['a class of errors', new (class Own extends SyntaxError {})('no')],
    ['several errors', new AggregateError([new Error('a')], 'no')],
  ])('returns %s like structured clone', (_, value) => {
    expectCloned(value);
  });

  it('returns any value like structured clone', () => {
    const value = fc.anything({
      withDate: true,
      withMap: true,
      withSet: true,
      withBigInt: true,
      withBoxedValues: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
    });
    checkProperty(fc.property(value, expectCloned), {
      runs: 300,
      examples: [[[{ ['__proto__']: false }]]],
    });
  });

  it('returns any graph of references', () => {
    const edge = fc.record({
      from: fc.nat(),
      to: fc.nat(),
      key: fc.constantFrom('a', '__proto__', '0'),
    });
    const graph = fc.tuple(fc.array(fc.nat(4), { minLength: 1 }), fc.array(edge));
    checkProperty(
      fc.property(graph, ([kinds, edges]) => {
        const nodes = kinds.map((kind) => emptyNode(kind));
        for (const { from, to, key } of edges)
          connect(nodes[from % nodes.length], key, nodes[to % nodes.length]);
        expectCloned(nodes);
      }),
    );
  });

  it('keeps cycles and shared references', () => {
    const shared = new Uint8Array(buffer);
    const cycle: Record<string, unknown> = {
      shared,
      half: new Uint8Array(buffer, 4),
      again: shared,
    };
    cycle['self'] = cycle;
    cycle['map'] = new Map([[cycle, new Set([cycle])]]);
    cycle['error'] = new Error('no', { cause: cycle });
    const found = decode(encode(cycle)) as typeof cycle;
    expect(found['self']).toBe(found);
    expect([...(found['map'] as Map<unknown, Set<unknown>>)]).toEqual([[found, new Set([found])]]);
    expect((found['error'] as Error).cause).toBe(found);
    expect(found['again']).toBe(found['shared']);
    expect((found['half'] as Uint8Array).buffer).toBe((found['shared'] as Uint8Array).buffer);
  });

  it('never changes a prototype', () => {
    const text = encode(JSON.parse('{"__proto__": {"polluted": 1}}'));
    const found = decode(text) as Record<string, unknown>;
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
    expect(Object.keys(found)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('supports nesting 2,000 deep', () => {
    let value: unknown = 1;
    for (let depth = 0; depth < 2000; depth += 1) value = [value];
    let found = decode(encode(value));
    let depth = 0;
    for (; Array.isArray(found); depth += 1) [found] = found as unknown[];
    expect([depth, found]).toEqual([2000, 1]);
  });

  it.each<[string, unknown]>([
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a boxed symbol', Object(Symbol('s'))],
    ['a proxy', new Proxy({}, {})],
    ['a function deep inside', { deep: { call: () => 1 } }],
    ['a promise', Promise.resolve()],
    ['a weak map', new WeakMap()],
    ['shared memory', new SharedArrayBuffer(4)],
    ['a view of shared memory', new Uint8Array(new SharedArrayBuffer(4))],
    ['a blob', new Blob(['text'])],
    [
      'a getter that throws',
      {
        get a(): number {
          throw new Error('no');
        },
      },
    ],
  ])('refuses %s as Electron does', (_, value) => {
    expect(() => encode(value)).toThrow('An object could not be cloned.');
  });
});

function expectCloned(value: unknown): void {
  const wanted = cloned(value);
  // What structured clone itself refuses is looked at by a test of its own.
  if (wanted === undefined) return;
  const found = decode(encode(value));
  expect(isDeepStrictEqual(found, wanted.value), describeBoth(found, wanted.value)).toBe(true);
  expect(keysOf(found)).toEqual(keysOf(wanted.value));
}

function describeBoth(found: unknown, wanted: unknown): string {
  return `${inspect(found)} for ${inspect(wanted)}`;
}

/** Own keys in their order, which a comparison of two values leaves out. */
function keysOf(value: unknown): PropertyKey[] {
  return typeof value === 'object' && value !== null ? Reflect.ownKeys(value) : [];
}

function emptyNode(kind: number): object {
  return (
    [() => ({}), () => [], () => new Map(), () => new Set(), () => new Error('no')][kind]?.() ?? {}
  );
}

function connect(from: object | undefined, key: string, to: object | undefined): void {
  if (from instanceof Map) from.set(to, key);
  else if (from instanceof Set) from.add(to);
  // Node's comparison follows an error to its cause without end.
  else if (from !== undefined && !(from instanceof Error))
    Object.defineProperty(from, key, {
      value: to,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

function cloned(value: unknown): { value: unknown } | undefined {
  try {
    return { value: structuredClone(value) };
  } catch {
    return undefined;
  }
}
