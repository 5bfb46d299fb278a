import type { FileSystemUse, Sample } from '../contract/sample.ts';
import { DETAILS_EVERY_S, MOST_FILE_SYSTEMS, MOST_INTERFACES } from '../contract/sample-details.ts';
import type { FileSystemReading, MemberCounters } from './probes/probes.ts';
import { InterfaceMeter, type Timed } from './rates.ts';

const MIB = 1024 * 1024;

/** Use of the fullest file system, percent; undefined where there is none. */
export function fullest(fileSystems: readonly FileSystemReading[]): number | undefined {
  return fileSystems.length === 0
    ? undefined
    : Math.max(...fileSystems.map(({ size, used }) => (used / size) * 100));
}

/** File systems and interfaces one by one, for the samples that name them: the first, and one every five minutes. */
export class Details {
  readonly #traffic = new InterfaceMeter();
  #interfaces: Timed<readonly MemberCounters[]> | null = null;
  /** The five minutes that a sample has named them in. */
  #toldIn: number | null = null;

  /** Whether a sample of now (Unix seconds) names them. */
  isDue(now: number): boolean {
    return Math.floor(now / DETAILS_EVERY_S) !== this.#toldIn;
  }

  /** A sample of now (Unix seconds) has named them. */
  told(now: number): void {
    this.#toldIn = Math.floor(now / DETAILS_EVERY_S);
  }

  /** Takes over the newest reading of the interfaces; the first is what traffic is counted from. */
  read(interfaces: Timed<readonly MemberCounters[]>): void {
    if (this.#interfaces === null) this.#traffic.update(interfaces, 0);
    this.#interfaces = interfaces;
  }

  /** The largest file systems, and the interfaces with most traffic since they were last asked for. */
  take(found: readonly FileSystemReading[]): Pick<Sample, 'fileSystems' | 'interfaces'> {
    // What is no number is not known.
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
