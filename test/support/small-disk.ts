import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isNoRoom } from '../../platform/fs/room.ts';

/** Whether this process may mount a file system: Linux, as root. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** A mounted file system that a test can fill. */
export interface SmallDisk {
  readonly path: string;
  /** Fills the remaining space. */
  fill: () => void;
  /** Frees that space again. */
  free: () => void;
  unmount: () => void;
}

/** A file system of `kib` KiB in memory, to be filled completely. */
export function mountSmallDisk(kib: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'small-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(kib)}k`, 'tmpfs', path]);
  return mountedDisk(path, kib);
}

/** KiB of a btrfs that keeps its own data apart, as usual ones do. */
const BTRFS_KIB = 256 * 1024;

/** A small btrfs, to be filled completely; null if it cannot be mounted. Needs the test tool `btrfs`. */
export function mountBtrfs(): SmallDisk | null {
  const path = mkdtempSync(join(tmpdir(), 'small-btrfs-'));
  const image = `${path}.img`;
  try {
    writeFileSync(image, '');
    truncateSync(image, BTRFS_KIB * 1024);
    execFileSync('mkfs.btrfs', ['-q', image], { stdio: 'ignore' });
    execFileSync('mount', ['-o', 'loop', image, path], { stdio: 'ignore' });
  } catch {
    rmSync(image, { force: true });
    rmSync(path, { recursive: true });
    return null;
  }
  const disk = mountedDisk(path, BTRFS_KIB);
  return {
    ...disk,
    unmount() {
      disk.unmount();
      rmSync(image);
    },
  };
}

function mountedDisk(path: string, kib: number): SmallDisk {
  const filler = join(path, 'filler');
  return {
    path,
    fill() {
      try {
        writeFileSync(filler, Buffer.alloc(kib * 1024));
      } catch (error) {
        if (isNoRoom(error)) return;
        throw error;
      }
      throw new Error('the disk is larger than it should be');
    },
    free() {
      rmSync(filler);
    },
    unmount() {
      execFileSync('umount', [path]);
      rmSync(path, { recursive: true });
    },
  };
}
