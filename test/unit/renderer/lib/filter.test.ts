import { describe, expect, it } from 'vitest';
import type { FleetFilter } from '../../../../contract/views.ts';
import {
  fittingColumns,
  gridTracks,
  columnsWithoutValues,
  wantedColumns,
} from '../../../../renderer/features/overview/columns.ts';
import { filterRows, NO_FILTER, platformsOf, toggled } from '../../../../renderer/lib/filter.ts';
import type { FleetRow } from '../../../../renderer/lib/rows.ts';
import { makeRows, NOW } from '../make.ts';

const rows = makeRows(
  { hostname: 'Web-01', platform: 'Linux' },
  { hostname: 'web-02', platform: 'Darwin', lastSeen: NOW - 600 },
  { hostname: 'db-01', platform: null, layout: 'legacy' },
);
const labelsOf = (key: string) => (key === 'default/db-01' ? ['rack 3'] : []);
const context = { labelsOf, alertsOf: () => [] };
const names = (filter: Partial<FleetFilter>) =>
  filterRows(rows, { ...NO_FILTER, ...filter }, context).map(({ hostname }) => hostname);

describe('filterRows', () => {
  it('returns the same list without a filter', () => {
    expect(filterRows(rows, NO_FILTER, context)).toBe(rows);
  });

  it('requires every word, in any column, ignoring case', () => {
    expect(names({ text: 'WEB', states: [] })).toEqual(['Web-01', 'web-02']);
    expect(names({ text: 'web -darwin' })).toEqual(['Web-01']);
    expect(names({ text: 'web  darwin', states: [] })).toEqual(['web-02']);
    expect(names({ text: 'legacy', states: [] })).toEqual(['db-01']);
  });

  it('requires one of the labels, platforms and sources', () => {
    expect(names({ labels: ['rack 3', 'other'] })).toEqual(['db-01']);
    expect(names({ text: 'rack' })).toEqual(['db-01']);
    expect(names({ platforms: [''] })).toEqual(['db-01']);
    expect(names({ platforms: ['Linux'], labels: ['rack 3'] })).toEqual([]);
    expect(names({ sources: ['elsewhere'] })).toEqual([]);
  });

  it('requires one of the states', () => {
    expect(names({ text: '', states: ['offline'] })).toEqual(['web-02']);
    expect(names({ text: 'web', states: ['online', 'stale'] })).toEqual(['Web-01']);
  });
});

describe('columnsWithoutValues', () => {
  it('names the columns without values', () => {
    const shown = (rows: FleetRow[]) =>
      columnsWithoutValues(rows).filter((id) => wantedColumns({})[id] === true);
    expect(shown(makeRows({}, {}))).toEqual(['disk', 'load']);
    expect(shown(makeRows({}, { newest: { disk: 0 } }))).toEqual(['load']);
    expect(columnsWithoutValues(makeRows({}))).toContain('fullest');
    const full = makeRows({ fullest: { mount: '/', percent: 1 } }, {});
    expect(columnsWithoutValues(full)).not.toContain('fullest');
  });
});

describe('fittingColumns', () => {
  const all = ['select', 'hostname', 'labels', 'state', 'cpu', 'trend', 'memory', 'source'];

  it('keeps all if they fit, and while the width is unknown', () => {
    expect(fittingColumns(all, 2000)).toEqual(all);
    expect(fittingColumns(all, 0)).toEqual(all);
  });

  it('drops the least important first, and never the host, its state, CPU and memory', () => {
    expect(fittingColumns(all, 760)).toEqual(all.filter((id) => id !== 'source'));
    expect(fittingColumns(all, 300)).toEqual(['select', 'hostname', 'state', 'cpu', 'memory']);
  });

  it('makes tracks that add up', () => {
    expect(gridTracks(['select', 'hostname'])).toBe('36px minmax(160px, 3fr)');
  });
});

describe('filter helpers', () => {
  it('lists platforms with the unknown one last', () => {
    const rows = makeRows({ platform: null }, { platform: 'Linux' }, { platform: 'Darwin' });
    expect(platformsOf(rows)).toEqual(['Darwin', 'Linux', '']);
  });

  it('toggles', () => {
    expect(toggled([1, 2], 2)).toEqual([1]);
    expect(toggled([1], 2)).toEqual([1, 2]);
  });
});
