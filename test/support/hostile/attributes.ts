import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';

/** An item in DynamoDB JSON. */
export type RawItem = Record<string, AttributeValue>;

/** Numbers that DynamoDB accepts, first those that break readers. */
const number: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '-1',
    '100.0000001',
    '1E+125',
    '-9.9E+125',
    '1E-130',
    '9007199254740993',
    '99999999999999999999999999999999999999',
    '0.00000000000000000000000000000000000001',
  ),
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 })
    // Closer to zero than DynamoDB stores.
    .map((value) => (Math.abs(value) < 1e-130 ? '0' : String(value))),
  fc.integer({ min: -10, max: 110 }).map(String),
);

const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    'NaN',
    '12.5',
    '<script>alert(1)</script>',
    '\u202Egnp.exe',
    '\0',
    'x'.repeat(5000),
  ),
);

const bytes = fc.uint8Array({ minLength: 1, maxLength: 20 });

/** Any value that DynamoDB stores, of every type, nested. */
export const attribute: fc.Arbitrary<AttributeValue> = fc.letrec<{ any: AttributeValue }>(
  (tie) => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      text.map((S) => ({ S })),
      number.map((N) => ({ N })),
      fc.boolean().map((BOOL) => ({ BOOL })),
      fc.constant({ NULL: true as const }),
      bytes.map((B) => ({ B })),
      fc
        .uniqueArray(fc.string({ minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 4 })
        .map((SS) => ({ SS })),
      fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 4 }).map((list) => ({
        NS: list.map(String),
      })),
      fc.array(tie('any'), { maxLength: 6 }).map((L) => ({ L })),
      fc
        .dictionary(fc.string({ minLength: 1, maxLength: 12 }), tie('any'), { maxKeys: 6 })
        .map((M) => ({ M })),
    ),
  }),
).any;

/** Changes to an item: attributes replaced, removed or added. */
export interface Damage {
  replaced: RawItem;
  dropped: string[];
}

/** Damage to some of `names`, and to unknown attributes. */
export function damage(names: readonly string[]): fc.Arbitrary<Damage> {
  return fc.record({
    replaced: fc
      .tuple(
        fc.dictionary(fc.constantFrom(...names), attribute, { maxKeys: 3 }),
        fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), attribute, { maxKeys: 2 }),
      )
      .map(([known, unknown]) => ({ ...unknown, ...known })),
    dropped: fc.subarray([...names], { maxLength: 2 }),
  });
}

/** The damaged item; `keys` stay, because DynamoDB requires them. */
export function damaged(item: RawItem, { replaced, dropped }: Damage, keys: string[]): RawItem {
  const left = Object.entries({ ...item, ...replaced }).filter(
    ([name]) => !dropped.includes(name) && !keys.includes(name),
  );
  const kept = keys.map((key) => [key, item[key]] as const);
  return Object.fromEntries([...left, ...kept]) as RawItem;
}

/** Whether a stored value is a number in a range, parsed from DynamoDB's notation independently of the product. */
export function isNumberIn(value: AttributeValue | undefined, from: number, to: number): boolean {
  if (value?.N === undefined) return false;
  const parsed = Number(value.N);
  return Number.isFinite(parsed) && parsed >= from && parsed <= to;
}
