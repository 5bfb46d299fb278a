import { describe, expect, it } from 'vitest';
import {
  groupByLabel,
  listLines,
  type ListLines,
} from '../../../../../renderer/features/overview/groups.ts';
import { makeRows } from '../../make.ts';

const rows = makeRows({ hostname: 'a' }, { hostname: 'b' }, { hostname: 'c' });
const labels: Readonly<Record<string, string[]>> = {
  'default/a': ['web', 'prod'],
  'default/c': ['prod'],
};
const groups = groupByLabel(rows, (key) => labels[key] ?? []);

describe('groupByLabel', () => {
  it('puts a host under each of its labels, and those without one last', () => {
    const named = groups.map(({ label, rows: of }) => [label, of.map(({ hostname }) => hostname)]);
    expect(named).toEqual([
      ['prod', ['a', 'c']],
      ['web', ['a']],
      [null, ['b']],
    ]);
  });
});

describe('listLines', () => {
  const shown = (lines: ListLines) =>
    Array.from({ length: lines.count }, (_, index) => {
      const line = lines.at(index);
      return line?.kind === 'host' ? line.row.hostname : (line?.label ?? null);
    });

  it('puts each group’s header before its hosts', () => {
    expect(shown(listLines(rows, groups))).toEqual(['prod', 'a', 'c', 'web', 'a', null, 'b']);
  });

  it('has a line per host without groups, and none beyond the last', () => {
    const lines = listLines(rows, null);
    expect(shown(lines)).toEqual(['a', 'b', 'c']);
    expect(lines.at(3)).toBeUndefined();
  });
});
