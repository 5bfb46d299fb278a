import { describe, expect, it } from 'vitest';
import { guarded } from '../../../../collector/probes/guard.ts';

describe('a probe', () => {
  it('a probe that fails or takes too long is skipped alone', async () => {
    const problems: string[] = [];
    const note = (name: string, problem: string): void => {
      problems.push(`${name}: ${problem}`);
    };
    const broken = guarded<[], number>('disk', () => Promise.reject(new Error('gone')), {
      onProblem: note,
    });
    expect(await broken(undefined)).toBeUndefined();
    const slow = guarded('battery', () => new Promise<number>(() => undefined), {
      onProblem: note,
      timeoutMs: 5,
    });
    expect(await slow(undefined)).toBeUndefined();
    // It is still running: no second one is started.
    expect(await slow(undefined)).toBeUndefined();
    expect(problems).toEqual([
      'disk: gone',
      'battery: no answer in 5 ms',
      'battery: the previous call has not ended',
    ]);
    const fine = guarded('fine', () => Promise.resolve(7), { onProblem: note });
    expect(await fine(undefined)).toBe(7);
  });

  it('an aborted call no longer waits for its probe', async () => {
    const problems: string[] = [];
    const slow = guarded('disk', () => new Promise<number>(() => undefined), {
      onProblem: (_, problem) => {
        problems.push(problem);
      },
    });
    const stop = new AbortController();
    const answer = slow(stop.signal);
    stop.abort();
    expect(await answer).toBeUndefined();
    expect(problems).toEqual(['the collector is stopping']);
  });
});
