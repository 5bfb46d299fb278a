import { describe, expect, it } from 'vitest';
import { formatColumns } from '../../../cli/columns.ts';

const COLUMNS = [
  { head: 'HOST', align: 'left' },
  { head: 'CPU %', align: 'right' },
  { head: 'PLATFORM', align: 'left' },
] as const;

describe('columns', () => {
  it('columns are as wide as their widest text, and end without spaces', () => {
    const text = formatColumns(COLUMNS, [
      ['web-01', '7.5', 'Linux'],
      ['a', '100.0', '–'],
    ]);
    expect(text.split('\n')).toEqual([
      'HOST    CPU %  PLATFORM',
      'web-01    7.5  Linux',
      'a       100.0  –',
    ]);
  });

  it('columns count wide characters as two columns of the terminal, and marks as none', () => {
    const lines = formatColumns(COLUMNS, [
      ['東京', '1.0', 'x'],
      ['e\u0301a', '1.0', 'x'],
    ]).split('\n');
    expect(lines.slice(1)).toEqual(['東京    1.0  x', 'e\u0301a      1.0  x']);
  });

  it('columns contain no terminal control sequences', () => {
    const text = formatColumns(COLUMNS, [['a\u001b[2Jb\nc', '\u202e1', 'x']]);
    expect(text.split('\n')[1]).toBe('ab c      1  x');
  });

  it('columns hold any number of rows', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => [`host-${String(index)}`, '1', 'x']);
    expect(formatColumns(COLUMNS, rows).split('\n')).toHaveLength(10_001);
  });
});
