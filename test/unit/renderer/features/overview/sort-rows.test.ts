import { describe, expect, it } from 'vitest';
import { createRowSorter } from '../../../../../renderer/features/overview/sort-rows.ts';
import type { FleetRow } from '../../../../../renderer/lib/rows.ts';
import { makeRows, NOW } from '../../make.ts';

const by = (id: string, desc = false) => ({ id, desc });
const names = (rows: readonly FleetRow[]) => rows.map(({ hostname }) => hostname);

describe('createRowSorter', () => {
  const rows = makeRows(
    { hostname: 'web-10', newest: { cpu: 50, memory: 1 }, platform: null },
    { hostname: 'web-9', newest: { cpu: 50, memory: 2 }, platform: 'Linux' },
    { hostname: 'DB-1', newest: { memory: 3 }, platform: 'Linux', lastSeen: NOW - 9000 },
    { hostname: 'web-2', newest: { cpu: 0, memory: 4 }, platform: 'Darwin' },
  );
  const sort = createRowSorter();

  it('sorts names numerically, ignoring case', () => {
    expect(names(sort(rows, [by('hostname')]))).toEqual(['DB-1', 'web-2', 'web-9', 'web-10']);
    expect(names(sort(rows, [by('hostname', true)]))).toEqual(['web-10', 'web-9', 'web-2', 'DB-1']);
  });

  it('puts unknown values last in either direction, and 0 before any other', () => {
    expect(names(sort(rows, [by('cpu')]))).toEqual(['web-2', 'web-10', 'web-9', 'DB-1']);
    expect(names(sort(rows, [by('cpu', true)]))).toEqual(['web-10', 'web-9', 'web-2', 'DB-1']);
    expect(names(sort(rows, [by('platform', true)]))).toEqual(['web-9', 'DB-1', 'web-2', 'web-10']);
  });

  it('sorts equal rows by the next column, then keeps their order', () => {
    const sorting = [by('cpu', true), by('memory', true)];
    expect(names(sort(rows, sorting))).toEqual(['web-9', 'web-10', 'web-2', 'DB-1']);
    expect(names(sort(rows.toReversed(), [by('cpu', true)])).slice(0, 2)).toEqual([
      'web-9',
      'web-10',
    ]);
  });

  it('sorts by the fullest disk and by a custom metric, hosts without it last', () => {
    const named = makeRows(
      { hostname: 'a', custom: [{ name: 'queue', value: 5 }] },
      { hostname: 'b', fullest: { mount: '/', percent: 20 } },
      {
        hostname: 'c',
        fullest: { mount: '/srv', percent: 97 },
        custom: [{ name: 'queue', value: -1 }],
      },
    );
    expect(names(sort(named, [by('fullest', true)]))).toEqual(['c', 'b', 'a']);
    expect(names(sort(named, [by('custom:queue')]))).toEqual(['c', 'a', 'b']);
    expect(names(sort(named, [by('custom:queue', true)]))).toEqual(['a', 'c', 'b']);
    expect(names(sort(named, [by('custom:__proto__')]))).toEqual(['a', 'b', 'c']);
  });

  it('sorts urgent states first', () => {
    expect(names(sort(rows, [by('state')])).at(-1)).toBe('DB-1');
  });

  it('keeps the rows’ order without a sort column', () => {
    expect(sort(rows, [by('trend')])).toBe(rows);
    expect(sort([], [by('cpu')])).toEqual([]);
  });

  it('treats names that differ only in case as equal', () => {
    const twins = makeRows({ hostname: 'B' }, { hostname: 'b' }, { hostname: 'A' });
    expect(names(sort(twins, [by('hostname')]))).toEqual(['A', 'B', 'b']);
    expect(names(sort(twins.toReversed(), [by('hostname')]))).toEqual(['A', 'b', 'B']);
  });

  it('adds new names, and drops those that are long gone', () => {
    const many = makeRows(
      ...Array.from({ length: 300 }, (_, i) => ({ hostname: `n${String(i)}` })),
    );
    expect(names(sort(many, [by('hostname')])).slice(0, 3)).toEqual(['n0', 'n1', 'n2']);
    const later = makeRows({ hostname: 'n7' }, { hostname: 'm' }, { hostname: 'n10' });
    expect(names(sort(later, [by('hostname')]))).toEqual(['m', 'n7', 'n10']);
  });
});
