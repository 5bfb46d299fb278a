import type { FieldOf, MetricId, RequiredMetric } from './metrics.ts';

/** One of the processes that used most in a minute. Percentages are of the whole machine, 0 to 100. */
export interface TopProcess {
  name: string;
  pid: number;
  cpuPercent: number;
  memoryPercent: number;
}

/** One local file system. */
export interface FileSystemUse {
  /** Where it is mounted. */
  mount: string;
  /** MiB that programs may use; blocks that only root may use do not count. */
  sizeMb: number;
  usedMb: number;
  /** Inodes in use, percent; absent where the file system has no fixed number of them. */
  inodesPercent?: number;
}

/** One interface by which bytes leave the machine; rates are means over five minutes. */
export interface InterfaceUse {
  name: string;
  rxBps: number;
  txBps: number;
  /** Packets with errors in these five minutes, both ways. */
  errors?: number;
}

/** One of the containers that used most over five minutes. */
export interface ContainerUse {
  name: string;
  /** Of the whole machine, 0 to 100. */
  cpuPercent: number;
  memoryMb: number;
}

/** A number that another program has put into the drop folder of the collector. */
export interface CustomValue {
  /** With its labels, e.g. `backup_age_seconds{job="db"}`. */
  name: string;
  value: number;
}

interface SampleFrame {
  hostname: string;
  /** The minute that the sample belongs to: a multiple of 60. */
  minute: number;
  /** When it was really taken, with a fraction. */
  collectedAt: number;
  memoryAvailableMb?: number;
  memoryUsedMb?: number;
  topProcesses?: TopProcess[];
  /** The largest local file systems, every fifth minute. */
  fileSystems?: FileSystemUse[];
  /** The interfaces with most traffic, every fifth minute. */
  interfaces?: InterfaceUse[];
  /** The busiest containers, every fifth minute. */
  containers?: ContainerUse[];
  /** Names of services that have failed, every fifth minute; of more than a few only the first. */
  failedNames?: string[];
  /** Numbers of other programs, each name once. */
  custom?: CustomValue[];
  /** Name and version of the writer, e.g. `py-perf-desktop/0.1.0`. */
  collector?: string;
}

type Measured = Record<FieldOf<RequiredMetric>, number> &
  Partial<Record<FieldOf<MetricId>, number>>;

/**
 * One host, one minute, with a value for each metric of the catalogue that is known. Times are Unix seconds,
 * percentages 0 to 100, `…Mb` MiB, `…Bps` bytes per second over the interval. An optional value that is unknown is
 * absent, never 0.
 */
export interface Sample extends SampleFrame, Measured {}

/** What does not change from minute to minute, kept in the registry. */
export interface HostFacts {
  /** As Python's `platform.system()` says: `Linux`, `Darwin`, `Windows`. */
  platform?: string;
  os?: string;
  arch?: string;
  cpuModel?: string;
  cpuCount?: number;
  memoryTotalMb?: number;
  collector?: string;
}
