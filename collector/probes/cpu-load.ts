import type { CoreTimes } from './probes.ts';

/** Percentages 0 to 100 between two readings; `busiestCore` is absent where the cores are not told apart. */
export interface CpuLoad {
  mean: number;
  busiestCore?: number;
}

/**
 * The load between two readings, over the cores that are in both: a core that was switched off or on in between says
 * nothing of the interval. Undefined where no time has passed on any.
 */
export function loadBetween(
  before: readonly CoreTimes[],
  after: readonly CoreTimes[],
): CpuLoad | undefined {
  const earlier = new Map(before.map((times) => [times.core, times]));
  let busy = 0;
  let total = 0;
  let busiestCore = 0;
  for (const times of after) {
    const from = earlier.get(times.core);
    if (from === undefined) continue;
    // Idle and iowait may step back a little on Linux (proc(5)), and all of it where the core was off meanwhile.
    const coreTotal = Math.max(0, times.total - from.total);
    const coreBusy = Math.min(coreTotal, Math.max(0, times.busy - from.busy));
    busy += coreBusy;
    total += coreTotal;
    if (coreTotal > 0) busiestCore = Math.max(busiestCore, (coreBusy / coreTotal) * 100);
  }
  if (total === 0) return undefined;
  const mean = (busy / total) * 100;
  return after.some(({ standsFor }) => standsFor !== undefined) ? { mean } : { mean, busiestCore };
}
