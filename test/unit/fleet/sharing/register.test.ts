import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changed,
  covers,
  holding,
  isConflict,
  mergeFields,
  mergeRegisters,
  sameValue,
  versionKey,
  type Fields,
  type Register,
} from '../../../../fleet/sharing/register.ts';
import { checkProperty } from '../../../support/property.ts';

const REPLICAS = ['aaaa', 'bbbb', 'cccc'];

/** What people do: change a field on one of three machines, by clocks that differ, or bring two machines together. */
const steps = fc.array(
  fc.record({
    who: fc.nat(2),
    field: fc.constantFrom('x', 'y'),
    value: fc.option(fc.nat(3), { nil: undefined }),
    now: fc.nat(50),
    with: fc.option(fc.nat(2), { nil: undefined }),
  }),
  { maxLength: 25 },
);
type Step = typeof steps extends fc.Arbitrary<(infer T)[]> ? T : never;

/** Every change that was made: the version, and the versions of the field that its author had seen. */
interface Made {
  field: string;
  key: string;
  seen: string[];
}

function play(script: readonly Step[]): { copies: Fields[]; made: Made[] } {
  const copies: Fields[] = REPLICAS.map(() => new Map<string, Register>());
  const made: Made[] = [];
  for (const { who, field, value, now, with: other } of script) {
    const mine = copies[who] ?? new Map<string, Register>();
    if (other === undefined) {
      const before = mine.get(field) ?? [];
      const after = changed(before, REPLICAS[who] ?? '', now, value);
      made.push({ field, key: after.map(versionKey).join(), seen: before.map(versionKey) });
      copies[who] = new Map(mine).set(field, after);
    } else copies[who] = mergeFields(mine, copies[other] ?? new Map());
  }
  return { copies, made };
}

const sorted = (fields: Fields): [string, string[]][] =>
  [...fields]
    .map(([field, register]): [string, string[]] => [field, register.map(versionKey)])
    .sort(([a], [b]) => (a < b ? -1 : 1));

describe('a register', () => {
  it('is the same for any merge order and repetition', () => {
    checkProperty(
      fc.property(steps, (script) => {
        const [a = new Map(), b = new Map(), c = new Map()] = play(script).copies;
        expect(sorted(mergeFields(a, b))).toEqual(sorted(mergeFields(b, a)));
        expect(sorted(mergeFields(mergeFields(a, b), c))).toEqual(
          sorted(mergeFields(a, mergeFields(b, c))),
        );
        expect(sorted(mergeFields(a, a))).toEqual(sorted(a));
        expect(sorted(mergeFields(mergeFields(a, b), b))).toEqual(sorted(mergeFields(a, b)));
      }),
      { runs: 300 },
    );
  });

  it('keeps every change that nobody replaced knowingly', () => {
    checkProperty(
      fc.property(steps, (script) => {
        const { copies, made } = play(script);
        const all = copies.reduce<Fields>((sum, copy) => mergeFields(sum, copy), new Map());
        const replaced = new Set<string>();
        for (const { seen } of made) for (const key of seen) replaced.add(key);
        for (const { field, key } of made) {
          const kept = (all.get(field) ?? []).map(versionKey);
          expect(kept.includes(key)).toBe(!replaced.has(key));
        }
      }),
      { runs: 300 },
    );
  });

  it('knows whether it covers another', () => {
    checkProperty(
      fc.property(steps, (script) => {
        const [a = new Map(), b = new Map()] = play(script).copies;
        expect(covers(mergeFields(a, b), a)).toBe(true);
        expect(covers(a, b)).toBe(
          JSON.stringify(sorted(mergeFields(a, b))) === JSON.stringify(sorted(a)),
        );
      }),
      { runs: 300 },
    );
  });

  it('is a conflict if two people set different values independently', () => {
    const base = changed([], 'aaaa', 1000, 'x');
    const one = changed(base, 'aaaa', 2000, 'y');
    const two = changed(base, 'bbbb', 1500, 'z');
    const both = mergeRegisters(one, two);
    expect(isConflict(both)).toBe(true);
    expect(holding(both)?.value).toBe('y');
    const decided = changed(both, 'cccc', 1, 'z');
    expect(mergeRegisters(decided, both)).toEqual(decided);
    expect(isConflict(mergeRegisters(one, changed(base, 'bbbb', 1, 'y')))).toBe(false);
  });

  it('orders a change after the replaced one even if its clock is behind', () => {
    const first = changed([], 'aaaa', 9_000_000, 1);
    const then = changed(first, 'bbbb', 5, 2);
    expect(holding(mergeRegisters(first, then))?.value).toBe(2);
    expect(then[0]?.clock).toEqual({ aaaa: 9_000_000, bbbb: 9_000_001 });
  });

  it('compares values regardless of key order', () => {
    expect(sameValue({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toBe(true);
    expect(sameValue([1, 2], [2, 1])).toBe(false);
    expect(sameValue(undefined, null)).toBe(false);
  });
});
