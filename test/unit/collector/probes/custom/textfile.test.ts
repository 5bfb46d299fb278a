import { describe, expect, it } from 'vitest';
import { parseTextfile } from '../../../../../collector/probes/custom/textfile.ts';

const valuesOf = (text: string): Record<string, number> | string => {
  const read = parseTextfile(text);
  return 'problem' in read
    ? read.problem
    : Object.fromEntries(read.values.map(({ series, value }) => [series, value]));
};

describe('the text format', () => {
  it('HELP, TYPE, labels, comments and exponents are read', () => {
    const text = `# HELP backup_age_seconds Seconds since "the last" {backup}.
# TYPE backup_age_seconds gauge
backup_age_seconds{job="db",host = "a b"} 1.5e3

# a comment
queue_length   7
temperature_celsius{path="C:\\\\data",note="a \\"b\\"\\nc"} -4.25
empty_label{x=""} .5
trailing_comma{a="1",} +1E-3
`;
    expect(valuesOf(text)).toEqual({
      'backup_age_seconds{host="a b",job="db"}': 1500,
      queue_length: 7,
      'temperature_celsius{note="a \\"b\\"\\nc",path="C:\\\\data"}': -4.25,
      empty_label: 0.5,
      'trailing_comma{a="1"}': 0.001,
    });
  });

  it('NaN and infinities are valid numbers', () => {
    expect(valuesOf('a NaN\nb +Inf\nc -inf\n')).toEqual({ a: NaN, b: Infinity, c: -Infinity });
  });

  it('Windows line ends are accepted', () => {
    expect(valuesOf('# TYPE a gauge\r\na 1\r\n')).toEqual({ a: 1 });
  });

  it('an empty file holds nothing', () => {
    expect(valuesOf('')).toEqual({});
  });

  it('histograms and summaries are named, not taken', () => {
    const text =
      '# TYPE h histogram\nh_bucket{le="1"} 3\nh_bucket{le="+Inf"} 4\nh_sum 5\nh_count 4\n' +
      '# TYPE s summary\ns{quantile="0.5"} 1\ns_count 2\nother_count 9\n';
    expect(parseTextfile(text)).toEqual({
      values: [{ series: 'other_count', value: 9 }],
      compound: ['h', 's'],
    });
  });

  it.each([
    ['a torn file', 'a 1\nb 2', 'it does not end with a line break'],
    ['a timestamp', 'a 1 1795500000000\n', 'line 1: it has a timestamp'],
    [
      'a series that is there twice',
      'a{x="1",y="2"} 1\na{y="2",x="1"} 2\n',
      'line 2: a{x="1",y="2"} is there',
    ],
    ['a value with a comma', 'a 1,5\n', 'line 1: its value is not a number'],
    ['no value', 'a\n', 'line 1: it is no'],
    ['no value after labels', 'a{x="1"}\n', 'line 1: its value is not a number'],
    ['a name that begins with a digit', '9a 1\n', 'line 1: it is no'],
    ['a name in quotes', '{"my.metric"} 1\n', 'line 1: it is no'],
    ['a name with a dot', 'my.metric 1\n', 'line 1: it is no'],
    ['a label that is not closed', 'a{x="1} 1\n', 'line 1: it is no'],
    ['a label twice', 'a{x="1",x="2"} 1\n', 'line 1: it is no'],
    ['a type twice', '# TYPE a gauge\n# TYPE a counter\na 1\n', 'line 2: a second type of a'],
    ['a type after its values', 'a 1\n# TYPE a gauge\n', 'line 2: the type of a comes after'],
    ['HTML', '<html>\n', 'line 1: it is no'],
  ])('%s refuses the whole file', (_, text, problem) => {
    expect(valuesOf(text)).toContain(problem);
  });

  it('takes linear time for any input', () => {
    expect(valuesOf(`a{${'x="'.repeat(50_000)} 1\n`)).toContain('line 1');
    expect(valuesOf(`a{x="${'\\'.repeat(100_001)}"} 1\n`)).toContain('line 1');
  });
});
