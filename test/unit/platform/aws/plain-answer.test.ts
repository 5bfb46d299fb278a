import { convertToAttr, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadAnswer } from '../../../../platform/aws/bad-answer.ts';
import { plainAnswer } from '../../../../platform/aws/plain-answer.ts';
import { checkProperty } from '../../../support/property.ts';

/** Texts that look like what is written around a value, among all others. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('{"N":"5"}', '{', '"', '\\', '{"S":"', '"}', ':{"N":"1"}', '{\\"N\\":\\"1\\"}'),
);
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, min: -1e15, max: 1e15 }));
const name = fc.oneof(fc.constantFrom('N', 'S', 'M', 'L', '__proto__', 'constructor'), text);

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ minLength: 1, maxLength: 9 }),
    fc
      .uniqueArray(
        number.map((each) => each + 0),
        { minLength: 1 },
      )
      .map((all) => new Set(all)),
    fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }).map((all) => new Set(all)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
  ),
}));
const items = fc.array(fc.array(fc.tuple(name, value), { maxLength: 6 }), { maxLength: 4 });

function attributesOf(pairs: readonly (readonly [string, unknown])[]): string {
  const members = pairs.map(
    ([key, each]) => `${JSON.stringify(key)}:${JSON.stringify(convertToAttr(each), base64)}`,
  );
  return `{${members.join(',')}}`;
}

function base64(_: string, each: unknown): unknown {
  return each instanceof Uint8Array ? Buffer.from(each).toString('base64') : each;
}

describe('what becomes plain', () => {
  it('matches the SDK’s result for the same items, in any notation', () => {
    checkProperty(
      fc.property(items, fc.constantFrom('', ' ', '\n\t'), (all, blank) => {
        const texts = all.map((pairs) => attributesOf([...new Map(pairs)]));
        const compact = `{"Items":[${texts.join(',')}],"Count":${String(all.length)}}`;
        const written = blank === '' ? compact : JSON.stringify(JSON.parse(compact), null, blank);
        const expected = (JSON.parse(compact) as { Items: Record<string, never>[] }).Items.map(
          (item) => unmarshall(withBytes(item), { wrapNumbers: Number }) as unknown,
        );
        const { Items: found, Count: count } = plainAnswer(written);
        expect(withoutPrototype(found)).toEqual(withoutPrototype(expected));
        expect(count).toBe(all.length);
      }),
    );
  });

  it('is everything with attributes: items, unprocessed keys, the start of the next page', () => {
    const item = '{"at":{"N":"60"},"name":{"S":"a \\"b\\""}}';
    const plain = { at: 60, name: 'a "b"' };
    expect(
      plainAnswer(`{"Responses":{"N":[${item}]},"UnprocessedKeys":{"S":{"Keys":[${item}]}}}`),
    ).toEqual({ Responses: { N: [plain] }, UnprocessedKeys: { S: { Keys: [plain] } } });
    expect(plainAnswer(`{"Items":[],"LastEvaluatedKey":${item}}`)).toEqual({
      Items: [],
      LastEvaluatedKey: plain,
    });
  });
});

describe('an answer is refused', () => {
  it.each([
    ['a number without its type', '{"Items":[{"cpu":5}]}'],
    ['a text without its type', '{"Items":[{"cpu":"5"}]}'],
    ['a text without its type among others', '{"Items":[{"a":{"S":"x"},"b":"y"}]}'],
    ['a number in a list without its type', '{"Items":[{"a":{"L":[5]}}]}'],
    ['a type in the place of an item', '{"Items":[{"N":"5"}],"Count":1}'],
    ['a type in the place of a count', '{"Items":[],"Count":{"N":"0"}}'],
    ['a type in the place of the answer', '{"N":"5"}'],
    ['no type', '{"Items":[{"cpu":{}}]}'],
    ['two types', '{"Items":[{"cpu":{"N":"5","S":"5"}}]}'],
    ['an unknown type', '{"Items":[{"cpu":{"X":"5"}}]}'],
    ['a number that is written as one', '{"Items":[{"cpu":{"N":5}}]}'],
    ['a map that is none', '{"Items":[{"cpu":{"M":{"S":"x"}}}]}'],
    ['a list of no attributes', '{"Items":[{"cpu":{"L":{"0":{"S":"x"}}}}]}'],
    ['null', '{"Items":[{"cpu":null}]}'],
    ['items twice', '{"Items":[{"a":{"N":"1"}}],"Items":[]}'],
  ])('that has %s', (_, answer) => {
    expect(() => plainAnswer(answer)).toThrow(BadAnswer);
  });

  it.each(['', '{"Items":[{"a":{"N":"1"}}', '{"a":{"N":"01"}} x'])(
    'that is not JSON: %j',
    (answer) => {
      expect(() => plainAnswer(answer)).toThrow(SyntaxError);
    },
  );
});

/** The SDK decodes base64 before it makes values plain. */
function withBytes<T>(attribute: T): T {
  if (Array.isArray(attribute)) return attribute.map(withBytes) as T;
  if (typeof attribute !== 'object' || attribute === null) return attribute;
  return Object.fromEntries(
    Object.entries(attribute).map(([key, each]) => [
      key,
      key === 'B' && typeof each === 'string'
        ? new Uint8Array(Buffer.from(each, 'base64'))
        : withBytes(each),
    ]),
  ) as T;
}

/** The SDK sets `__proto__` where an item has an attribute of that name; here it is an attribute as others. */
function withoutPrototype(found: unknown): unknown {
  const own = (found as object[]).map((item) =>
    Object.entries(item).filter(([key]) => key !== '__proto__'),
  );
  return own.map((pairs) =>
    pairs.map(([key, each]) => [key, each instanceof Uint8Array ? [...each] : (each as unknown)]),
  );
}
