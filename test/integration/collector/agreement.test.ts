import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Sampler } from '../../../collector/sampler.ts';
import { systemClock } from '../../../platform/clock.ts';

/** Percentage points within which two readings of one interval have to agree. */
const TOLERANCE = 5;

interface CpuTimes {
  idle: number;
  total: number;
}

/** All cores' times from the first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. */
function cpuTimes(): CpuTimes {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0] = line
    .split(/\s+/u)
    .slice(1)
    .map(Number);
  return { idle: idle + iowait, total: user + nice + system + idle + iowait + irq + softirq };
}

function busyPercent(before: CpuTimes, after: CpuTimes): number {
  return (1 - (after.idle - before.idle) / (after.total - before.total)) * 100;
}

function memoryPercent(): number {
  const text = readFileSync('/proc/meminfo', 'utf8');
  const value = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(text)?.[1]);
  return (1 - value('MemAvailable') / value('MemTotal')) * 100;
}

function sampler(): Sampler {
  return new Sampler({
    clock: systemClock,
    hostname: 'a',
    collector: 'test/0',
    processNames: true,
    onProblem: (probe, problem) => {
      throw new Error(`${probe}: ${problem}`);
    },
  });
}

describe.skipIf(process.platform !== 'linux')('a sample', () => {
  it('agrees with /proc on CPU and memory, and names who was busy', async () => {
    const subject = sampler();
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
    for (const field of ['diskPercent', 'cpuTempC', 'batteryPercent', 'netRxBps', 'topProcesses'])
      expect(sample).not.toHaveProperty(field);
  });
});
