import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { systemProbes } from '../../../collector/probes/system.ts';
import { Sampler } from '../../../collector/sampler.ts';
import { systemClock } from '../../../platform/clock.ts';
import {
  TOLERANCE,
  busyPercent,
  cpuTimes,
  memoryPercent,
  strictSampler,
} from '../../support/collector/proc.ts';

describe.skipIf(process.platform !== 'linux')('a sample', () => {
  it('agrees with /proc on CPU and memory, and names who was busy', async () => {
    const subject = strictSampler();
    const busy = new Worker('for (;;) Math.sqrt(2);', { eval: true });
    await subject.prime();
    const before = cpuTimes();
    await delay(2000);
    const sample = await subject.sample();
    const expected = busyPercent(before, cpuTimes());
    const memory = memoryPercent();
    await busy.terminate();
    expect(Math.abs(sample.cpuPercent - expected)).toBeLessThan(TOLERANCE);
    expect(Math.abs(sample.memoryPercent - memory)).toBeLessThan(TOLERANCE);
    expect(sample.topProcesses?.map(({ pid }) => pid)).toContain(process.pid);
    expect(sample.processCount).toBeGreaterThan(1);
  });

  it('has no value where the system gives none, never zero', async () => {
    const subject = new Sampler({
      clock: systemClock,
      hostname: 'a',
      collector: 'test/0',
      processNames: false,
      onProblem: () => undefined,
      probes: {
        ...systemProbes(),
        memory: () => Promise.resolve({ total: 100, available: 40, swapTotal: 0, swapUsed: 0 }),
        counters: () => Promise.resolve({}),
        fullestDisk: () => Promise.resolve(undefined),
        temperature: () => Promise.reject(new Error('no sensor')),
        battery: () => Promise.resolve(undefined),
        processes: () => Promise.resolve([]),
      },
    });
    await subject.prime();
    await delay(250);
    const sample = await subject.sample();
    expect(sample.memoryPercent).toBe(60);
    for (const field of [
      'swapPercent',
      'diskPercent',
      'cpuTempC',
      'batteryPercent',
      'netRxBps',
      'topProcesses',
    ])
      expect(sample).not.toHaveProperty(field);
  });
});
