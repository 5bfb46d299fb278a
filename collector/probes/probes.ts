import type { CustomValue, HostFacts } from '../../contract/sample.ts';

/**
 * What a system can be asked about itself. Every answer may be missing: undefined means that this system does not say,
 * never zero. Percentages are 0 to 100.
 */
export interface SystemProbes {
  /** Counters of every core. They only grow, so that each caller may keep readings of its own. */
  cores: () => Promise<CoreTimes[]>;
  memory: () => Promise<MemoryReading>;
  counters: () => Promise<CounterReading>;
  /** The local, writable file systems. */
  fileSystems: () => Promise<FileSystemReading[]>;
  /** °C */
  temperature: () => Promise<number | undefined>;
  battery: () => Promise<number | undefined>;
  /** Undefined where only some of the machine's processes can be seen. */
  processes: () => Promise<ProcessReading[] | undefined>;
  /** The executable's name of a process that `processes` has just found. */
  processName: (process: ProcessReading) => Promise<string>;
  uptime: () => Promise<SystemUptime>;
  /** How long programs have waited for what the machine has too little of. Undefined where the kernel does not say. */
  pressure: () => Promise<PressureReading | undefined>;
  /** Which services failed, within the last hour. Undefined where the system has no manager that says so. */
  failedServices: () => Promise<string[] | undefined>;
  /** What the disks say of their own state, within the last hour. Undefined where none can be asked. */
  diskHealth: () => Promise<DiskHealth | undefined>;
  /** What all containers have used so far. Undefined where nobody can be asked. */
  containers: () => Promise<ContainerReading[] | undefined>;
  /** The graphics processor that is used most. Undefined where none tells. */
  gpu: () => Promise<GpuReading | undefined>;
  /** Numbers that other programs have put into the drop folder; none where there is none. */
  custom: () => Promise<CustomValue[]>;
}

/** Reports what a probe leaves out of its answer, and why. */
export type LeaveOut = (what: string, why: string) => void;

/** What does not change while the machine runs; what it does not say is absent. */
export type SystemNames = Pick<HostFacts, 'os' | 'cpuModel'>;

/** Cumulative CPU time of one core, in any unit: only differences and shares of it are used. */
export interface CoreTimes {
  /** The system's number of the core: cores come and go. */
  core: number;
  busy: number;
  total: number;
  /** Of how many cores this is the sum; absent: one. */
  standsFor?: number;
}

/** Bytes; `available` and `swapUsed` are at most their totals. */
export interface MemoryReading {
  total: number;
  /** What programs can get without swapping. */
  available: number;
  /** 0 where there is no swap. */
  swapTotal: number;
  swapUsed: number;
}

/** One file system; bytes. */
export interface FileSystemReading {
  mount: string;
  /** What programs may use: blocks that only root may use do not count. Greater than 0. */
  size: number;
  /** At most `size`. */
  used: number;
  /** 0 to 100; absent where it has no fixed number of inodes. */
  inodesPercent?: number;
}

/** Whole disks, and the interfaces by which bytes leave the machine; absent where the system does not say. */
export interface CounterReading {
  disks?: MemberCounters[];
  interfaces?: MemberCounters[];
}

/** What one disk or interface has counted since some fixed moment. */
export interface MemberCounters {
  /** The same for as long as it is the same device; another one that takes its name has another. */
  id: string;
  /** As people know it. */
  name: string;
  /** Bytes read or received; NaN where the system does not say. */
  in: number;
  /** Bytes written or sent; NaN where the system does not say. */
  out: number;
  /** Operations or packets, both ways. Absent where the system does not say. */
  events?: number;
  /** Packets with errors, both ways. Absent where the system does not say. */
  errors?: number;
  /** Bytes at which a 32-bit counter of this kind starts again. */
  wrapsAt: number;
}

/** What is not known is absent. */
export interface SystemUptime {
  uptimeS?: number;
  loadAvg1m?: number;
  loadAvg5m?: number;
  loadAvg15m?: number;
}

/** Seconds since some fixed moment in which at least one program waited; what the kernel does not say is absent. */
export interface PressureReading {
  cpu?: number;
  memory?: number;
  io?: number;
}

/** One graphics processor; what it does not say is absent. */
export interface GpuReading {
  /** 0 to 100. */
  busyPercent: number;
  /** 0 to 100. */
  memoryPercent?: number;
  celsius?: number;
}

/** What all disks together say of their own state. */
export interface DiskHealth {
  /** Disks that say of themselves that they fail. */
  failing: number;
  /** The most worn one, 0 to 100; absent where none says. */
  wearPercent?: number;
}

/** One container at one reading. */
export interface ContainerReading {
  /** The same for as long as it is the same container. */
  id: string;
  name: string;
  cpuSeconds: number;
  /** Without what the kernel keeps of files for it. */
  memoryBytes: number;
}

/** One process at one reading. */
export interface ProcessReading {
  pid: number;
  /** As the system's list of processes has it; on Linux what the main thread calls itself. */
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
