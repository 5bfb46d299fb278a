import { describe, expect, it } from 'vitest';
import { attentionItems } from '../../../../../renderer/features/overview/attention.ts';
import { makeAlert, makeRows, NOW } from '../../make.ts';

describe('attentionItems', () => {
  it('gives reasons: the latest loss or critical fault first, then the highest alert', () => {
    const alerts = [
      makeAlert({ hostname: 'hot', kind: 'memory', value: 92, since: NOW - 60 }),
      makeAlert({ hostname: 'hot', value: 99 }),
      makeAlert({ hostname: 'full', kind: 'disk', value: 91 }),
      makeAlert({ hostname: 'lost' }),
      makeAlert({ hostname: 'announced', maintenance: true }),
    ];
    const items = attentionItems(
      makeRows(
        { hostname: 'full' },
        { hostname: 'hot' },
        { hostname: 'well', newest: { cpu: 100 } },
        { hostname: 'announced' },
        { hostname: 'lost', lastSeen: NOW - 900 },
        { hostname: 'just lost', lastSeen: NOW - 400 },
        { hostname: 'long gone', lastSeen: NOW - 90_000 },
      ),
      alerts,
    );
    const names = items.map(({ row }) => row.hostname);
    expect(names).toEqual(['just lost', 'full', 'lost', 'hot']);
    expect(items.map(({ critical }) => critical)).toEqual([true, true, true, false]);
    expect(items[3]?.reasons).toEqual([
      { kind: 'cpu', value: 99, threshold: 90, since: NOW - 600, severity: 9 },
      { kind: 'memory', value: 92, threshold: 90, since: NOW - 60, severity: 2 },
    ]);
    expect(items[0]?.reasons).toEqual([{ kind: 'offline', since: NOW - 400 }]);
  });
});
