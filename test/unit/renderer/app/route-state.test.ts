import { describe, expect, it } from 'vitest';
import {
  fingerprint,
  queryOf,
  RANGE_KEYS,
  stateOf,
  withState,
  type PageState,
} from '../../../../renderer/app/route-state.ts';

const USUAL = [{ id: 'state', desc: false }];
const EMPTY = { text: '', states: [], platforms: [], sources: [], labels: [] };
const STATE: PageState = {
  range: '7d',
  customRange: null,
  list: {
    filter: { ...EMPTY, text: 'cpu>80 "rack 3"', states: ['stale'], labels: ['a,b', 'c'] },
    sorting: [
      { id: 'cpu', desc: true },
      { id: 'hostname', desc: false },
    ],
    layout: 'grid',
  },
};

describe('queryOf and stateOf', () => {
  it('queryOf and stateOf are inverse', () => {
    expect(stateOf(queryOf(STATE, USUAL), USUAL)).toEqual(STATE);
    const zoomed = { ...STATE, range: '4h' as const, customRange: { from: 60, to: 120 } };
    expect(stateOf(queryOf(zoomed, USUAL), USUAL)).toEqual(zoomed);
  });

  it('queryOf and stateOf leave out defaults', () => {
    const list = { filter: EMPTY, sorting: USUAL, layout: 'table' as const };
    expect(queryOf({ range: '4h', customRange: null, list }, USUAL)).toEqual({ range: '4h' });
  });

  it('queryOf and stateOf return no state for an empty query, and correct a wrong one', () => {
    expect(stateOf({ host: 'default/web-01' }, USUAL)).toBeNull();
    const found = stateOf({ range: 'ever', from: 'x', state: ['gone', 'online'] }, USUAL);
    expect(found).toMatchObject({ range: '4h', customRange: null });
    expect(found?.list?.filter.states).toEqual(['online']);
    expect(stateOf({ range: 'toString' }, USUAL)?.range).toBe('4h');
    for (const [from, to] of [
      ['1', '9007199254740991'],
      ['253402300700', '253402300900'],
      ['-60', '60'],
      ['120', '60'],
      ['1e3', '1796000000'],
    ] as const)
      expect(stateOf({ from, to }, USUAL)?.customRange, `${from} ${to}`).toBeNull();
  });
});

describe('withState', () => {
  it('keeps foreign keys', () => {
    expect(withState({ host: 'a/b', q: 'old' }, { range: '1h' })).toEqual({
      host: 'a/b',
      range: '1h',
    });
  });
});

describe('fingerprint', () => {
  it('distinguishes ranges, whatever else is in the query', () => {
    expect(fingerprint({ range: '1h', q: 'a' }, RANGE_KEYS)).toBe(
      fingerprint({ range: '1h', q: 'b' }, RANGE_KEYS),
    );
    expect(fingerprint({ range: '1h' })).not.toBe(fingerprint({ range: '4h' }));
  });
});
