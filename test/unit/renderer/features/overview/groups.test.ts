import { describe, expect, it } from 'vitest';
import { groupByLabel, listLines } from '../../../../../renderer/features/overview/groups.ts';
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
  it('gives each line an id of its own', () => {
    const lines = listLines(rows, groups);
    expect(lines).toHaveLength(7);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(7);
    expect(listLines(rows, null).map(({ id }) => id)).toEqual(rows.map(({ key }) => key));
  });
});
