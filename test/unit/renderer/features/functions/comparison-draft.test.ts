import { describe, expect, it } from 'vitest';
import {
  comparisonCsv,
  comparisonDraft,
  comparisonQuery,
} from '../../../../../renderer/features/functions/comparison-draft.ts';

const HOSTS = ['a', 'b'].map((hostname) => ({ sourceId: 'default', hostname }));
const RANGE = { from: 1_795_500_000, to: 1_795_586_400 };
const fresh = () => comparisonDraft(RANGE, HOSTS, 'utc');

describe('a comparison', () => {
  it('defaults to the current range against the previous one', () => {
    expect(comparisonQuery(fresh(), RANGE, HOSTS, 'utc')).toEqual({
      before: { from: RANGE.from - 86_400, to: RANGE.from },
      after: RANGE,
    });
  });

  it('of periods may concern one host, with any times', () => {
    const draft = { ...fresh(), host: 'default/b' };
    draft.before = { ...draft.before, from: '2026-11-01T00:00', to: '2026-11-08T12:30' };
    expect(comparisonQuery(draft, RANGE, HOSTS, 'utc')).toMatchObject({
      before: { from: 1_793_491_200, to: 1_794_141_000, hosts: [HOSTS[1]] },
      after: { hosts: [HOSTS[1]] },
    });
  });

  it('of hosts has the current range on both sides', () => {
    const draft = { ...fresh(), mode: 'hosts' as const };
    expect(comparisonQuery(draft, RANGE, HOSTS, 'utc')).toEqual({
      before: { ...RANGE, hosts: [HOSTS[0]] },
      after: { ...RANGE, hosts: [HOSTS[1]] },
    });
  });

  it.each([
    ['order', { before: { from: '2026-11-08T00:00', to: '2026-11-01T00:00', host: '' } }],
    ['moment', { before: { from: '', to: '2026-11-01T00:00', host: '' } }],
    ['moment', { after: { from: '2026-11-01T00:00', to: 'tomorrow', host: '' } }],
    ['sameHost', { mode: 'hosts' as const, after: { from: '', to: '', host: 'default/a' } }],
  ])('that cannot be made says why: %s', (problem, change) => {
    expect(comparisonQuery({ ...fresh(), ...change }, RANGE, HOSTS, 'utc')).toBe(problem);
  });

  it('as CSV has a row per function, and no name is a formula', () => {
    const side = { runs: 8, calls: 8, wall: 8, mean: 1, entries: 8 };
    const compared = { before: 1, after: 2, ratio: 2, low: 1.5, high: 2.5 };
    const csv = comparisonCsv({
      functions: [
        { name: '=cmd()', before: side, after: { ...side, mean: 2 }, compared },
        { name: 'new', before: null, after: side, compared: null },
      ],
    });
    expect(csv.split('\r\n').slice(1, 3)).toEqual(["'=cmd(),8,8,1,2,2,1.5,2.5", 'new,0,8,,1,,,']);
  });
});
