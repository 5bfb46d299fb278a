import { readFileSync, readdirSync } from 'node:fs';
import { Sampler } from '../../../collector/sampler.ts';
import { systemClock } from '../../../platform/clock.ts';

/** Reads /proc without any code of the product, and a sampler to compare with. */

/** Percentage points by which two readings of one interval may differ. */
export const TOLERANCE = 5;

/** Processor time in clock ticks, over all cores. */
export interface CpuTimes {
  idle: number;
  total: number;
}

/** All cores' times from the first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. */
export function cpuTimes(): CpuTimes {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0] = line
    .split(/\s+/u)
    .slice(1)
    .map(Number);
  return { idle: idle + iowait, total: user + nice + system + idle + iowait + irq + softirq };
}

/** The share of busy time between two readings, percent. */
export function busyPercent(before: CpuTimes, after: CpuTimes): number {
  return (1 - (after.idle - before.idle) / (after.total - before.total)) * 100;
}

/** The share of memory that is not available, percent. */
export function memoryPercent(): number {
  const text = readFileSync('/proc/meminfo', 'utf8');
  const value = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(text)?.[1]);
  return (1 - value('MemAvailable') / value('MemTotal')) * 100;
}

/** Clock ticks used by each process, user and system, by pid. */
export function processTicks(): Map<number, number> {
  const ticks = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/u.test(entry)))
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // utime and stime are fields 14 and 15; the name, field 2, is in parentheses and may contain anything (proc(5)).
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      ticks.set(Number(name), Number(fields[11]) + Number(fields[12]));
    } catch {
      // It has ended meanwhile.
    }
  return ticks;
}

/** A sampler whose probes must not fail. */
export function strictSampler(): Sampler {
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
