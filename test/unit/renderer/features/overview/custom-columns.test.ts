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

  it('keeps of too many those that the user chose, then those that most hosts have', () => {
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
    'is told from its id: %s',
    (name) => {
      expect(customNameOf(customColumn(name))).toBe(name);
    },
  );

  it('has no value where the host has none, and 0 where it is 0', () => {
    const row = { custom: [{ name: 'queue', value: 0 }] };
    expect(customValueOf(row, 'queue')).toBe(0);
    expect(customValueOf(row, '__proto__')).toBeUndefined();
    expect(customValueOf({}, 'queue')).toBeUndefined();
  });

  it('is none of the columns of the catalogue', () => {
    expect(customNameOf('cpu')).toBeNull();
  });
});
