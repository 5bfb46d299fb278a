import { describe, expect, it } from 'vitest';
import { hostKey } from '../../../../contract/host.ts';
import { buildRows } from '../../../../renderer/lib/rows.ts';
import { defaultJudge, healthJudge, makeHost, NOW } from '../make.ts';

describe('buildRows', () => {
  it('computes states by the clock', () => {
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

  it('keeps the object while the host’s outlook is the same', () => {
    const build = (before: Parameters<typeof buildRows>[0], latest: number | null) => {
      const { sourceId, hostname } = makeHost();
      const full = { metric: 'disk', earliest: 3, latest } as const;
      return buildRows(before, [makeHost()], healthJudge(), defaultJudge(), [
        { sourceId, hostname, full },
      ]);
    };
    const first = build([], 5);
    expect(first[0]?.full).toEqual({ metric: 'disk', earliest: 3, latest: 5 });
    expect(build(first, 5)[0]).toBe(first[0]);
    expect(build(first, 6)[0]).not.toBe(first[0]);
    expect(buildRows(first, [makeHost()], healthJudge(), defaultJudge())[0]?.full).toBeUndefined();
  });

  it('separates hosts with the same name in two sources', () => {
    expect(hostKey(makeHost({ sourceId: 'a' }))).not.toBe(hostKey(makeHost({ sourceId: 'b' })));
  });
});
