import type { FileSystemReading, LeaveOut } from '../probes.ts';

const MIB = 1024 * 1024;
/** Free space of datasets that share it differs by a record, and by what was written from one look to the next. */
const SAME_FREE_BYTES = 64 * MIB;
const SAME_FREE_SHARE = 0.001;

/** A file system, and where it is a dataset, its name: the pool and what lies below, as `rpool/home`. */
export interface PooledReading extends FileSystemReading {
  dataset?: string;
}

/**
 * Datasets of a pool that draw on the same free space, as the root or the topmost of them: each alone counts all that
 * is free and only its own files, so a pool that is nearly full looks nearly empty in a small one. A dataset whose free
 * space is its own (quota, reservation) stays by itself. What only snapshots hold no dataset counts.
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
