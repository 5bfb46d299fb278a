import { describe, expect, it } from 'vitest';
import { guarded } from '../../../collector/probes/guard.ts';
import { ratesBetween, topProcesses } from '../../../collector/rates.ts';

describe('rates', () => {
  it('are bytes a second over the interval', () => {
    const before = { at: 100, value: { diskRead: 0, netRx: 500 } };
    const after = { at: 160, value: { diskRead: 6000, netRx: 500 } };
    expect(ratesBetween(before, after)).toEqual({ diskReadBps: 100, netRxBps: 0 });
  });

  it('are absent, never negative, where a counter went backwards or time did not pass', () => {
    const before = { at: 100, value: { netRx: 500, netTx: 1 } };
    expect(ratesBetween(before, { at: 160, value: { netRx: 400, netTx: 61 } })).toEqual({
      netTxBps: 1,
    });
    expect(ratesBetween(before, { at: 100, value: { netRx: 600 } })).toEqual({});
    expect(ratesBetween(before, { at: 40, value: { netRx: 600 } })).toEqual({});
  });
});

describe('top processes', () => {
  const machine = { cpuCount: 2, memoryTotal: 1000 };
  const process = (pid: number, cpuSeconds: number, memoryBytes: number, startedAt = 1) => ({
    pid,
    name: `p${String(pid)}`,
    cpuSeconds,
    memoryBytes,
    startedAt,
  });

  it('are those that used most of the whole machine in the interval', () => {
    const before = { at: 0, value: [process(1, 100, 10), process(2, 0, 500), process(3, 5, 0)] };
    const after = { at: 60, value: [process(1, 160, 10), process(2, 0, 500), process(3, 5, 0)] };
    expect(topProcesses(before, after, machine)).toEqual([
      { pid: 1, name: 'p1', cpuPercent: 50, memoryPercent: 1 },
      { pid: 2, name: 'p2', cpuPercent: 0, memoryPercent: 50 },
    ]);
  });

  it('take a pid that was given anew for another process', () => {
    const before = { at: 0, value: [process(1, 1000, 10, 1)] };
    const after = { at: 60, value: [process(1, 6, 10, 99)] };
    expect(topProcesses(before, after, machine)).toMatchObject([{ cpuPercent: 5 }]);
  });

  it('take the share where the system says that instead of seconds', () => {
    const value = [{ pid: 1, name: 'p1', cpuShare: 0.25, memoryBytes: 10, startedAt: 1 }];
    const before = { at: 0, value };
    expect(topProcesses(before, { at: 60, value }, machine)).toMatchObject([{ cpuPercent: 25 }]);
  });

  it('are at most five', () => {
    const value = Array.from({ length: 20 }, (_, index) => process(index, 0, index));
    expect(topProcesses({ at: 0, value }, { at: 60, value }, machine)).toHaveLength(5);
  });
});

describe('a probe', () => {
  it('that fails or takes too long is done without, alone', async () => {
    const problems: string[] = [];
    const note = (name: string, problem: string): void => {
      problems.push(`${name}: ${problem}`);
    };
    const broken = guarded<number>('disk', () => Promise.reject(new Error('gone')), note);
    expect(await broken()).toBeUndefined();
    const slow = guarded('battery', () => new Promise<number>(() => undefined), note, 5);
    expect(await slow()).toBeUndefined();
    // It is still under way: no second one is started beside it.
    expect(await slow()).toBeUndefined();
    expect(problems).toEqual([
      'disk: gone',
      'battery: no answer in 5 ms',
      'battery: the call before has not ended',
    ]);
    const fine = guarded('fine', () => Promise.resolve(7), note);
    expect(await fine()).toBe(7);
  });
});
