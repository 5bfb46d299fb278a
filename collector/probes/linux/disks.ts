import type { LeaveOut, MemberCounters } from '../probes.ts';
import type { HostRoot } from './root.ts';

const FOLDER = 'sys/block';
/** Bytes per sector in the kernel's counters, whatever the disk's sector size. */
const SECTOR = 512;
const WRAPS_AT = 2 ** 32 * SECTOR;

/** A line of `/proc/diskstats`; bytes. */
export interface DeviceCounters {
  name: string;
  /** Major and minor number. */
  device: string;
  read: number;
  written: number;
  operations: number;
}

/** The block devices of `/proc/diskstats` in its order, partitions and layers too. */
export function parseDiskstats(text: string): DeviceCounters[] {
  return text.split('\n').flatMap((line) => {
    const [major = '', minor = '', name = '', ...fields] = line.trim().split(/\s+/u);
    if (name === '' || fields.length < 8) return [];
    const [reads = NaN, , read = NaN, , writes = NaN, , written = NaN] = fields.map(Number);
    return [
      {
        name,
        device: `${major}:${minor}`,
        read: read * SECTOR,
        written: written * SECTOR,
        operations: reads + writes,
      },
    ];
  });
}

/** Devices that hold no bytes of their own, or none on a disk, by their drivers' names. */
const NO_DISK = /^(?:loop|ram|zram|sr|fd|scd)\d/u;
/** Drivers of stacked devices, not all of which list the devices below. */
const LAYER = /^(?:dm-|md|zd|drbd|bcache|bcachefs|rnbd)\d/u;

/**
 * Whole disks, each counted once: no partitions, and no stacked devices (device-mapper, RAID), whose bytes the disks
 * below count.
 */
export async function readDisks(root: HostRoot, leaveOut: LeaveOut): Promise<MemberCounters[]> {
  const all = parseDiskstats(await root.tryRead('proc/diskstats'));
  const listed = new Set(root.quick.list(FOLDER));
  const wholes = all.filter(({ name }) => isWhole(name, all, listed));
  const chosen: DeviceCounters[] = [];
  for (const disk of wholes) {
    const why = notCounted(root, disk, wholes);
    if (why === null) chosen.push(disk);
    else leaveOut('disks', `${disk.name} ${why}`);
  }
  return chosen.map(({ name, device, read, written, operations }) => ({
    id: `${name} ${device}`,
    name,
    in: read,
    out: written,
    events: operations,
    wrapsAt: WRAPS_AT,
  }));
}

/** sysfs lists only whole devices. Without it, a partition is recognised as another device's name plus a number. */
function isWhole(
  name: string,
  all: readonly DeviceCounters[],
  listed: ReadonlySet<string>,
): boolean {
  // sysfs writes a slash in a device name as an exclamation mark.
  if (listed.size > 0) return listed.has(name.replaceAll('/', '!'));
  const parent = /^(.*?\D)\d+$/u.exec(name)?.[1] ?? '';
  const candidates = [parent, /\dp$/u.test(parent) ? parent.slice(0, -1) : parent];
  return !all.some((other) => other.name !== name && candidates.includes(other.name));
}

function notCounted(
  root: HostRoot,
  disk: DeviceCounters,
  wholes: readonly DeviceCounters[],
): string | null {
  if (NO_DISK.test(disk.name)) return 'is no disk';
  if (LAYER.test(disk.name)) return 'is stacked on other disks';
  const folder = `${FOLDER}/${disk.name.replaceAll('/', '!')}`;
  if (root.quick.list(`${folder}/slaves`).length > 0) return 'is stacked on other disks';
  // A multipath disk (NVMe): if it has counters itself, its paths count the same bytes.
  const head = /^(nvme\d+)c\d+(n\d+)$/u.exec(disk.name);
  const whole = wholes.find(({ name }) => name === `${head?.[1] ?? ''}${head?.[2] ?? ''}`);
  if (whole !== undefined && whole.operations > 0) return `is a path to ${whole.name}`;
  return null;
}
