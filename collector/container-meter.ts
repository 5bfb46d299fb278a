import type { ContainerUse } from '../contract/sample.ts';
import { MOST_CONTAINERS } from '../contract/sample-details.ts';
import type { ContainerReading } from './probes/probes.ts';
import type { Timed } from './rates.ts';

const MIB = 1024 * 1024;

/** What containers use between two readings. A new container has no CPU share yet. */
export class ContainerMeter {
  #before: Timed<Map<string, number>> | null = null;

  /** The busiest since the last reading, then those with most memory; `cpuCount`: cores of the machine. */
  update({ at, value }: Timed<readonly ContainerReading[]>, cpuCount: number): ContainerUse[] {
    const before = this.#before;
    this.#before = { at, value: new Map(value.map(({ id, cpuSeconds }) => [id, cpuSeconds])) };
    const seconds = before === null ? 0 : at - before.at;
    return value
      .map(({ id, name, cpuSeconds, memoryBytes }) => {
        const used = cpuSeconds - (before?.value.get(id) ?? cpuSeconds);
        const share = seconds > 0 && used > 0 ? (used / seconds / cpuCount) * 100 : 0;
        return { name, cpuPercent: Math.min(100, share), memoryMb: memoryBytes / MIB };
      })
      .toSorted((a, b) => b.cpuPercent - a.cpuPercent || b.memoryMb - a.memoryMb)
      .slice(0, MOST_CONTAINERS);
  }
}
