import { describe, expect, it } from 'vitest';
import { hostKey } from '../../../../contract/host.ts';
import { buildRows } from '../../../../renderer/lib/rows.ts';
import { defaultJudge, healthJudge, makeHost, NOW } from '../make.ts';

describe('buildRows', () => {
  it('gives states by the clock', () => {
    const hosts = [
      makeHost({ hostname: 'a', lastSeen: NOW - 359 }),
      makeHost({ hostname: 'b', lastSeen: NOW - 360 }),
      makeHost({ hostname: 'c', lastSeen: NOW - 3601 }),
      makeHost({ hostname: 'd', lastSeen: null }),
    ];
    expect(buildRows([], hosts, healthJudge(), defaultJudge()).map(({ state }) => state)).toEqual([
      'online',
      'offline',
      'stale',
      'stale',
    ]);
  });

  it('keeps the object of a host that did not change, and replaces that of one that did', () => {
    const first = buildRows(
      [],
      [makeHost(), makeHost({ hostname: 'db-01' })],
      healthJudge(),
      defaultJudge(),
    );
    const second = buildRows(
      first,
      [makeHost(), makeHost({ hostname: 'db-01', newest: { cpu: 99, memory: 40 } })],
      healthJudge(),
      defaultJudge(),
    );
    expect(second[0]).toBe(first[0]);
    expect(second[1]).not.toBe(first[1]);
    const later = healthJudge({ now: NOW + 400 });
    expect(buildRows(first, [makeHost()], later, defaultJudge())[0]?.state).toBe('offline');
  });

  it('tells hosts of the same name in two sources apart', () => {
    expect(hostKey(makeHost({ sourceId: 'a' }))).not.toBe(hostKey(makeHost({ sourceId: 'b' })));
  });
});
