import { describe, expect, it } from 'vitest';
import {
  customColumn,
  customColumnNames,
  customNameOf,
  customValueOf,
} from '../../../../../renderer/features/overview/custom-columns.ts';

const host = (...names: string[]) => ({ custom: names.map((name) => ({ name, value: 1 })) });

describe('customColumnNames', () => {
  it('names each once, in order', () => {
    expect(customColumnNames([host('b', 'a'), {}, host('a')], {})).toEqual(['a', 'b']);
    expect(customColumnNames([{}], {})).toEqual([]);
  });

  it('keeps, of too many, the chosen ones, then those that most hosts have', () => {
    const many = host('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
    const others = host('y', 'z');
    expect(customColumnNames([many, others, host('z')], {})).toEqual('abcdefgz'.split(''));
    expect(customColumnNames([many, others, host('z')], { 'custom:y': true })).toEqual(
      'abcdefyz'.split(''),
    );
  });
});

describe('the column of a custom metric', () => {
  it.each(['queue', 'age{job="db"}', 'custom:x', '__proto__'])(
    'is recognised by its id: %s',
    (name) => {
      expect(customNameOf(customColumn(name))).toBe(name);
    },
  );

  it('has no value if the host has none, and 0 if it is 0', () => {
    const row = { custom: [{ name: 'queue', value: 0 }] };
    expect(customValueOf(row, 'queue')).toBe(0);
    expect(customValueOf(row, '__proto__')).toBeUndefined();
    expect(customValueOf({}, 'queue')).toBeUndefined();
  });

  it('is not a column of the catalogue', () => {
    expect(customNameOf('cpu')).toBeNull();
  });
});
