import type { CustomValue, HostFacts } from '../../contract/sample.ts';

/**
 * Everything that can be measured on a system. Every answer may be missing: undefined means that the system does not
 * report it, never zero. Percentages are 0 to 100.
 */
export interface SystemProbes {
  /** Counters of every core. They only grow, so each caller may keep its own readings. */
  cores: () => Promise<CoreTimes[]>;
  memory: () => Promise<MemoryReading>;
  counters: () => Promise<CounterReading>;
  /** The local, writable file systems. */
  fileSystems: () => Promise<FileSystemReading[]>;
  /** °C */
  temperature: () => Promise<number | undefined>;
  battery: () => Promise<number | undefined>;
  /** Undefined if only some of the machine's processes are visible. */
  processes: () => Promise<ProcessReading[] | undefined>;
  /** The executable's name of a process just listed by `processes`. */
  processName: (process: ProcessReading) => Promise<string>;
  uptime: () => Promise<SystemUptime>;
  /** How long programs have waited for scarce resources. Undefined if the kernel does not report it. */
  pressure: () => Promise<PressureReading | undefined>;
  /** Services that failed, as of the last hour. Undefined if no service manager reports them. */
  failedServices: () => Promise<string[] | undefined>;
  /** Disk health, as of the last hour. Undefined if no disk can be queried. */
  diskHealth: () => Promise<DiskHealth | undefined>;
  /** What all containers have used so far. Undefined without access to them. */
  containers: () => Promise<ContainerReading[] | undefined>;
  /** The busiest GPU. Undefined if none reports anything. */
  gpu: () => Promise<GpuReading | undefined>;
  /** Numbers from the drop folder; empty if there are none. */
  custom: () => Promise<CustomValue[]>;
}

/** Reports what a probe leaves out of its answer, and why. */
export type LeaveOut = (what: string, why: string) => void;

/** What does not change while the machine runs; unknown values are absent. */
export type SystemNames = Pick<HostFacts, 'os' | 'cpuModel'>;

/** Cumulative CPU time of one core, in any unit: only differences and ratios are used. */
export interface CoreTimes {
  /** The system's number of the core: cores come and go. */
  core: number;
  busy: number;
  total: number;
  /** The number of cores in this sum; absent: one. */
  standsFor?: number;
}

/** Bytes; `available` and `swapUsed` are at most their totals. */
export interface MemoryReading {
  total: number;
  /** What programs can get without swapping. */
  available: number;
  /** 0 without swap. */
  swapTotal: number;
  swapUsed: number;
}

/** One file system; bytes. */
export interface FileSystemReading {
  mount: string;
  /** What programs may use, without blocks reserved for root. Greater than 0. */
  size: number;
  /** At most `size`. */
  used: number;
  /** 0 to 100; absent without a fixed number of inodes. */
  inodesPercent?: number;
}

/** Whole disks, and the interfaces through which bytes leave the machine; absent if unknown. */
export interface CounterReading {
  disks?: MemberCounters[];
  interfaces?: MemberCounters[];
}

/** What one disk or interface has counted since a fixed moment. */
export interface MemberCounters {
  /** Identifies the device: another one that takes its name has another value. */
  id: string;
  /** Its name for people. */
  name: string;
  /** Bytes read or received; NaN if unknown. */
  in: number;
  /** Bytes written or sent; NaN if unknown. */
  out: number;
  /** Operations or packets, both ways. Absent if unknown. */
  events?: number;
  /** Packets with errors, both ways. Absent if unknown. */
  errors?: number;
  /** Bytes at which a 32-bit counter of this kind wraps. */
  wrapsAt: number;
}

/** Unknown values are absent. */
export interface SystemUptime {
  uptimeS?: number;
  loadAvg1m?: number;
  loadAvg5m?: number;
  loadAvg15m?: number;
}

/** Seconds since a fixed moment in which at least one program waited; unknown values are absent. */
export interface PressureReading {
  cpu?: number;
  memory?: number;
  io?: number;
}

/** One GPU; unknown values are absent. */
export interface GpuReading {
  /** 0 to 100. */
  busyPercent: number;
  /** 0 to 100. */
  memoryPercent?: number;
  celsius?: number;
}

/** The health of all disks together. */
export interface DiskHealth {
  /** Disks that report that they are failing. */
  failing: number;
  /** The wear of the most worn one, 0 to 100; absent if none reports it. */
  wearPercent?: number;
}

/** One container at one reading. */
export interface ContainerReading {
  /** Identifies the container. */
  id: string;
  name: string;
  cpuSeconds: number;
  /** Without file cache that the kernel can reclaim. */
  memoryBytes: number;
}

/** One process at one reading. */
export interface ProcessReading {
  pid: number;
  /** As in the system's process list; on Linux the name of the main thread. */
  name: string;
  /** Seconds of CPU used since it began; or, if the system reports that instead… */
  cpuSeconds?: number;
  /** …its share of all cores, 0 to 1, over about the last minute. */
  cpuShare?: number;
  /** Resident memory in bytes. */
  memoryBytes: number;
  /** Distinguishes a process from a later one with the same pid. */
  startedAt: number;
}
