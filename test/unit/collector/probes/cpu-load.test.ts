import { describe, expect, it } from 'vitest';
import {
  loadBetween,
  parseProcStat,
  readCoreTimes,
} from '../../../../collector/probes/cpu-load.ts';

const BEFORE = `cpu  300 0 100 1600 0 0 0 0 0 0
cpu0 200 0 50 750 0 0 0 0 0 0
cpu1 100 0 50 850 0 0 0 0 0 0
intr 12345
`;

function stat(core0: string, core1: string): string {
  return `cpu0 ${core0}\ncpu1 ${core1}\n`;
}

describe('parseProcStat', () => {
  it('reads the cores and not the sum', () => {
    expect(parseProcStat(BEFORE)).toEqual([
      { busy: 250, total: 1000 },
      { busy: 150, total: 1000 },
    ]);
  });

  it('counts waiting for a disk as idle and guest time once', () => {
    const [core] = parseProcStat('cpu0 10 1 2 70 9 3 4 1 8 1\n');
    expect(core).toEqual({ busy: 21, total: 100 });
  });
});

describe('loadBetween', () => {
  it('gives the mean over all cores and the busiest one', () => {
    const before = parseProcStat(BEFORE);
    const after = parseProcStat(stat('300 0 50 750 0 0 0 0 0 0', '100 0 60 940 0 0 0 0 0 0'));
    const load = loadBetween(before, after);
    expect(load?.mean).toBeCloseTo(55);
    expect(load?.busiestCore).toBe(100);
  });

  it('gives nothing where no time passed or the cores changed', () => {
    const reading = parseProcStat(BEFORE);
    expect(loadBetween(reading, reading)).toBeUndefined();
    expect(loadBetween(reading, reading.slice(1))).toBeUndefined();
  });

  it('stays within 0 and 100 when idle time steps back', () => {
    const before = [{ busy: 100, total: 1000 }];
    expect(loadBetween(before, [{ busy: 150, total: 1040 }])).toEqual({
      mean: 100,
      busiestCore: 100,
    });
  });

  it('lets two callers measure without disturbing each other', async () => {
    const outer = await readCoreTimes();
    const inner = await readCoreTimes();
    expect(inner.length).toBe(outer.length);
    for (const [index, core] of inner.entries())
      expect(core.total).toBeGreaterThanOrEqual(outer[index]?.total ?? Infinity);
  });
});
