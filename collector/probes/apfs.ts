import type { Systeminformation } from 'systeminformation';
import type { LeaveOut } from './probes.ts';

type Volume = Systeminformation.FsSizeData;

/**
 * Merges the volumes of one APFS container into one, at the mount point nearest the root. Each volume has the
 * container's size and all of its free space, so its own usage says little about how full the disk is. The system
 * volume is read-only although its container is not; a container with only read-only volumes is an image and stays
 * read-only.
 */
export function containersOnce(volumes: readonly Volume[], leaveOut: LeaveOut): Volume[] {
  const containers = Map.groupBy(volumes, (volume) => containerOf(volume) ?? volume);
  return [...containers.values()].map((group) => together(group, leaveOut));
}

/** `disk3` for `/dev/disk3s1s1`, and for a snapshot, `com.apple.TimeMachine.…@/dev/disk3s5`. */
function containerOf({ fs, type, size, available }: Volume): string | undefined {
  // Older output has no free space: such a volume stays separate.
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
