import type { CoreTimes } from './probes.ts';

/** Percentages 0 to 100 between two readings; `busiestCore` is absent if cores are not listed separately. */
export interface CpuLoad {
  mean: number;
  busiestCore?: number;
}

/**
 * The load between two readings, over the cores in both: a core that went on- or offline in between is ignored.
 * Undefined if no time has passed on any core.
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
    // Idle and iowait may step back slightly on Linux (proc(5)), or entirely if the core was offline meanwhile.
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
