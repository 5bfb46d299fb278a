import { describe, expect, it } from 'vitest';
import { loadBetween } from '../../../../collector/probes/cpu-load.ts';
import { parseProcStat } from '../../../../collector/probes/linux/cores.ts';
import { systemProbes } from '../../../../collector/probes/system.ts';

const BEFORE = `cpu  300 0 100 1600 0 0 0 0 0 0
cpu0 200 0 50 750 0 0 0 0 0 0
cpu1 100 0 50 850 0 0 0 0 0 0
intr 12345
`;

function stat(core0: string, core1: string): string {
  return `cpu0 ${core0}\ncpu1 ${core1}\n`;
}

describe('loadBetween', () => {
  it('gives the mean over all cores and the busiest one', () => {
    const before = parseProcStat(BEFORE);
    const after = parseProcStat(stat('300 0 50 750 0 0 0 0 0 0', '100 0 60 940 0 0 0 0 0 0'));
    const load = loadBetween(before, after);
    expect(load?.mean).toBeCloseTo(55);
    expect(load?.busiestCore).toBe(100);
  });

  it('gives nothing where no time passed or no core is in both readings', () => {
    const reading = parseProcStat(BEFORE);
    expect(loadBetween(reading, reading)).toBeUndefined();
    expect(loadBetween(reading, reading.slice(1))).toBeUndefined();
    const others = [{ core: 7, busy: 5, total: 10 }];
    expect(loadBetween(reading, others)).toBeUndefined();
  });

  it('loadBetween matches cores by number, not by position', () => {
    const before = [
      { core: 0, busy: 100, total: 1000 },
      { core: 1, busy: 100, total: 1000 },
    ];
    const after = [
      { core: 1, busy: 110, total: 1100 },
      { core: 3, busy: 9e9, total: 9e9 },
    ];
    expect(loadBetween(before, after)).toEqual({ mean: 10, busiestCore: 10 });
  });

  it('ignores a core that was offline and restarted', () => {
    const before = [
      { core: 0, busy: 0, total: 1000 },
      { core: 1, busy: 900, total: 1000 },
    ];
    const after = [
      { core: 0, busy: 50, total: 1100 },
      { core: 1, busy: 5, total: 90 },
    ];
    expect(loadBetween(before, after)?.mean).toBe(50);
  });

  it('stays within 0 and 100 when idle time steps back', () => {
    const before = [{ core: 0, busy: 100, total: 1000 }];
    expect(loadBetween(before, [{ core: 0, busy: 150, total: 1040 }])).toEqual({
      mean: 100,
      busiestCore: 100,
    });
  });

  it('lets two callers measure without disturbing each other', async () => {
    const outer = await systemProbes().cores();
    const inner = await systemProbes().cores();
    expect(inner.length).toBe(outer.length);
    for (const [index, core] of inner.entries())
      expect(core.total).toBeGreaterThanOrEqual(outer[index]?.total ?? Infinity);
  });
});
