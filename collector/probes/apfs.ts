import type { Systeminformation } from 'systeminformation';
import type { LeaveOut } from './probes.ts';

type Volume = Systeminformation.FsSizeData;

/**
 * Volumes of macOS, those of one APFS container as one at the place nearest the root: each has the container's size and
 * all of its free space, so its own files say little of how full the disk is. The system's volume is read-only, though
 * its container is not; one whose volumes are all read-only is an image and stays read-only.
 */
export function containersOnce(volumes: readonly Volume[], leaveOut: LeaveOut): Volume[] {
  const containers = Map.groupBy(volumes, (volume) => containerOf(volume) ?? volume);
  return [...containers.values()].map((group) => together(group, leaveOut));
}

/** `disk3` of `/dev/disk3s1s1`, and of a snapshot, `com.apple.TimeMachine.…@/dev/disk3s5`. */
function containerOf({ fs, type, size, available }: Volume): string | undefined {
  // Older answers have no free space: such a volume stays by itself.
  if (type !== 'APFS' || !(available >= 0 && available <= size)) return undefined;
  return /(?:^|@)\/dev\/(disk\d+)s\d/u.exec(fs)?.[1];
}

function together(group: readonly Volume[], leaveOut: LeaveOut): Volume {
  const [first, ...others] = group.toSorted((a, b) => a.mount.length - b.mount.length);
  if (first === undefined) throw new Error('a container has at least one volume');
  if (others.length === 0) return first;
  for (const { mount } of others)
    leaveOut('file systems', `${mount} counts as part of ${first.mount}, whose space it shares`);
  const size = Math.max(...group.map((volume) => volume.size));
  const available = Math.min(...group.map((volume) => volume.available));
  const used = size - available;
  const rw = group.some((volume) => volume.rw !== false);
  return { ...first, size, available, used, use: (used / size) * 100, rw };
}
