import { describe, expect, it } from 'vitest';
import { summarize } from '../../../../renderer/fleet/summary.ts';
import { makeRows, NOW } from '../make.ts';

describe('summarize', () => {
  it('counts states and takes the means of the hosts that are online', () => {
    const summary = summarize(
      makeRows(
        { hostname: 'a', cpuPercent: 10, memoryPercent: 20 },
        { hostname: 'b', cpuPercent: 30, memoryPercent: null },
        { hostname: 'c', cpuPercent: 100, memoryPercent: 100, lastSeen: NOW - 600 },
        { hostname: 'd', lastSeen: NOW - 9000 },
      ),
    );
    expect(summary.counts).toEqual({ online: 2, offline: 1, stale: 1 });
    expect(summary.meanCpu).toBe(20);
    expect(summary.meanMemory).toBe(20);
  });

  it('lists what needs attention once, newest loss and hottest first', () => {
    const summary = summarize(
      makeRows(
        { hostname: 'old', lastSeen: NOW - 3000 },
        { hostname: 'new', lastSeen: NOW - 400 },
        { hostname: 'hot', cpuPercent: 91, memoryPercent: 95 },
        { hostname: 'hotter', cpuPercent: 99 },
      ),
    );
    expect(summary.wentOffline.map(({ hostname }) => hostname)).toEqual(['new', 'old']);
    expect(summary.hotCpu.map(({ hostname }) => hostname)).toEqual(['hotter', 'hot']);
    expect(summary.attention).toBe(4);
  });

  it('has no mean where nothing is known, rather than 0', () => {
    expect(summarize([]).meanCpu).toBeNull();
    expect(summarize(makeRows({ cpuPercent: null })).meanCpu).toBeNull();
  });
});
