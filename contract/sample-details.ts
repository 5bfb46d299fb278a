import type { ContainerUse, FileSystemUse, InterfaceUse, Sample } from './sample.ts';

/** Most file systems in one sample, largest first. */
export const MOST_FILE_SYSTEMS = 8;
/** Most interfaces in one sample. */
export const MOST_INTERFACES = 4;
/** Most containers in one sample. */
export const MOST_CONTAINERS = 5;
/** Most names of failed services in one sample. */
export const MOST_FAILED_NAMES = 5;
/** Seconds between two samples with these details. */
export const DETAILS_EVERY_S = 300;
/** Longest mount point or name that is read, in UTF-16 code units. */
const LONGEST_NAME = 255;
const MOST_MB = 1e12;
const MOST_BPS = 1e15;
const MOST_ERRORS = 1e15;

/** The attributes of an item that name file systems and interfaces. */
export const DETAIL_ATTRIBUTES = [
  'file_systems',
  'interfaces',
  'containers',
  'failed_names',
] as const;

/** Stored series of a file system (MiB, MiB and percent) and of an interface (bytes per second, and packets). */
export const DETAIL_KINDS = ['size', 'used', 'inodes', 'rx', 'tx', 'errors'] as const;
/** A stored series of a file system or an interface. */
export type DetailKind = (typeof DETAIL_KINDS)[number];

/** Details in every fifth minute's sample. */
export type SampleDetails = Pick<
  Sample,
  'fileSystems' | 'interfaces' | 'containers' | 'failedNames'
>;

/** Values of an item of `py-perf-system-v2` by attribute. */
type Attributes = Record<string, unknown>;

/** The attributes that name file systems and interfaces: lists of lists, which take a third of what maps would. */
export function encodeDetails({
  fileSystems,
  interfaces,
  containers = [],
  failedNames = [],
}: SampleDetails): Attributes {
  return {
    ...(fileSystems === undefined || fileSystems.length === 0
      ? {}
      : {
          file_systems: fileSystems.map(({ mount, sizeMb, usedMb, inodesPercent }) => [
            mount,
            Math.round(sizeMb),
            Math.round(usedMb),
            ...(inodesPercent === undefined ? [] : [Math.round(inodesPercent)]),
          ]),
        }),
    ...(interfaces === undefined || interfaces.length === 0
      ? {}
      : {
          interfaces: interfaces.map(({ name, rxBps, txBps, errors }) => [
            name,
            Math.round(rxBps),
            Math.round(txBps),
            ...(errors === undefined ? [] : [Math.round(errors)]),
          ]),
        }),
    ...(containers.length === 0
      ? {}
      : {
          containers: containers.map(({ name, cpuPercent, memoryMb }) => [
            name,
            Math.round(cpuPercent * 10) / 10,
            Math.round(memoryMb),
          ]),
        }),
    ...(failedNames.length === 0 ? {} : { failed_names: failedNames }),
  };
}

/** The file systems and interfaces of an item; invalid entries are dropped. */
export function decodeDetails(item: Attributes): SampleDetails {
  if (!DETAIL_ATTRIBUTES.some((name) => Array.isArray(item[name]))) return {};
  const fileSystems = entries(item['file_systems'], MOST_FILE_SYSTEMS, fileSystemOf);
  const interfaces = entries(item['interfaces'], MOST_INTERFACES, interfaceOf);
  const containers = entries(item['containers'], MOST_CONTAINERS, containerOf);
  const failed: unknown = item['failed_names'];
  const failedNames = Array.isArray(failed)
    ? failed
        .filter(isName)
        .slice(0, MOST_FAILED_NAMES)
        .map((name) => name.slice(0, LONGEST_NAME))
    : [];
  return {
    ...(fileSystems.length === 0 ? {} : { fileSystems }),
    ...(interfaces.length === 0 ? {} : { interfaces }),
    ...(containers.length === 0 ? {} : { containers }),
    ...(failedNames.length === 0 ? {} : { failedNames }),
  };
}

function entries<T>(value: unknown, most: number, read: (entry: unknown[]) => T | null): T[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, most).flatMap((entry: unknown) => {
    const found = Array.isArray(entry) ? read(entry) : null;
    return found === null ? [] : [found];
  });
}

function fileSystemOf([mount, sizeMb, usedMb, inodes]: unknown[]): FileSystemUse | null {
  if (!isName(mount) || !within(sizeMb, MOST_MB) || !within(usedMb, sizeMb)) return null;
  const use = { mount: mount.slice(0, LONGEST_NAME), sizeMb, usedMb };
  return within(inodes, 100) ? { ...use, inodesPercent: inodes } : use;
}

function interfaceOf([name, rxBps, txBps, errors]: unknown[]): InterfaceUse | null {
  if (!isName(name) || !within(rxBps, MOST_BPS) || !within(txBps, MOST_BPS)) return null;
  const use = { name: name.slice(0, LONGEST_NAME), rxBps, txBps };
  return within(errors, MOST_ERRORS) ? { ...use, errors } : use;
}

function containerOf([name, cpuPercent, memoryMb]: unknown[]): ContainerUse | null {
  if (!isName(name) || !within(cpuPercent, 100) || !within(memoryMb, MOST_MB)) return null;
  return { name: name.slice(0, LONGEST_NAME), cpuPercent, memoryMb };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function within(value: unknown, most: number): value is number {
  return typeof value === 'number' && value >= 0 && value <= most;
}
