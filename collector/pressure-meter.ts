import type { Sample } from '../contract/sample.ts';
import type { PressureReading } from './probes/probes.ts';
import type { Timed } from './rates.ts';

type Pressure = Pick<Sample, 'cpuPressurePercent' | 'memoryPressurePercent' | 'ioPressurePercent'>;

const FIELDS = [
  ['cpu', 'cpuPressurePercent'],
  ['memory', 'memoryPressurePercent'],
  ['io', 'ioPressurePercent'],
] as const;

/** The shares of the time between two readings in which programs waited, percent: the mean over the minute. */
export class PressureMeter {
  #before: Timed<PressureReading> | null = null;

  /** The pressure since the last reading. Unknown values and counters that restarted are absent. */
  update(after: Timed<PressureReading>): Pressure {
    const before = this.#before;
    this.#before = after;
    const pressure: Pressure = {};
    if (before === null || after.at <= before.at) return pressure;
    for (const [resource, field] of FIELDS) {
      const [from, to] = [before.value[resource], after.value[resource]];
      if (from === undefined || to === undefined || to < from) continue;
      pressure[field] = Math.min(100, ((to - from) / (after.at - before.at)) * 100);
    }
    return pressure;
  }
}
