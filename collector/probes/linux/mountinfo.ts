/** A line of `/proc/PID/mountinfo` (proc_pid_mountinfo(5)). */
export interface Mount {
  id: number;
  /** The mount that holds its mount point. */
  parent: number;
  /** Major and minor number of the file system. */
  device: string;
  point: string;
  type: string;
  source: string;
  /** Of the file system itself, however it is mounted: a sandbox may show it read-only here. */
  superOptions: string[];
}

/** Parses `/proc/PID/mountinfo` (proc(5)); invalid lines are left out. */
export function parseMountinfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [left = '', right] = line.split(' - ');
    if (right === undefined) return [];
    const [id, parent, device = '', , point = ''] = left.split(' ');
    const [type = '', source = '', options = ''] = right.split(' ');
    if (!/^\d+:\d+$/u.test(device) || !point.startsWith('/')) return [];
    return [
      {
        id: Number(id),
        parent: Number(parent),
        device,
        point: unescape(point),
        type,
        source: unescape(source),
        superOptions: options.split(','),
      },
    ];
  });
}

/** The kernel writes space, tab, newline and backslash in octal. */
function unescape(point: string): string {
  return point.replace(/\\([0-7]{3})/gu, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** File systems that the kernel serves by itself. Any other may wait for another machine or program for ever. */
const KERNEL_OWN =
  /^(?:bcachefs|btrfs|bpf|cgroup2?|configfs|debugfs|dev(?:pts|tmpfs)|efivarfs|exfat|ext[234]|f2fs|hugetlbfs|jffs2|jfs|mqueue|nilfs2|ntfs3|nullfs|overlay|proc|pstore|ramfs|reiserfs|rootfs|securityfs|simfs|sysfs|tmpfs|tracefs|ubifs|vfat|xfs|zfs)$/u;

/** How the mounts of a machine are stacked. */
export class MountTree {
  readonly #byId: ReadonlyMap<number, Mount>;
  /** Mounts by parent mount, then by mount point. */
  readonly #children = new Map<number, Map<string, Mount>>();

  constructor(mounts: readonly Mount[]) {
    this.#byId = new Map(mounts.map((mount) => [mount.id, mount]));
    for (const mount of mounts) {
      const children = this.#children.get(mount.parent) ?? new Map<string, Mount>();
      this.#children.set(mount.parent, children.set(mount.point, mount));
    }
  }

  /** Whether its mount point leads to another mount, made over it or over a folder above it. */
  isHidden(mount: Mount): boolean {
    return this.#pathTo(mount).some((at, index, path) => {
      const cover = this.#children.get(at.id)?.get(at.point);
      const isCovered = cover !== undefined && cover !== at && cover !== path[index - 1];
      const beside = this.#children.get(at.parent);
      return isCovered || foldersAbove(at.point).some((folder) => beside?.has(folder) === true);
    });
  }

  /** Whether resolving its mount point passes a mount that may never answer. */
  mayHang(mount: Mount): boolean {
    return this.#pathTo(mount).some(({ type }) => !KERNEL_OWN.test(type));
  }

  /** The mount and its ancestors, up to the first. */
  #pathTo(mount: Mount): Mount[] {
    const path: Mount[] = [];
    let at: Mount | undefined = mount;
    while (at !== undefined && !path.includes(at)) {
      path.push(at);
      at = this.#byId.get(at.parent);
    }
    return path;
  }
}

/** `/` and `/a` for `/a/b`. */
function foldersAbove(point: string): string[] {
  const parts = point.split('/').slice(1, -1);
  const folders = parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
  return point === '/' ? [] : ['/', ...folders];
}
