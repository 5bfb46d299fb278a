import { describe, expect, it } from 'vitest';
import { parseProcStat } from '../../../../../collector/probes/linux/cores.ts';

const BEFORE = `cpu  300 0 100 1600 0 0 0 0 0 0
cpu0 200 0 50 750 0 0 0 0 0 0
cpu1 100 0 50 850 0 0 0 0 0 0
intr 12345
`;

describe('parseProcStat', () => {
  it('reads the cores and not the sum', () => {
    expect(parseProcStat(BEFORE)).toEqual([
      { core: 0, busy: 250, total: 1000 },
      { core: 1, busy: 150, total: 1000 },
    ]);
  });

  it('parseProcStat counts waiting for a disk as idle and guest time once', () => {
    const [core] = parseProcStat('cpu0 10 1 2 70 9 3 4 1 8 1\n');
    expect(core).toEqual({ core: 0, busy: 21, total: 100 });
  });

  it('takes the sum if no core is listed', () => {
    expect(parseProcStat('cpu  10 0 0 90\n')).toEqual([{ core: 0, busy: 10, total: 100 }]);
  });

  it('keeps core numbers, of which some may be missing', () => {
    const text = 'cpu0 1 0 0 9\ncpu12 1 0 0 9\n';
    expect(parseProcStat(text).map(({ core }) => core)).toEqual([0, 12]);
  });
});
