import type { FileSystemUse, Sample } from '../contract/sample.ts';
import { DETAILS_EVERY_S, MOST_FILE_SYSTEMS, MOST_INTERFACES } from '../contract/sample-details.ts';
import type { FileSystemReading, MemberCounters } from './probes/probes.ts';
import { InterfaceMeter, type Timed } from './rates.ts';

const MIB = 1024 * 1024;

/** Usage of the fullest file system, percent; undefined if there is none. */
export function fullest(fileSystems: readonly FileSystemReading[]): number | undefined {
  return fileSystems.length === 0
    ? undefined
    : Math.max(...fileSystems.map(({ size, used }) => (used / size) * 100));
}

/** Lists file systems and interfaces for the samples that name them: the first, and one every five minutes. */
export class Details {
  readonly #traffic = new InterfaceMeter();
  #interfaces: Timed<readonly MemberCounters[]> | null = null;
  /** The five-minute period of the last sample that named them. */
  #toldIn: number | null = null;

  /** Whether a sample at this time (Unix seconds) names them. */
  isDue(now: number): boolean {
    return Math.floor(now / DETAILS_EVERY_S) !== this.#toldIn;
  }

  /** Records that the sample at this time (Unix seconds) named them. */
  told(now: number): void {
    this.#toldIn = Math.floor(now / DETAILS_EVERY_S);
  }

  /** Stores the newest reading of the interfaces; traffic counts from the first. */
  read(interfaces: Timed<readonly MemberCounters[]>): void {
    if (this.#interfaces === null) this.#traffic.update(interfaces, 0);
    this.#interfaces = interfaces;
  }

  /** The largest file systems, and the interfaces with most traffic since the last call. */
  take(found: readonly FileSystemReading[]): Pick<Sample, 'fileSystems' | 'interfaces'> {
    // NaN means unknown.
    const fileSystems = found
      .filter(({ size, used }) => size > 0 && used >= 0 && used <= size)
      .toSorted((a, b) => b.size - a.size)
      .slice(0, MOST_FILE_SYSTEMS)
      .map(useOf);
    const interfaces =
      this.#interfaces === null ? [] : this.#traffic.update(this.#interfaces, MOST_INTERFACES);
    return {
      ...(fileSystems.length === 0 ? {} : { fileSystems }),
      ...(interfaces.length === 0 ? {} : { interfaces }),
    };
  }
}

function useOf({ mount, size, used, inodesPercent }: FileSystemReading): FileSystemUse {
  const use = { mount, sizeMb: size / MIB, usedMb: used / MIB };
  return inodesPercent === undefined ? use : { ...use, inodesPercent };
}
