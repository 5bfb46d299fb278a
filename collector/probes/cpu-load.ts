import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';

/** Cumulative CPU time of one core, in any unit: only differences and shares of it are used. */
export interface CoreTimes {
  busy: number;
  total: number;
}

/** Percentages 0 to 100 between two readings; `core` is the busiest one. */
export interface CpuLoad {
  mean: number;
  busiestCore: number;
}

/** Reads the counters of every core. They only grow, so that each caller may keep readings of its own. */
export async function readCoreTimes(): Promise<CoreTimes[]> {
  if (process.platform === 'linux') return parseProcStat(await readFile('/proc/stat', 'utf8'));
  return cpus().map(({ times }) => {
    const total = times.user + times.nice + times.sys + times.irq + times.idle;
    return { busy: total - times.idle, total };
  });
}

/**
 * The cores in the text of `/proc/stat`. As psutil counts: waiting for a disk is idle, and guest time is part of
 * user time already.
 */
export function parseProcStat(text: string): CoreTimes[] {
  return text
    .split('\n')
    .filter((line) => /^cpu\d/u.test(line))
    .map((line) => {
      const [
        user = 0,
        nice = 0,
        system = 0,
        idle = 0,
        iowait = 0,
        irq = 0,
        softirq = 0,
        steal = 0,
      ] = line.trim().split(/\s+/u).slice(1).map(Number);
      const busy = user + nice + system + irq + softirq + steal;
      return { busy, total: busy + idle + iowait };
    });
}

/** The load between two readings, or undefined where no time has passed between them. */
export function loadBetween(
  before: readonly CoreTimes[],
  after: readonly CoreTimes[],
): CpuLoad | undefined {
  // With a core switched on or off in between, the two lists do not pair up.
  if (before.length !== after.length) return undefined;
  let busy = 0;
  let total = 0;
  let busiestCore = 0;
  after.forEach((core, index) => {
    const earlier = before[index];
    if (earlier === undefined) return;
    // Idle and iowait may step back a little on Linux (proc(5)).
    const coreTotal = Math.max(0, core.total - earlier.total);
    const coreBusy = Math.min(coreTotal, Math.max(0, core.busy - earlier.busy));
    busy += coreBusy;
    total += coreTotal;
    if (coreTotal > 0) busiestCore = Math.max(busiestCore, (coreBusy / coreTotal) * 100);
  });
  return total === 0 ? undefined : { mean: (busy / total) * 100, busiestCore };
}
