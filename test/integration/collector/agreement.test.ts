import { spawnSync } from 'node:child_process';
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
  processTicks,
  strictSampler,
} from '../../support/collector/proc.ts';

describe.skipIf(process.platform !== 'linux')('a sample', () => {
  it('agrees with /proc on CPU and memory, and names who was busy', async () => {
    const subject = strictSampler();
    const busy = new Worker('for (;;) Math.sqrt(2);', { eval: true });
    await subject.prime();
    const before = cpuTimes();
    const ticksBefore = processTicks();
    await delay(2000);
    const sample = await subject.sample();
    const ticks = processTicks();
    const expected = busyPercent(before, cpuTimes());
    const memory = memoryPercent();
    await busy.terminate();
    expect(Math.abs(sample.cpuPercent - expected)).toBeLessThan(TOLERANCE);
    expect(Math.abs(sample.memoryPercent - memory)).toBeLessThan(TOLERANCE);
    // On a machine with many busy programs, five of them may have used more than this one.
    const used = (pid: number): number =>
      (ticks.get(pid) ?? Infinity) - (ticksBefore.get(pid) ?? 0);
    const named = sample.topProcesses?.map(({ pid }) => pid) ?? [];
    const lessBusy = named.filter((pid) => used(pid) < used(process.pid) * 0.8);
    expect(named.includes(process.pid) ? [] : lessBusy).toEqual([]);
    expect(named).not.toEqual([]);
    expect(sample.processCount).toBeGreaterThan(1);
  });

  it('a sample lacks values that the system does not report, instead of zero', async () => {
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
        fileSystems: () => Promise.resolve([]),
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

/** A program's output, or null if it is not installed. */
function told(program: string, ...args: string[]): string | null {
  const { status, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  return status === 0 ? stdout : null;
}

describe.skipIf(process.platform !== 'linux')('independent readers', () => {
  it('df: the fullest local file system', async (context) => {
    const local = ['-x', 'tmpfs', '-x', 'devtmpfs', '-x', 'overlay', '-x', 'squashfs'];
    const df = told('df', '--local', '--output=pcent', ...local);
    if (df === null) return context.skip('there is no df here');
    const fullest = Math.max(...[...df.matchAll(/(\d+)%/gu)].map(([, percent]) => Number(percent)));
    const { diskPercent = NaN } = await strictSampler().measure();
    // df rounds up.
    expect(Math.abs(diskPercent - fullest)).toBeLessThan(1.5);
  });

  it('df: size, use and inodes of each file system', async (context) => {
    const fileSystems = await systemProbes().fileSystems();
    for (const { mount, size, used, inodesPercent } of fileSystems) {
      const df = told('df', '--output=used,avail,iused,itotal', '--block-size=1', mount);
      if (df === null) return context.skip('there is no df here');
      const [dfUsed = NaN, available = NaN, iused = NaN, itotal = NaN] =
        df.split('\n')[1]?.trim().split(/\s+/u).map(Number) ?? [];
      // Other programs write meanwhile.
      expect(Math.abs(used - dfUsed)).toBeLessThan(size / 50);
      expect(Math.abs(size - dfUsed - available)).toBeLessThan(size / 50);
      if (inodesPercent !== undefined)
        expect(Math.abs(inodesPercent - (iused / itotal) * 100)).toBeLessThan(1);
    }
  });

  it('/proc/pressure: the time that programs waited', async (context) => {
    const seconds = (): number => {
      const text = told('cat', '/proc/pressure/cpu') ?? '';
      return Number(/^some .*total=(\d+)$/mu.exec(text)?.[1]) / 1e6;
    };
    const before = seconds();
    if (Number.isNaN(before)) return context.skip('this kernel keeps no pressure');
    const { cpu = NaN } = (await systemProbes().pressure()) ?? {};
    expect(cpu).toBeGreaterThanOrEqual(before);
    expect(cpu).toBeLessThanOrEqual(seconds());
  });

  it('free: memory and swap', async (context) => {
    const free = told('free', '--mebi');
    if (free === null) return context.skip('there is no free here');
    const [, total = NaN, available = NaN] =
      /^Mem:\s+(\d+)\s+\d+\s+\d+\s+\d+\s+\d+\s+(\d+)/mu.exec(free)?.map(Number) ?? [];
    const { memoryAvailableMb = NaN, memoryUsedMb = NaN } = await strictSampler().measure();
    expect(Math.abs(memoryAvailableMb + memoryUsedMb - total)).toBeLessThan(2);
    // Other programs run meanwhile.
    expect(Math.abs(memoryAvailableMb - available)).toBeLessThan(total * 0.1);
  });

  it('ip: what the physical interfaces have counted', async (context) => {
    const ip = told('ip', '-s', '-j', 'link');
    if (ip === null) return context.skip('there is no ip here');
    const links = JSON.parse(ip) as {
      ifname: string;
      stats64: { rx: { bytes: number; errors: number }; tx: { errors: number } };
    }[];
    const { interfaces = [] } = await systemProbes().counters();
    for (const { name, in: received, errors = NaN } of interfaces) {
      const link = links.find(({ ifname }) => ifname === name);
      const { rx, tx } = link?.stats64 ?? { rx: { errors: NaN }, tx: { errors: NaN } };
      expect(errors).toBeGreaterThanOrEqual(rx.errors + tx.errors);
      const before = link?.stats64.rx.bytes ?? NaN;
      expect(received).toBeGreaterThanOrEqual(before);
      expect(received - before).toBeLessThan(50_000_000);
    }
    expect(interfaces.map(({ name }) => name)).not.toContain('lo');
  });

  it('psutil: memory, swap and processes', async (context) => {
    const script =
      'import json, psutil; print(json.dumps([psutil.virtual_memory().percent, psutil.swap_memory().percent, len(psutil.pids())]))';
    // Debian's python3-psutil is for Debian's own Python, which need not be the first one.
    const psutil = told('python3', '-c', script) ?? told('/usr/bin/python3', '-c', script);
    if (psutil === null) return context.skip('there is no psutil here');
    const [memory = NaN, swap = NaN, count = NaN] = JSON.parse(psutil) as number[];
    const {
      memoryPercent = NaN,
      swapPercent = 0,
      processCount = NaN,
    } = await strictSampler().measure();
    expect(Math.abs(memoryPercent - memory)).toBeLessThan(TOLERANCE);
    expect(Math.abs(swapPercent - swap)).toBeLessThan(1);
    expect(Math.abs(processCount - count)).toBeLessThan(30);
  });
});
