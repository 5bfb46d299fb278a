import type { FieldOf, MetricId, RequiredMetric } from './metrics.ts';

/** One of the busiest processes of a minute. Percentages are of the whole machine, 0 to 100. */
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
  /** MiB available to programs; blocks reserved for root do not count. */
  sizeMb: number;
  usedMb: number;
  /** Inodes in use, percent; absent if the file system has no fixed number of them. */
  inodesPercent?: number;
}

/** One external network interface; rates are means over five minutes. */
export interface InterfaceUse {
  name: string;
  rxBps: number;
  txBps: number;
  /** Packets with errors in these five minutes, both ways. */
  errors?: number;
}

/** One of the busiest containers of five minutes. */
export interface ContainerUse {
  name: string;
  /** Of the whole machine, 0 to 100. */
  cpuPercent: number;
  memoryMb: number;
}

/** A number that another program wrote to the drop folder of the collector. */
export interface CustomValue {
  /** With its labels, e.g. `backup_age_seconds{job="db"}`. */
  name: string;
  value: number;
}

interface SampleFrame {
  hostname: string;
  /** The minute that the sample belongs to: a multiple of 60. */
  minute: number;
  /** When it was actually taken, with a fraction. */
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
  /** Names of the first few failed services, every fifth minute. */
  failedNames?: string[];
  /** Custom metrics, names unique. */
  custom?: CustomValue[];
  /** Name and version of the writer, e.g. `py-perf-desktop/0.1.0`. */
  collector?: string;
}

type Measured = Record<FieldOf<RequiredMetric>, number> &
  Partial<Record<FieldOf<MetricId>, number>>;

/**
 * One host in one minute, with a value for each known metric of the catalogue. Times are Unix seconds,
 * percentages 0 to 100, `…Mb` MiB, `…Bps` bytes per second over the interval. An optional value that is unknown is
 * absent, never 0.
 */
export interface Sample extends SampleFrame, Measured {}

/** Facts that rarely change, kept in the registry. */
export interface HostFacts {
  /** As returned by Python's `platform.system()`: `Linux`, `Darwin`, `Windows`. */
  platform?: string;
  os?: string;
  arch?: string;
  cpuModel?: string;
  cpuCount?: number;
  memoryTotalMb?: number;
  collector?: string;
}
