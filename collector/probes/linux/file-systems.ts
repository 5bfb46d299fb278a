import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FileSystemReading, LeaveOut } from '../probes.ts';
import { MountTree, parseMountinfo, type Mount } from './mountinfo.ts';
import { sharedSpaceOnce, type PooledReading } from './pools.ts';
import type { HostRoot } from './root.ts';
import { statInHelper, type Blocks } from './stat-helper.ts';

/** File systems without a block device that still hold this machine's own files. */
const OWN_WITHOUT_DEVICE = new Set(['bcachefs', 'btrfs', 'jffs2', 'simfs', 'ubifs', 'zfs']);
/** Images, which are always full. */
const IMAGES = new Set(['cramfs', 'erofs', 'iso9660', 'romfs', 'squashfs', 'udf']);
/** Milliseconds for one file system, and for all together. */
const ONE_LIMIT_MS = 2000;
const ALL_LIMIT_MS = 4000;
/** Milliseconds for which a helper's answer is reused: starting one every minute would cost more than the rest. */
const HELPER_EVERY_MS = 5 * 60_000;

/** One local, writable file system. */
export interface FileSystem {
  device: string;
  /** Its mount points, the best one first. */
  places: Place[];
  /** Its name in ZFS if it is a dataset, which may share free space with others. */
  dataset?: string;
}

interface Place {
  point: string;
  /** Whether resolving the path passes a mount that may never answer. */
  mayHang: boolean;
}

/**
 * The local, writable file systems of a `mountinfo`, each once even if mounted several times (bind mounts, subvolumes).
 * `/proc/mounts` would show all of them read-only in a sandbox.
 */
export function localFileSystems(mounts: readonly Mount[]): FileSystem[] {
  const tree = new MountTree(mounts);
  const found = new Map<string, FileSystem>();
  for (const mount of mounts) {
    if (!isLocal(mount) || tree.isHidden(mount)) continue;
    const { device, point, type, source } = mount;
    const fileSystem: FileSystem = found.get(device) ?? {
      device,
      places: [],
      ...(type === 'zfs' ? { dataset: source } : {}),
    };
    fileSystem.places.push({ point, mayHang: tree.mayHang(mount) });
    found.set(device, fileSystem);
  }
  for (const { places } of found.values())
    // If a device is mounted in several places, the one nearest the root says most.
    places.sort((a, b) => Number(a.mayHang) - Number(b.mayHang) || a.point.length - b.point.length);
  return [...found.values()];
}

function isLocal({ device, type, superOptions }: Mount): boolean {
  if (IMAGES.has(type) || superOptions.includes('ro')) return false;
  // Major number 0 means no device. FUSE on a device (NTFS, exFAT) is a local disk, served by a program.
  return device.startsWith('0:') ? OWN_WITHOUT_DEVICE.has(type) : true;
}

/** Layered file systems used as a container's root. Their disk may not be mounted inside the container. */
const LAYERED_ROOT = /^(?:aufs|overlay|fuse\.fuse-overlayfs)$/u;

/** The path of the root if it is layered; else null. */
function layeredRoot(mounts: readonly Mount[]): Place | null {
  const tree = new MountTree(mounts);
  const root = mounts.find((mount) => mount.point === '/' && !tree.isHidden(mount));
  if (root === undefined || !LAYERED_ROOT.test(root.type) || root.superOptions.includes('ro'))
    return null;
  return { point: '/', mayHang: tree.mayHang(root) };
}

/** Both are read at the same moment, but something may write in between. */
const SAME_BYTES = 64 * 1024 * 1024;

/** Whether a layered root shows the numbers of the disk below it. */
function isSameDisk(one: FileSystemReading, other: FileSystemReading): boolean {
  return one.size === other.size && Math.abs(one.used - other.used) <= SAME_BYTES;
}

interface Answer {
  at: number;
  blocks: Blocks;
}

/** Reads the machine's file systems. A call that hangs delays no other and does not keep the process from exiting. */
export class FileSystems {
  readonly #root: HostRoot;
  readonly #leaveOut: LeaveOut;
  /** Helpers that were given up and may still be running, by mount point. */
  readonly #stuck = new Set<string>();
  readonly #answers = new Map<string, Answer>();
  /** An unfinished call of this process: another would occupy another of its four threads. */
  #pending: string | null = null;

  constructor(root: HostRoot, leaveOut: LeaveOut) {
    this.#root = root;
    this.#leaveOut = leaveOut;
  }

  /** All of them, as in `df`: blocks reserved for root count on neither side. */
  async read(): Promise<FileSystemReading[]> {
    const until = performance.now() + ALL_LIMIT_MS;
    const mounts = parseMountinfo(await this.#mountinfo());
    const found: PooledReading[] = [];
    for (const { places, dataset } of localFileSystems(mounts).toSorted(quickFirst)) {
      const use = await this.#use(places, until);
      if (use !== null) found.push(dataset === undefined ? use : { ...use, dataset });
    }
    const root = layeredRoot(mounts);
    const use = root === null ? null : await this.#use([root], until);
    return sharedSpaceOnce(
      use === null ? found : this.#withLayeredRoot(found, use),
      this.#leaveOut,
    );
  }

  /** The root of a container, instead of files mounted into it from the same disk (`/etc/hosts`). */
  #withLayeredRoot(found: readonly PooledReading[], root: FileSystemReading): PooledReading[] {
    const others = found.filter((one) => !isSameDisk(one, root));
    for (const one of found)
      if (!others.includes(one))
        this.#leaveOut('file systems', `${one.mount} is on the same disk as /`);
    return [root, ...others];
  }

  /** For another root, the first process has the mounts as that machine sees them. */
  #mountinfo(): Promise<string> {
    return this.#root.own
      ? this.#root.read('proc/self/mountinfo')
      : this.#root.firstOf('proc/1/mountinfo', 'proc/self/mountinfo');
  }

  async #use(places: readonly Place[], until: number): Promise<FileSystemReading | null> {
    for (const place of places) {
      if (performance.now() >= until) {
        this.#leaveOut('file systems', `${place.point}: no time was left for it`);
        return null;
      }
      const blocks = await this.#ask(place);
      const use = blocks === null ? null : useOf(place.point, blocks);
      if (use !== null) return use;
    }
    return null;
  }

  async #ask({ point, mayHang: risky }: Place): Promise<Blocks | null> {
    const path = join(this.#root.path, point);
    try {
      if (risky || this.#pending !== null) return await this.#askHelper(path, point);
      return await this.#askHere(path, point);
    } catch (error) {
      this.#leaveOut('file systems', `${point}: ${reason(error)}`);
      return null;
    }
  }

  async #askHere(path: string, point: string): Promise<Blocks> {
    this.#pending = point;
    const answer = statfs(path).finally(() => {
      this.#pending = null;
    });
    const { bsize, blocks, bfree, bavail, files, ffree } = await withinLimit(answer);
    return {
      blockSize: bsize,
      total: blocks,
      free: bfree,
      available: bavail,
      files,
      filesFree: ffree,
    };
  }

  async #askHelper(path: string, point: string): Promise<Blocks | null> {
    const known = this.#answers.get(point);
    if (known !== undefined && performance.now() - known.at < HELPER_EVERY_MS) return known.blocks;
    this.#answers.delete(point);
    if (this.#stuck.has(point)) {
      this.#leaveOut('file systems', `${point}: it has not answered the previous call`);
      return null;
    }
    this.#stuck.add(point);
    const helper = statInHelper(path, ONE_LIMIT_MS);
    void helper.ended.then(() => this.#stuck.delete(point));
    const blocks = await helper.answer;
    this.#answers.set(point, { at: performance.now(), blocks });
    return blocks;
  }
}

/** Null if the numbers make no sense. */
function useOf(mount: string, blocks: Blocks): FileSystemReading | null {
  const { blockSize, total, free, available, files, filesFree } = blocks;
  const used = (total - free) * blockSize;
  const size = used + available * blockSize;
  if (!(total > 0 && size > 0 && used >= 0 && used <= size)) return null;
  const inodesUsed = files > 0 ? (files - filesFree) / files : -1;
  return {
    mount,
    size,
    used,
    ...(inodesUsed >= 0 && inodesUsed <= 1 ? { inodesPercent: inodesUsed * 100 } : {}),
  };
}

/** Those that cannot hang come first: they are answered whatever happens to the others. */
function quickFirst(a: FileSystem, b: FileSystem): number {
  const slow = ({ places }: FileSystem): number => Number(places[0]?.mayHang ?? true);
  return slow(a) - slow(b);
}

async function withinLimit<T>(answer: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = delay(ONE_LIMIT_MS, undefined, { signal: done.signal, ref: false }).then(() => {
    throw new Error('it did not answer in time');
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    done.abort();
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
