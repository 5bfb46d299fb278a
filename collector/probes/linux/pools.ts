import type { FileSystemReading, LeaveOut } from '../probes.ts';

const MIB = 1024 * 1024;
/**
 * Datasets that share free space report it with small differences: by a record size, and by writes between two
 * readings.
 */
const SAME_FREE_BYTES = 64 * MIB;
const SAME_FREE_SHARE = 0.001;

/** A file system and, if it is a dataset, its name, such as `rpool/home`. */
export interface PooledReading extends FileSystemReading {
  dataset?: string;
}

/**
 * Merges datasets of a pool that share free space into one, named by the root or the topmost. Each counts all free
 * space but only its own files, so a nearly full pool would look nearly empty in a small dataset. A dataset with its
 * own free space (quota, reservation) stays separate. Space held only by snapshots is in no dataset.
 */
export function sharedSpaceOnce(
  found: readonly PooledReading[],
  leaveOut: LeaveOut,
): FileSystemReading[] {
  const groups: PooledReading[][] = [];
  for (const one of found.toSorted((a, b) => free(a) - free(b))) {
    const group = groups.find((others) => others.every((other) => sharesSpace(other, one)));
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  return groups.map((group) => together(group, leaveOut));
}

function free({ size, used }: FileSystemReading): number {
  return size - used;
}

function sharesSpace(one: PooledReading, other: PooledReading): boolean {
  const pool = poolOf(one);
  if (pool === undefined || pool !== poolOf(other)) return false;
  const most = Math.max(free(one), free(other));
  const difference = Math.abs(free(one) - free(other));
  return difference <= Math.max(SAME_FREE_BYTES, most * SAME_FREE_SHARE);
}

function poolOf({ dataset }: PooledReading): string | undefined {
  return dataset?.split('/', 1)[0];
}

function topmostFirst(a: PooledReading, b: PooledReading): number {
  const depth = ({ mount, dataset = '' }: PooledReading): number =>
    mount === '/' ? 0 : dataset.split('/').length;
  return depth(a) - depth(b) || a.mount.length - b.mount.length;
}

function together(group: readonly PooledReading[], leaveOut: LeaveOut): FileSystemReading {
  const [first, ...others] = group.toSorted(topmostFirst);
  if (first === undefined) throw new Error('a group has at least one member');
  const { mount, size, inodesPercent } = first;
  if (others.length === 0)
    return {
      mount,
      size,
      used: first.used,
      ...(inodesPercent === undefined ? {} : { inodesPercent }),
    };
  for (const other of others)
    leaveOut('file systems', `${other.mount} counts as part of ${mount}, whose space it shares`);
  const used = group.reduce((sum, one) => sum + one.used, 0);
  return { mount, size: used + Math.max(...group.map(free)), used };
}
