import si from 'systeminformation';
import type { Sample } from '../contract/sample.ts';
import { minuteOf } from '../contract/time.ts';
import { nowSeconds, type Clock } from '../platform/clock.ts';

const MIB = 1024 * 1024;

export interface SamplerOptions {
  clock: Clock;
  hostname: string;
  /** Name and version of this program. */
  collector: string;
}

/** Measures this machine. CPU is the mean since the call before, from the system's counters. */
export class Sampler {
  readonly #options: SamplerOptions;

  constructor(options: SamplerOptions) {
    this.#options = options;
  }

  /** Notes the CPU counters, so that the next sample measures from here. */
  async prime(): Promise<void> {
    await si.currentLoad();
  }

  async sample(): Promise<Sample> {
    const [load, memory] = await Promise.all([si.currentLoad(), si.mem()]);
    const collectedAt = nowSeconds(this.#options.clock);
    return {
      hostname: this.#options.hostname,
      minute: minuteOf(collectedAt),
      collectedAt,
      cpuPercent: clampPercent(load.currentLoad),
      memoryPercent: clampPercent(((memory.total - memory.available) / memory.total) * 100),
      memoryAvailableMb: memory.available / MIB,
      memoryUsedMb: (memory.total - memory.available) / MIB,
      collector: this.#options.collector,
    };
  }
}

function clampPercent(value: number): number {
  return Math.min(100, Math.max(0, value));
}
