import { describe, expect, it } from 'vitest';
import type { FleetFilter } from '../../../../contract/labels.ts';
import { filterRows, NO_FILTER } from '../../../../renderer/fleet/filter.ts';
import { urgency } from '../../../../renderer/fleet/columns.ts';
import { makeRows, NOW } from '../make.ts';

const rows = makeRows(
  { hostname: 'Web-01', platform: 'Linux' },
  { hostname: 'web-02', platform: 'Darwin', lastSeen: NOW - 600 },
  { hostname: 'db-01', platform: null, source: 'legacy' },
);
const labelsOf = (key: string) => (key === 'default/db-01' ? ['rack 3'] : []);
const names = (filter: Partial<FleetFilter>) =>
  filterRows(rows, { ...NO_FILTER, ...filter }, labelsOf).map(({ hostname }) => hostname);

describe('filterRows', () => {
  it('answers the same list where nothing is filtered', () => {
    expect(filterRows(rows, NO_FILTER, labelsOf)).toBe(rows);
  });

  it('wants every word, in any column, in any case', () => {
    expect(names({ text: 'WEB', states: [] })).toEqual(['Web-01', 'web-02']);
    expect(names({ text: 'web  darwin', states: [] })).toEqual(['web-02']);
    expect(names({ text: 'legacy', states: [] })).toEqual(['db-01']);
  });

  it('wants one of the labels, platforms and sources', () => {
    expect(names({ labels: ['rack 3', 'other'] })).toEqual(['db-01']);
    expect(names({ text: 'rack' })).toEqual(['db-01']);
    expect(names({ platforms: [''] })).toEqual(['db-01']);
    expect(names({ platforms: ['Linux'], labels: ['rack 3'] })).toEqual([]);
    expect(names({ sources: ['elsewhere'] })).toEqual([]);
  });

  it('wants one of the states', () => {
    expect(names({ text: '', states: ['offline'] })).toEqual(['web-02']);
    expect(names({ text: 'web', states: ['online', 'stale'] })).toEqual(['Web-01']);
  });
});

describe('urgency', () => {
  it('puts the lost before the hot before the well before the long gone', () => {
    const ordered = makeRows(
      { lastSeen: NOW - 600 },
      { cpuPercent: 95 },
      {},
      { lastSeen: NOW - 90_000, cpuPercent: 99 },
    );
    expect(ordered.map(urgency)).toEqual([0, 1, 2, 3]);
  });
});
