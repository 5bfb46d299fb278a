import type { HostFacts } from '../../contract/sample.ts';

/**
 * What a system can be asked about itself, besides its CPU counters. Every answer may be missing: undefined means that
 * this system does not say, never zero. Percentages are 0 to 100.
 */
export interface SystemProbes {
  memory: () => Promise<MemoryReading>;
  counters: () => Promise<CounterReading>;
  /** Use of the fullest local, writable file system, percent. */
  fullestDisk: () => Promise<number | undefined>;
  /** °C */
  temperature: () => Promise<number | undefined>;
  battery: () => Promise<number | undefined>;
  processes: () => Promise<ProcessReading[]>;
}

/** What does not change while the machine runs; what it does not say is absent. */
export type SystemNames = Pick<HostFacts, 'os' | 'cpuModel'>;

/** Bytes. */
export interface MemoryReading {
  total: number;
  /** What programs can get without swapping. */
  available: number;
  /** 0 where there is no swap. */
  swapTotal: number;
  swapUsed: number;
}

/** Bytes since some fixed moment, all local disks and all interfaces but the loopback added up. */
export interface CounterReading {
  diskRead?: number;
  diskWrite?: number;
  netRx?: number;
  netTx?: number;
}

export interface ProcessReading {
  pid: number;
  name: string;
  /** Seconds of CPU that it has used since it began; or, where the system says that instead… */
  cpuSeconds?: number;
  /** …its share of all cores, 0 to 1, over about the last minute. */
  cpuShare?: number;
  /** Resident memory in bytes. */
  memoryBytes: number;
  /** Tells a process from a later one with the same pid. */
  startedAt: number;
}
