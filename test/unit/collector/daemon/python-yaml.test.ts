import { describe, expect, it } from 'vitest';
import { parsePythonYaml } from '../../../../collector/daemon/python-yaml.ts';

/** Scalars, and what `yaml.safe_load` of PyYAML 6.0.3 makes of them. */
const SCALARS: readonly [text: string, value: unknown][] = [
  ['yes', true],
  ['On', true],
  ['TRUE', true],
  ['no', false],
  ['OFF', false],
  ['y', 'y'],
  ['N', 'N'],
  ['nO', 'nO'],
  ["'yes'", 'yes'],
  ['~', null],
  ['Null', null],
  ['', null],
  ['010', 8],
  ['0777', 511],
  ['0o10', '0o10'],
  ['08', '08'],
  ['00', 0],
  ['0x1F', 31],
  ['0b11', 3],
  ['+1', 1],
  ['1_000', 1000],
  ['1__0', 10],
  ['_1', '_1'],
  ['1,000', '1,000'],
  ['1_000.5', 1000.5],
  ['.5', 0.5],
  ['1.', 1],
  ['1e3', '1e3'],
  ['1e+3', '1e+3'],
  ['1.5e3', '1.5e3'],
  ['1.0e+3', 1000],
  ['.inf', Infinity],
  ['1:30', 90],
  ['-1:30', -90],
  ['1_0:30', 630],
  ['1:30.5', 90.5],
  ['190:20:30', 685_230],
  ['1:60', '1:60'],
  ['01:30', '01:30'],
  ['0:30', '0:30'],
  ['5s', '5s'],
  ['!!str 5', '5'],
  ['eu-west-1 # a comment', 'eu-west-1'],
];

describe('as PyYAML reads it', () => {
  it.each(SCALARS)('%j is %j', (text, value) => {
    expect(parsePythonYaml(`a: ${text}`)).toEqual({ a: value });
  });

  it.each([
    ['of keys that stand twice the last counts', 'a: 1\nb: 2\na: 3', { a: 3, b: 2 }],
    ['keys are merged', 'b: &x { p: 1 }\na:\n  <<: *x\n  q: 2', { b: { p: 1 }, a: { p: 1, q: 2 } }],
    ['own keys win over merged ones', 'a: { <<: [{ p: 1 }, { p: 2 }], p: 3 }', { a: { p: 3 } }],
    ['a mark of byte order is none', '\ufeffa: 1', { a: 1 }],
    ['every YAML 1 is alike', '%YAML 1.2\n---\na: yes', { a: true }],
    ['nothing is null', '# nothing\n', null],
  ])('%s', (_, text, value) => {
    expect(parsePythonYaml(text)).toEqual(value);
  });

  it.each(['a: [1,2', 'a: *unknown', 'a: @x', 'a: b: c', 'a:\n\tb: 1', '---\na: 1\n---\nb: 2'])(
    '%j is no YAML',
    (text) => {
      expect(() => parsePythonYaml(text)).toThrow();
    },
  );

  it('thousands of aliases are refused', () => {
    const bomb = `a: &a [x,x]\nb: [${'*a,'.repeat(30)}*a]`;
    expect(() => parsePythonYaml(bomb)).toThrow('alias');
  });
});
